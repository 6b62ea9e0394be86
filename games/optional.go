package games

// The interfaces of this file are optional. A game implements those that apply
// to it; everything else works without them. A caller asks for one by a type
// assertion on the Game. Foreseer alone is asked of a Position.

// Arbiter is implemented by games for which a second, independent implementation
// of the rules exists. Matches then judge every finished game twice, and a
// disagreement is an error. Without it the rules of the game decide alone.
type Arbiter interface {
	// Arbitrate returns the outcome for the side to move after moves from
	// start, a FEN or "" for the start position. It is an error if a move is
	// illegal or the game was over before it.
	Arbitrate(start string, moves []Move) (Outcome, error)
}

// Mender is implemented by games for which other programs write FENs with
// rights that do not fit the board, such as castling without a rook. ReadFEN
// uses it for what people paste and files hold. Without it such a FEN is an
// error.
type Mender interface {
	// MendFEN is Game.ParseFEN, except that it drops rights that do not fit the
	// pieces on the board, and may mend counters and fields that are missing, if
	// ParseFEN would return an error.
	MendFEN(fen string) (Position, error)
}

// Styled is implemented by games whose moves people and programs write in more
// than one style. --notation and --ranks choose among them, and PGN files name
// theirs in a Format tag. Without it moves are written as Position.Describe and
// Position.FormatMove write them.
type Styled interface {
	// Styles returns the styles. The first is that of Position.Describe, and
	// the first one named CoordinateStyle is that of Position.FormatMove. There
	// is one of that name for every value of Ranks that occurs.
	Styles() []Style
}

// Variants is implemented by games that have variants: the same board and
// pieces with other start positions or a changed rule. A variant numbers moves,
// features and slots as the game itself does and names the same input set, so
// that a network of the game can play the variant. Variants are not in the list
// of games; they are reached through --variant, PGN tags and protocol options.
type Variants interface {
	// Variants returns the variants of the game, which is not among them.
	Variants() []Game
}

// Claimant is implemented by variants whose FENs can be told from those of their
// game. Without it every FEN that the game accepts is one of the game.
type Claimant interface {
	// Claims reports whether a FEN is meant for the variant: it gives rights that
	// hold there and are unknown in the game. A FEN without meaning is not.
	Claims(fen string) bool
}

// MoreInputs is implemented by games that can describe positions to a network in
// more ways than Position.Features does. A network says which set it was trained
// on. Variants of a game have the same sets. Without it there is only the game's own.
type MoreInputs interface {
	// MoreInputs returns the further sets, the same ones every time.
	MoreInputs() []*InputSet
}

// Mirrored is implemented by games in which a position and its mirror image, left to
// right, are worth the same, as far as features tell: castling at chess, which
// differs, is not among them. Learning then sees each position both ways. Variants of
// a game have the same mirror. Without it positions are learnt as they are.
type Mirrored interface {
	// Mirror returns what a feature of the game's own set is in the mirror image,
	// the same for both views. Mirror(Mirror(f)) is f.
	Mirror(f Feature) Feature
}

// Renamed is implemented by games and variants that other programs call by
// other names. The names are accepted wherever a file or a protocol names a
// variant. Without it only Game.Name is.
type Renamed interface {
	// OtherNames returns these names in small letters and without spaces and
	// hyphens.
	OtherNames() []string
}

// PGNTagged is implemented by games for which PGN files have conventions of
// their own. Without it a game is tagged as the zero PGNTags says: First's
// player is called White, and a Variant tag names the game.
type PGNTagged interface {
	PGNTags() PGNTags
}

// OpeningNamer is implemented by games whose openings have names. Exported
// games then carry them in the ECO and Opening tags.
type OpeningNamer interface {
	// OpeningName returns the code and the name of the longest known opening
	// that the moves from the start position follow, "" for both if there is
	// none. It may be called concurrently.
	OpeningName(moves []Move) (code, name string)
}

// Foreseer is implemented by positions that quickly know a key before the move
// is made. A search then fetches what its table has on the next position while
// Make is under way. Without it the search fetches it afterwards, and is slower
// by a few per cent.
type Foreseer interface {
	// KeyAfter returns what Key returns after the legal move m, which is not a
	// pass. It may return another number after rare moves: a wrong one costs
	// time and nothing else.
	KeyAfter(m Move) uint64
}
