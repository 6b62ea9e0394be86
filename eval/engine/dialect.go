package engine

import (
	"slices"

	"apprentice/games"
)

// Dialect is how an engine writes positions and moves, where it differs from the
// game's own notation. Each field is independent; the zero Dialect is the game's
// own notation throughout. The functions do not change the position.
type Dialect struct {
	// Variant is what the engine calls the game: the value of UCI_Variant, or
	// of the variant command. "" leaves the engine at its default. It is
	// ignored if the engine has no such choice.
	Variant string

	// FEN returns the text of a start position. nil: Position.FEN.
	FEN func(pos games.Position) string

	// FormatMove returns the legal move m. nil: Position.FormatMove, or
	// Position.Describe for an engine that asks for it.
	FormatMove func(pos games.Position, m games.Move) string

	// ParseMove returns the legal move that an engine's text stands for, and
	// an error for any other text. nil: Position.ParseMove.
	ParseMove func(pos games.Position, text string) (games.Move, error)
}

// Identity is what is known of an engine once it has introduced itself.
type Identity struct {
	Protocol Protocol
	Name     string   // as the engine gives it; "" if it does not
	Variants []string // names of games that it declares; nil if it declares none
	Dialect  string   // asked for by the spec; "" if it does not
}

// Dialects chooses the dialect for an engine. It is called once per process,
// before options are set. An error keeps the engine from playing; if it is about
// Identity.Dialect, it should list the known dialects.
type Dialects func(Identity) (Dialect, error)

// Native returns the choice of a caller that needs no translation: the game's
// own notation, and the game's name as the variant of an engine that knows it.
func Native(game string) Dialects {
	return func(id Identity) (Dialect, error) {
		if slices.Contains(id.Variants, game) {
			return Dialect{Variant: game}, nil
		}
		return Dialect{}, nil
	}
}

func (d Dialect) fen(pos games.Position) string {
	if d.FEN == nil {
		return pos.FEN()
	}
	return d.FEN(pos)
}

func (d Dialect) formatMove(pos games.Position, m games.Move, describe bool) string {
	switch {
	case d.FormatMove != nil:
		return d.FormatMove(pos, m)
	case describe:
		return pos.Describe(m)
	}
	return pos.FormatMove(m)
}

func (d Dialect) parseMove(pos games.Position, text string) (games.Move, error) {
	if d.ParseMove == nil {
		return pos.ParseMove(text)
	}
	return d.ParseMove(pos, text)
}
