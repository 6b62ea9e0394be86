package record

import (
	"fmt"

	"apprentice/games"
)

// begin sets up the start position of the game, once.
func (g *reading) begin(line int) bool {
	if g.pos != nil {
		return true
	}
	if v := g.known("Variant"); !sameGame(g.game, v) {
		variant, ok := games.Variant(g.game, v)
		if !ok {
			g.fail(line, fmt.Errorf("%w: variant %q, not %s", ErrVariant, v, g.game.Name()))
			return false
		}
		g.Rules = variant
	}
	fen := g.known("FEN")
	pos, err := readStart(g.Rules, fen)
	if err != nil {
		g.fail(line, err)
		return false
	}
	g.pos = pos
	g.setStart(pos)
	g.setUp(g.Rules, pos, g.known(formatTag), g.variants(fen))
	return true
}

// setStart stores the position that the game began with.
func (g *reading) setStart(pos games.Position) {
	g.Start = pos.FEN()
	if g.Start == g.Rules.Start().FEN() {
		g.Start = ""
	}
}

// readStart returns the position of a FEN tag.
func readStart(rules games.Game, fen string) (games.Position, error) {
	if fen == "" {
		return rules.Start(), nil
	}
	pos, err := games.ReadFEN(rules, fen)
	if err != nil {
		return nil, fmt.Errorf("start position: %w", err)
	}
	return pos, nil
}

// variants returns the variants that a FEN may be meant for if no tag names
// one: those that have castling rights which the game does not have.
func (g *reading) variants(fen string) []manner {
	if fen == "" || g.known("Variant") != "" {
		return nil
	}
	if _, err := g.game.ParseFEN(fen); err == nil {
		return nil
	}
	var meant []manner
	for _, variant := range games.VariantsOf(g.game) {
		if pos, err := variant.ParseFEN(fen); err == nil {
			meant = append(meant, manner{rules: variant, start: pos})
		}
	}
	return meant
}

// sameGame reports whether a Variant tag means the game itself, as none does.
func sameGame(game games.Game, variant string) bool {
	return variant == "" || games.Named(game, variant)
}
