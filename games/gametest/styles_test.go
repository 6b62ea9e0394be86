package gametest

import (
	"errors"
	"strings"
	"testing"

	"apprentice/games"
	"apprentice/games/tictactoe"
)

// styled is tic-tac-toe with the given styles.
type styled struct {
	tictactoe.Game
	styles []games.Style
}

func (s styled) Styles() []games.Style { return s.styles }

// Each fault of styles must be found, and sound ones must pass.
func TestFaultyStylesAreFound(t *testing.T) {
	sound := func(name, ranks string) games.Style {
		return games.Style{
			Name: name, Ranks: ranks, Format: name,
			Describe:  func(pos games.Position, m games.Move) string { return pos.Describe(m) },
			ParseMove: func(pos games.Position, text string) (games.Move, error) { return pos.ParseMove(text) },
		}
	}
	with := func(change func(*games.Style)) games.Style {
		s := sound("words", "")
		change(&s)
		return s
	}
	plain := sound(games.CoordinateStyle, "1-3")
	loud := func(s *games.Style) {
		s.Describe = func(pos games.Position, m games.Move) string { return strings.ToUpper(pos.Describe(m)) }
	}
	for _, test := range []struct {
		name   string
		styles []games.Style
		want   string // in the error; "" for none
	}{
		{"sound", []games.Style{plain, sound("words", "")}, ""},
		{"no coordinates", []games.Style{sound("words", "")}, `no style is called "coordinates"`},
		{"twice", []games.Style{plain, plain}, "there twice"},
		{"no format", []games.Style{plain, with(func(s *games.Style) { s.Format = "" })}, "nameless"},
		{"own ranks", []games.Style{plain, sound("words", "0-2")}, "no coordinates have the ranks 0-2"},
		{"first differs", []games.Style{with(loud), plain}, "the first style writes"},
		{"alike", []games.Style{plain, with(func(s *games.Style) {
			s.Describe = func(games.Position, games.Move) string { return "a1" }
		})}, "is both"},
		{"deaf", []games.Style{plain, with(func(s *games.Style) {
			s.ParseMove = func(games.Position, string) (games.Move, error) { return games.NoMove, errors.New("deaf") }
		})}, "deaf"},
	} {
		g := styled{styles: test.styles}
		err := stylesParseBack(g, g.Start())
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want one with %q", test.name, err, test.want)
		}
	}
	loudCoordinates := sound(games.CoordinateStyle, "1-3")
	loud(&loudCoordinates)
	g := styled{styles: []games.Style{sound("words", ""), loudCoordinates}}
	if err := stylesParseBack(g, g.Start()); err == nil || !strings.Contains(err.Error(), "the first coordinates are") {
		t.Errorf("other coordinates: error %v", err)
	}
}
