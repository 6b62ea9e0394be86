// Package games says what a board game is to a program that learns it: a set
// of positions, the moves between them, the rules that end play, and the raw
// inputs a network may see.
//
// It holds no strategy and no value of anything. Only the packages below it know
// one game from another; search, network, learner, self-play and measurement see
// games through Game and Position alone.
//
// A new game implements Game and Position, and those interfaces of optional.go
// that apply to it. It passes the conformance suite, package gametest.
// docs/adding-a-game.md shows how, on tictactoe, the pattern to copy.
package games

// Side is one of the two players. First moves first in the start position
// (White, Red).
type Side uint8

// The two sides.
const (
	First Side = iota
	Second
)

// Other returns the opponent of s.
func (s Side) Other() Side { return s ^ 1 }

// String returns "first" or "second".
func (s Side) String() string {
	if s == First {
		return "first"
	}
	return "second"
}

// Move is a move of some game, packed by that game. Nobody else looks inside: a
// move means something only in the position in which it is played. All numbers
// but NoMove are free for moves.
type Move uint16

// NoMove is the absence of a move. Make(NoMove) passes the turn.
const NoMove Move = 0

// Gen selects the moves that Position.Moves generates. Tactical and quiet
// moves partition all moves.
type Gen uint8

// Classes of moves.
const (
	AllMoves      Gen = iota // every legal move
	TacticalMoves            // captures and promotions: moves with Gain != 0
	QuietMoves               // the others: moves with Gain == 0
)

// MaxMoves bounds the number of legal moves of a position of any game here. A
// buffer of this capacity never grows.
const MaxMoves = 256

// Feature is the index of one raw input of the network: "this kind of piece of
// this owner stands on this square", seen by one side. It lies in
// [0, Game.NumFeatures()).
type Feature uint16

// MaxDelta bounds how many features a move adds or removes for one view. A move
// that changes more sets Delta.Refresh.
const MaxDelta = 4

// Delta is the difference that one move makes to the features of both views.
// It lets a network update its first layer instead of recomputing it. The
// same number of features changes in both views.
type Delta struct {
	Added, Removed [2][MaxDelta]Feature // indexed by view (Side), then 0..Num-1
	NumAdded       uint8
	NumRemoved     uint8
	Refresh        [2]bool // the view must be rebuilt from Position.Features
}

// Add notes that a feature became active: its index for the view of First and
// for that of Second. More than MaxDelta of them are counted but not kept, which
// the conformance suite reports.
func (d *Delta) Add(first, second Feature) {
	i := d.NumAdded & (MaxDelta - 1)
	d.Added[First][i] = first
	d.Added[Second][i] = second
	d.NumAdded++
}

// Remove notes that a feature ceased to be active, as Add does for a new one.
func (d *Delta) Remove(first, second Feature) {
	i := d.NumRemoved & (MaxDelta - 1)
	d.Removed[First][i] = first
	d.Removed[Second][i] = second
	d.NumRemoved++
}

// Result is how a game stands for the side to move.
type Result uint8

// Results, from the view of the side to move.
const (
	Ongoing Result = iota
	Loss
	Draw
	Win
)

// Reason is the rule, or the event outside the rules, that ended a game.
type Reason uint8

// Reasons. Position.Outcome gives those below RuleReasons, the caller that runs
// the game gives the others. Game records store the numbers, so a number never
// changes its meaning: a new rule takes the next free number below RuleReasons,
// a name in reason.go and a row in reason_test.go.
const (
	NoReason             Reason = 0
	Checkmate            Reason = 1
	Stalemate            Reason = 2
	Repetition           Reason = 3
	MoveLimit            Reason = 4 // too many moves without progress (fifty-move rule)
	InsufficientMaterial Reason = 5 // neither side can win
	Line                 Reason = 6 // a completed line
	BoardFull            Reason = 7
	PerpetualCheck       Reason = 8
	PerpetualChase       Reason = 9

	RuleReasons Reason = 31 // not a reason: it divides the rules from the rest

	PlyCap       Reason = 32 // stopped after a maximum number of plies
	Adjudicated  Reason = 33 // decided early by the values of both players
	Resigned     Reason = 34
	TimeForfeit  Reason = 35
	IllegalMove  Reason = 36
	Disconnected Reason = 37
	Aborted      Reason = 38
)

