package board

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"apprentice/games"
)

// A board of points as small as can be with a river and a palace.
var (
	pointsBefore = games.Board{"...k", "....", "....", ".c..", "P..."}
	pointsAfter  = games.Board{"...k", "....", "....", "Pc..", "...."}
	pointsLook   = Look{
		Glyphs:   map[rune]rune{'P': '兵', 'c': '砲', 'k': '將'},
		Letters:  map[rune]rune{'c': 'x'},
		FromZero: true,
		Points:   &Points{River: 3, Banks: [2]string{"河", "界"}, Palaces: [][2]int{{1, 2}}, Counted: true},
	}
)

func TestDrawPoints(t *testing.T) {
	for _, tt := range []struct {
		name   string
		pen    Pen
		before games.Board
		want   string
	}{
		{"glyphs", Pen{}, nil, "" +
			"     1   2   3   4  |" +
			"  4  ┌───┬═══┬═══將 |" +
			"  3  ├───┼═══┼═══┤  |" +
			"  2  ├───┴═══┴═══┤  |" +
			"     │ 河    界  │  |" +
			"  1  兵──砲──┬───┤  |" +
			"  0  └───┴───┴───┘  |" +
			"     4   3   2   1  |" +
			"     a   b   c   d  "},
		{"room for diagonals, and the last move", Pen{Tall: true}, pointsBefore, "" +
			"     1   2   3   4  |" +
			"  4  ┌───┬───┬───將 |" +
			"     │   │ ╲ │ ╱ │  |" +
			"  3  ├───┼───┼───┤  |" +
			"     │   │ ╱ │ ╲ │  |" +
			"  2  ├───┴───┴───┤  |" +
			"     │ 河    界  │  |" +
			"  1 [兵]─砲──┬───┤  |" +
			"     │   │   │   │  |" +
			"  0 [└]──┴───┴───┘  |" +
			"     4   3   2   1  |" +
			"     a   b   c   d  "},
		{"letters", Pen{ASCII: true, Tall: true}, pointsBefore, "" +
			"     1   2   3   4 |" +
			"  4  +---+---+---k |" +
			"     |   | \\ | / | |" +
			"  3  +---+---+---+ |" +
			"     |   | / | \\ | |" +
			"  2  +---+---+---+ |" +
			"     |~ ~ ~~ ~ ~ | |" +
			"  1 [P]--x---+---+ |" +
			"     |   |   |   | |" +
			"  0 [+]--+---+---+ |" +
			"     4   3   2   1 |" +
			"     a   b   c   d "},
		{"from the other side", Pen{ASCII: true, Flip: true}, pointsBefore, "" +
			"     1   2   3   4 |" +
			"  0  +---+---+--[+]|" +
			"  1  +---+---x--[P]|" +
			"     |~ ~ ~~ ~ ~ | |" +
			"  2  +===+===+---+ |" +
			"  3  +===+===+---+ |" +
			"  4  k===+===+---+ |" +
			"     4   3   2   1 |" +
			"     d   c   b   a "},
	} {
		tt.pen.Look = pointsLook
		if diff := cmp.Diff(tt.want, lined(tt.pen.Draw(pointsAfter, tt.before))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// lined ends lines with a stroke in place of a newline.
func lined(text string) string { return strings.ReplaceAll(text, "\n", "|") }

// TestPointsAlign checks every way to draw a board: lines have one width, and
// every point stands in the column of its file's letter.
func TestPointsAlign(t *testing.T) {
	for i := range 1 << 5 {
		pen := Pen{Look: pointsLook, Color: i&1 > 0, ASCII: i&2 > 0, Flip: i&4 > 0, Tall: i&8 > 0}
		var before games.Board
		if i&16 > 0 {
			before = pointsBefore
		}
		name := fmt.Sprintf("colour %v, ASCII %v, flipped %v, tall %v, marked %v", pen.Color, pen.ASCII, pen.Flip, pen.Tall, before != nil)
		drawn := ansi.Strip(pen.Draw(pointsAfter, before))
		rows := strings.Split(drawn, "\n")
		width := ansi.StringWidth(rows[0])
		points := 0
		for _, row := range rows {
			if w := ansi.StringWidth(row); w != width {
				t.Errorf("%s: %q is %d wide, not %d", name, row, w, width)
			}
			if row[2] == ' ' {
				continue // no rank
			}
			for j := range 4 {
				at := 5 + cellWidth*j
				c := ansi.Cut(row, at, at+2) // half a glyph is cut off
				if c == "" || !strings.ContainsRune("┌┬┐├┼┤└┴┘+將砲兵Pxk", []rune(c)[0]) {
					t.Errorf("%s: %q in column %d of %q", name, c, at, row)
				}
				points++
			}
		}
		if points != 4*5 {
			t.Errorf("%s: %d points in\n%s", name, points, drawn)
		}
	}
}

// TestPointsColor checks that the sides differ in colour, and that a move is
// seen.
func TestPointsColor(t *testing.T) {
	pen := Pen{Look: pointsLook, Color: true}
	d := &points{Pen: pen}
	red, black := d.paint('P', false), d.paint('p', false)
	if red.GetForeground() == black.GetForeground() {
		t.Error("the sides look alike")
	}
	if pen.Draw(pointsAfter, nil) == pen.Draw(pointsAfter, pointsBefore) {
		t.Error("the last move does not show")
	}
	if strings.Contains(ansi.Strip(pen.Draw(pointsAfter, pointsBefore)), "[") {
		t.Error("there are brackets beside colours")
	}
}
