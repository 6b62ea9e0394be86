package games

import "fmt"

// ReadFEN returns the position of g that a person or another program means by
// fen: by MendFEN if the game is a Mender, otherwise by ParseFEN. Text that this
// program wrote itself is for ParseFEN.
func ReadFEN(g Game, fen string) (Position, error) {
	if m, ok := g.(Mender); ok {
		return m.MendFEN(fen)
	}
	return g.ParseFEN(fen)
}

// ReadOwnFEN is ReadFEN for where only g itself is played. A FEN that is meant for
// a variant, by the Claimant that this is, is an error: without the rights that
// the variant knows it would be another position.
func ReadOwnFEN(g Game, fen string) (Position, error) {
	for _, variant := range VariantsOf(g) {
		if c, ok := variant.(Claimant); ok && c.Claims(fen) {
			return nil, fmt.Errorf("fen %q: it is a position of %s, not of %s", fen, variant.Name(), g.Name())
		}
	}
	return ReadFEN(g, fen)
}
