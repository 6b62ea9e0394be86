package games

// Mender is implemented by games whose FENs other programs write with rights
// that cannot be, such as castling without a rook.
type Mender interface {
	// MendFEN is Game.ParseFEN but for rights that do not fit the pieces on the
	// board: it leaves them out where ParseFEN returns an error.
	MendFEN(fen string) (Position, error)
}

// ReadFEN returns the position of g that a person or another program means with
// fen: by MendFEN where the game has it, and else by ParseFEN. What this program
// has written itself is for ParseFEN.
func ReadFEN(g Game, fen string) (Position, error) {
	if m, ok := g.(Mender); ok {
		return m.MendFEN(fen)
	}
	return g.ParseFEN(fen)
}
