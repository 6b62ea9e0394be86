// Package chess is the game of chess: its positions, its rules by FIDE, and the
// raw inputs that a network sees. It implements games.Game and games.Position,
// and with them Chess960 too, which differs in where castling begins.
//
// It holds no strategy. The piece values here order and prune exchanges; they
// never enter the value of a position.
package chess

import "apprentice/games"

// Game is chess. The zero value is ready for use.
type Game struct{}

var (
	_ games.Game    = Game{}
	_ games.Arbiter = Game{}
	_ games.Mender  = Game{}
)

// Name returns "chess".
func (Game) Name() string { return "chess" }

// Start returns the start position of chess.
func (Game) Start() games.Position { return NewPosition() }

// ParseFEN is ParseFEN as a method of the game.
func (Game) ParseFEN(fen string) (games.Position, error) { return typed(ParseFEN(fen)) }

// MendFEN is ParseFEN without the castlings whose king or rook does not stand
// where they begin, and without an en passant square that no pawn can have passed.
// Counters beyond their limits are at them, and what is missing after the side to
// move is "-".
func (Game) MendFEN(fen string) (games.Position, error) {
	return typed(parseFEN(fen, mending))
}

// numSlots is the number of coloured pieces and target squares.
const numSlots = 12 * 64

// NumSlots returns 768: a slot for each coloured piece and target square.
func (Game) NumSlots() int { return numSlots }

// Position is a chess position and the history that led to it. Use NewPosition
// or ParseFEN to make one; the zero value has no kings and is not valid.
type Position struct {
	kinds   [8]bitboard // by kind; both colours
	colours [2]bitboard // by colour; all kinds
	board   [64]piece
	side    uint8   // the colour to move
	layout  *layout // where castling begins; shared
	state
	plies int     // half-moves since move 1 of White, for the move number
	stack []state // the states before, oldest first
}

// state is the part of a position that Unmake cannot compute backwards, and
// what is found out about a position once and asked often.
type state struct {
	key       uint64
	checkers  bitboard // enemy pieces that check the side to move
	pinned    bitboard // pieces of the side to move that shield their king
	rights    rights
	ep        square     // a legal en passant capture goes here; 0 for none
	captured  piece      // taken by move
	clock     uint16     // half-moves since the last capture or pawn move
	sinceNull uint16     // half-moves since the last pass, or since the FEN
	move      games.Move // the move that led here
}

var _ games.Position = (*Position)(nil)

// stackRoom is how many half-moves are played before the history first grows.
const stackRoom = 256

// startFEN is the position in which a game of chess begins.
const startFEN = "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1"

// NewPosition returns a new start position of chess.
func NewPosition() *Position {
	p, err := ParseFEN(startFEN)
	if err != nil {
		panic(err) // a constant
	}
	return p
}

// Side returns the side to move.
func (p *Position) Side() games.Side { return games.Side(p.side) }

// InCheck reports whether the side to move is in check.
func (p *Position) InCheck() bool { return p.checkers != 0 }

// Clone returns an independent copy of p, history included.
func (p *Position) Clone() games.Position {
	c := *p
	c.stack = make([]state, len(p.stack), len(p.stack)+stackRoom)
	copy(c.stack, p.stack)
	return &c
}

// occupied returns the squares that are not empty.
func (p *Position) occupied() bitboard { return p.colours[0] | p.colours[1] }

// kingOf returns the square of a colour's king.
func (p *Position) kingOf(colour uint8) square {
	return (p.kinds[king] & p.colours[colour&1]).first()
}

// diagonals and straights are the pieces that slide in these directions.
func (p *Position) diagonals() bitboard { return p.kinds[bishop] | p.kinds[queen] }
func (p *Position) straights() bitboard { return p.kinds[rook] | p.kinds[queen] }

// attackers returns the pieces of both colours that attack s if exactly the
// given squares are occupied.
func (p *Position) attackers(s square, occupied bitboard) bitboard {
	s &= 63
	return pawnAttacks[black][s]&p.kinds[pawn]&p.colours[white] |
		pawnAttacks[white][s]&p.kinds[pawn]&p.colours[black] |
		knightAttacks[s]&p.kinds[knight] |
		kingAttacks[s]&p.kinds[king] |
		bishopAttacks(s, occupied)&p.diagonals() |
		rookAttacks(s, occupied)&p.straights()
}

// attacked reports whether any of the given pieces, all of the colour by,
// attacks s if exactly the given squares are occupied. Sliders are looked up
// only if one shares a line with s.
func (p *Position) attacked(s square, by uint8, pieces, occupied bitboard) bool {
	s &= 63
	if (pawnAttacks[(by^1)&1][s]&p.kinds[pawn]|
		knightAttacks[s]&p.kinds[knight]|
		kingAttacks[s]&p.kinds[king])&pieces != 0 {
		return true
	}
	if d := p.diagonals() & pieces; bishopRays[s]&d != 0 && bishopAttacks(s, occupied)&d != 0 {
		return true
	}
	d := p.straights() & pieces
	return rookRays[s]&d != 0 && rookAttacks(s, occupied)&d != 0
}

// findChecks sets checkers and pinned for the side to move. It needs no slider
// attacks: each enemy slider in line with the king checks it, pins what alone
// stands between, or does nothing.
func (p *Position) findChecks() {
	us := p.side & 1
	our, their := p.colours[us], p.colours[us^1]
	k := p.kingOf(us)
	occupied := our | their
	checkers := (pawnAttacks[us][k]&p.kinds[pawn] | knightAttacks[k]&p.kinds[knight]) & their
	pinned := bitboard(0)
	snipers := (bishopRays[k]&p.diagonals() | rookRays[k]&p.straights()) & their
	for ; snipers != 0; snipers &= snipers - 1 {
		s := snipers.first()
		switch shield := between[k][s] & occupied; {
		case shield == 0:
			checkers |= s.bit()
		case !shield.several():
			pinned |= shield & our
		}
	}
	p.checkers, p.pinned = checkers, pinned
}
