package gametest

import (
	"fmt"

	"apprentice/games"
)

// stylesParseBack checks the styles of a game that has several: their names and
// order are as promised, every move parses back in every style, and no two
// moves share a name.
func stylesParseBack(g games.Game, pos games.Position) error {
	styled, ok := g.(games.Styled)
	if !ok {
		return nil
	}
	styles := styled.Styles()
	known := make(map[[2]string]bool)
	var coordinates *games.Style
	for i, s := range styles {
		if s.Name == "" || s.Format == "" || known[[2]string{s.Name, s.Ranks}] {
			return fmt.Errorf("style %q with ranks %q and format %q is nameless or there twice", s.Name, s.Ranks, s.Format)
		}
		known[[2]string{s.Name, s.Ranks}] = true
		if s.Name == games.CoordinateStyle && coordinates == nil {
			coordinates = &styles[i]
		}
		if err := styleParsesBack(s, pos); err != nil {
			return fmt.Errorf("style %s, ranks %q: %w", s.Name, s.Ranks, err)
		}
	}
	if coordinates == nil {
		return fmt.Errorf("no style is called %q", games.CoordinateStyle)
	}
	for _, s := range styles {
		if s.Ranks != "" && !known[[2]string{games.CoordinateStyle, s.Ranks}] {
			return fmt.Errorf("no coordinates have the ranks %s of style %s", s.Ranks, s.Name)
		}
	}
	for _, m := range pos.Moves(nil, games.AllMoves) {
		if text := styles[0].Describe(pos, m); text != pos.Describe(m) {
			return fmt.Errorf("the first style writes %q, Describe %q", text, pos.Describe(m))
		}
		if text := coordinates.Describe(pos, m); text != pos.FormatMove(m) {
			return fmt.Errorf("the first coordinates are %q, those of FormatMove %q", text, pos.FormatMove(m))
		}
	}
	return nil
}

// styleParsesBack checks one style.
func styleParsesBack(s games.Style, pos games.Position) error {
	seen := make(map[string]games.Move)
	for _, m := range pos.Moves(nil, games.AllMoves) {
		text := s.Describe(pos, m)
		if other, ok := seen[text]; ok {
			return fmt.Errorf("%q is both %#04x and %#04x", text, other, m)
		}
		seen[text] = m
		if back, err := s.ParseMove(pos, text); err != nil || back != m {
			return fmt.Errorf("%q of %#04x is read as %#04x, error %v", text, m, back, err)
		}
	}
	return nil
}
