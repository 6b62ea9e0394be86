package catalog

import (
	"image/color"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"apprentice/cmd/apprentice/internal/board"
	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/gametest"
	"apprentice/games/tictactoe"
	"apprentice/games/xiangqi"
)

func TestLookup(t *testing.T) {
	names := Names()
	if len(names) == 0 || Default().Name() != names[0] {
		t.Fatalf("names %v, default %s", names, Default().Name())
	}
	seen := map[string]bool{}
	for _, name := range names {
		if seen[name] || name != strings.ToLower(name) || strings.ContainsFunc(name, unicode.IsSpace) {
			t.Errorf("%q is no name of its own", name)
		}
		seen[name] = true
		for _, written := range []string{name, strings.ToUpper(name)} {
			if g, err := Lookup(written); err != nil || g.Name() != name {
				t.Errorf("Lookup(%q) = %v, %v", written, g, err)
			}
		}
	}
	for _, name := range []string{"", "checkers", "ches"} {
		if g, err := Lookup(name); err == nil || !strings.Contains(err.Error(), names[0]) {
			t.Errorf("Lookup(%q) = %v, %v", name, g, err)
		}
	}
}

// In the large games pieces count, in games of lines they do not.
func TestCountsMaterial(t *testing.T) {
	for _, test := range []struct {
		game games.Game
		want bool
	}{{chess.Game{}, true}, {xiangqi.Game{}, true}, {tictactoe.Game{}, false}} {
		if got := CountsMaterial(test.game); got != test.want {
			t.Errorf("%s: material counts: %v", test.game.Name(), got)
		}
	}
}

// TestLooks checks that a game that has glyphs has one for every piece that
// stands on its boards, and that the sides have names that differ.
func TestLooks(t *testing.T) {
	for _, name := range Names() {
		g, err := Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		look := LookOf(g)
		if look.Sides[0] == "" || look.Sides[0] == look.Sides[1] {
			t.Errorf("%s: sides %q", name, look.Sides)
		}
		if len(look.Glyphs) != len(look.Filled) {
			t.Errorf("%s: %d glyphs, %d filled ones", name, len(look.Glyphs), len(look.Filled))
		}
		if len(look.Glyphs) == 0 {
			continue
		}
		used := map[rune]rune{}
		for letter, glyph := range look.Glyphs {
			if other, twice := used[glyph]; twice {
				t.Errorf("%s: %c and %c look alike", name, letter, other)
			}
			used[glyph] = letter
		}
		pos := g.Start()
		for _, m := range gametest.RandomGame(g, rand.New(rand.NewPCG(1, 0)), 100) {
			for _, row := range pos.Board() {
				for _, letter := range row {
					if _, ok := look.Glyphs[letter]; !ok && letter != '.' {
						t.Fatalf("%s: no glyph for %c in %s", name, letter, pos.FEN())
					}
				}
			}
			pos.Make(m, nil)
		}
	}
}

// TestPaint checks that pieces in colours of their own differ from each other and
// from the squares below them, also on a terminal of sixteen colours.
func TestPaint(t *testing.T) {
	for _, name := range Names() {
		g, err := Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		paint := LookOf(g).Paint
		if paint == nil {
			continue
		}
		basic := func(c string) color.Color { return ansi.Convert16(lipgloss.Color(c)) }
		if basic(paint.Square) == basic(paint.Marked) {
			t.Errorf("%s: the last move does not show", name)
		}
		under := []string{paint.Square, paint.Marked, paint.Hole, paint.Pieces[games.Second]}
		for i, piece := range paint.Pieces {
			for _, c := range under[:len(under)-i] {
				if basic(piece) == basic(c) {
					t.Errorf("%s: a piece of %s does not stand out on %s", name, piece, c)
				}
			}
		}
	}
}

// TestBoardsAlign checks that every line of a drawn board of points is as wide
// as the others, whatever stands on it and however it is drawn.
func TestBoardsAlign(t *testing.T) {
	drawn := 0
	for _, name := range Names() {
		g, err := Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		look := LookOf(g)
		if look.Points == nil {
			continue
		}
		pos := g.Start()
		before := pos.Board()
		for i, m := range gametest.RandomGame(g, rand.New(rand.NewPCG(2, 0)), 200) {
			pos.Make(m, nil)
			pen := board.Pen{Look: look, Color: i&1 > 0, ASCII: i&2 > 0, Flip: i&4 > 0, Tall: i&8 > 0}
			rows := strings.Split(pen.Draw(pos.Board(), before), "\n")
			before = pos.Board()
			for _, row := range rows {
				if ansi.StringWidth(row) != ansi.StringWidth(rows[0]) {
					t.Fatalf("%s, %+v: %q is %d wide and not %d", pos.FEN(), pen, row, ansi.StringWidth(row), ansi.StringWidth(rows[0]))
				}
			}
			if pen.Tall != (len(rows) == 2*len(before)+2) {
				t.Fatalf("%d lines for %d ranks, tall %v", len(rows), len(before), pen.Tall)
			}
			drawn++
		}
	}
	if drawn < 100 {
		t.Errorf("only %d boards were drawn", drawn)
	}
}