// Outcome is a result for the side to move and the reason for it. The zero value
// means that the game continues.
type Outcome struct {
	Result Result
	Reason Reason
}

// Over reports whether the game has ended.
func (o Outcome) Over() bool { return o.Result != Ongoing }

// Winner returns the side that won if stm is the side to move, and false if
// neither did.
func (o Outcome) Winner(stm Side) (Side, bool) {
	switch o.Result {
	case Win:
		return stm, true
	case Loss:
		return stm.Other(), true
	}
	return First, false
}

// Game describes a game and makes its positions. Implementations are stateless
// and safe for concurrent use.
type Game interface {
	// Name is used on the command line, in files and as the value of PGN's
	// Variant tag: small letters and digits.
	Name() string

	// Start returns a new start position.
	Start() Position

	// ParseFEN returns the position that a FEN-like text describes, without a
	// history. It accepts what Position.FEN writes, and positions that cannot
	// come up if the rules can continue from them. The error names the field
	// that is wrong; the position is then nil.
	ParseFEN(fen string) (Position, error)

	// NumFeatures is the number of distinct features of one view, at most 65536.
	NumFeatures() int

	// MaxActive bounds the number of active features of one view. The network
	// recognises the phase of a game by the share of it that is active, so it
	// should be a bound that games come near to.
	MaxActive() int

	// NumSlots is the number of values that Position.Slot takes.
	NumSlots() int

	// TypicalPlies is how many plies a game lasts in ordinary play, from the
	// start position. It decides how many random plies openings have (a quarter
	// of it at most), how far into the game bench looks, and how long the first
	// generation of a run is expected to take. Right within a factor of two is
	// good enough. Say how long games between weak players are; the rules may
	// allow far longer ones.
	TypicalPlies() int

	// InputSet names the features and their numbering. Give it another name
	// whenever a network trained with the old numbering would be wrong with the
	// new one: runs and network files are then refused instead of misread.
	InputSet() string
}

// Rules is what may be played and when it ends.
type Rules interface {
	// Side returns the side to move.
	Side() Side

	// Moves appends the legal moves of class g to dst in a fixed order and
	// returns the extended slice. It keeps no reference to dst. A game that a
	// line or the like ends has no legal move then, or perft would count on; after
	// a draw by repetition or a move limit it may have some.
	Moves(dst []Move, g Gen) []Move

	// Legal reports whether m is a legal move here. m may be any value, as
	// found in a transposition table; NoMove is never legal.
	Legal(m Move) bool

	// Make plays the legal move m in place. Make(NoMove) passes the turn, which
	// the search does even if the rules forbid it. A side in check may pass
	// too, but then the search asks for InCheck alone before Unmake: so it
	// learns whether the last move left a check standing. Unless d is nil, *d
	// becomes the difference that m makes to the features; its old content is
	// that of another move.
	Make(m Move, d *Delta)

	// Unmake takes back the last Make.
	Unmake()

	// InCheck reports whether the side to move is in check: whether one move of
	// the opponent would end the game at once if it were the opponent's turn. In
	// chess that move takes the king, in a game of lines it completes a line. A
	// threat that takes two moves is not a check. To return false always is
	// correct too, only blinder.
	//
	// A check must be real: if a legal move leaves it standing, the opponent has
	// a reply that wins. A game need not report every threat: mate in one is a
	// threat in chess, but not a check. After a pass the answer says whether the
	// side that moved last left a check standing. Once the game is over the
	// answer does not matter.
	//
	// The rules may demand an answer: in chess every legal move ends the check.
	// They need not: in a game of lines a move that ignores the threat is legal
	// and loses to the next one.
	//
	// A search looks further if a side is in check. It searches a ply deeper,
	// does not pass, does not trust the static value, and at its leaves tries
	// every move instead of captures only, until one does not lose, and then at
	// most two quiet ones more. A check that is answered by another check while it still
	// stands is followed once more and no further. So checks that are rare and
	// have few answers make play sharper at little cost, while a game in which
	// half of all positions are checks with many answers does better to return
	// false. The search asks at every node.
	InCheck() bool

	// Ended returns the outcome as far as it follows from rules that need no
	// list of legal moves: a line, repetition, a move limit, material. It must
	// be cheap, since the search asks at every node. A mate on the board comes
	// before the move limit.
	//
	// With ply 0 the rules of the game apply. A search passes the number of
	// moves that it made itself. A position that occurred before within those
	// counts as repeated at once, since what both sides could do a second time
	// they could have done the first. A game in which no position comes up again
	// ignores ply.
	Ended(ply int) Outcome

	// Outcome returns the outcome by all rules of the game: Ended(0) if that
	// decides, otherwise the result for a side without a legal move, otherwise
	// the zero Outcome. A game that is not over has a legal move.
	Outcome() Outcome

	// Clone returns an independent copy, history included, so that Unmake works
	// on it as on the original.
	Clone() Position
}

