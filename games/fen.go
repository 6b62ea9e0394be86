package games

// ReadFEN returns the position of g that a person or another program means by
// fen: by MendFEN if the game is a Mender, otherwise by ParseFEN. Text that this
// program wrote itself is for ParseFEN.
func ReadFEN(g Game, fen string) (Position, error) {
	if m, ok := g.(Mender); ok {
		return m.MendFEN(fen)
	}
	return g.ParseFEN(fen)
}