// Hints are facts of the rules that help a search order and prune its tree.
// None of them enters the value of a position.
type Hints interface {
	// Key is the Zobrist key of the position: pieces, side to move and all
	// that decides which moves are legal. Two positions of one key are the same
	// position to the search, except for their histories. It is kept up to date
	// by Make, not computed.
	Key() uint64

	// CanNull reports whether passing is unlikely to be the best move here. The
	// search may then cut off a line in which even a pass would be good enough.
	// False if having to move is often a loss; false is always correct.
	CanNull() bool

	// SEE reports whether the exchange that m starts on its target square
	// wins at least threshold (in the units of Gain) for the side to move. In a
	// game without exchanges it is threshold <= Gain(m).
	SEE(m Move, threshold int) bool

	// Gain is what the legal move m takes or promotes to, in centipawn-like
	// units: 0 for a quiet move, positive for a tactical one.
	Gain(m Move) int

	// Slot is the index of the legal move m in a history table, in
	// [0, Game.NumSlots()): usually the moving piece and its target. Moves that
	// are good for the same reasons share a slot; the sides never do.
	Slot(m Move) int

	// Material is the sum of Gain over the pieces of the side to move, less
	// that of its opponent. It serves opponents in measurement; the learner
	// and the search never ask for it. A game whose pieces are all alike
	// returns 0: the opponent material:2 then looks two plies ahead and knows
	// only how games end.
	Material() int
}

// Inputs is what a network may see.
type Inputs interface {
	// Features appends the active features as view sees them, each once and in
	// an order that depends on the position alone, and returns the extended
	// slice. Both views have the same number. Positions that differ only in
	// that the sides are exchanged have equal features for swapped views.
	//
	// Features are raw: what stands where. What they are worth is for the
	// network to find out.
	Features(view Side, dst []Feature) []Feature
}

// Notation is what people and other programs read and write.
type Notation interface {
	// FEN returns the text that Game.ParseFEN turns into this position, less
	// its history.
	FEN() string

	// FormatMove returns the legal move m in the coordinate form of engine
	// protocols ("e2e4", "e7e8q"): printable ASCII without spaces.
	FormatMove(m Move) string

	// ParseMove returns the legal move that s stands for, in coordinate form
	// or in the notation that Describe writes. It accepts what people type:
	// either case, spaces around it, missing or superfluous check signs, 0-0 for
	// O-O. The error repeats s and says why it is not a legal move.
	ParseMove(s string) (Move, error)

	// Describe returns the legal move m in the notation that people of the
	// game read (SAN in chess): one word with at least one letter, since PGN
	// files take numbers for move numbers. No two legal moves share one.
	Describe(m Move) string

	// Board returns the pieces on the board as First sees them.
	Board() Board
}

// Board is a picture of a position: rows from the top as First sees it, each a
// string of one rune per square, upper case for First, lower case for Second and
// '.' for an empty square.
type Board []string

// Position is a position of a game together with the history that its rules
// need. It is not safe for concurrent use; Clone gives each goroutine its own.
type Position interface {
	Rules
	Hints
	Inputs
	Notation
}
