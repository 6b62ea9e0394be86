package board

import (
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/google/go-cmp/cmp"

	"apprentice/games"
)

var (
	before = games.Board{"k..", "...", ".PK"}
	after  = games.Board{"k..", ".P.", "..K"}
)

func TestDraw(t *testing.T) {
	look := Look{Glyphs: map[rune]rune{'K': '♔', 'k': '♚'}}
	for _, tt := range []struct {
		name   string
		pen    Pen
		before games.Board
		want   string
	}{
		{"letters", Pen{Look: look, ASCII: true}, nil, "" +
			"  3  k  .  .\n" +
			"  2  .  P  .\n" +
			"  1  .  .  K\n" +
			"     a  b  c"},
		{"glyphs and the last move", Pen{Look: look}, before, "" +
			"  3  ♚  .  .\n" +
			"  2  . [P] .\n" +
			"  1  . [.] ♔\n" +
			"     a  b  c"},
		{"from the other side", Pen{Look: look, ASCII: true, Flip: true}, before, "" +
			"  1  K [.] .\n" +
			"  2  . [P] .\n" +
			"  3  .  .  k\n" +
			"     c  b  a"},
		{"columns", Pen{Look: Look{Columns: true}, Flip: true}, before, "" +
			"     k  .  .\n" +
			"     . [P] .\n" +
			"     . [.] K\n" +
			"     a  b  c"},
	} {
		if diff := cmp.Diff(tt.want, tt.pen.Draw(after, tt.before)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestColor checks that all squares are as wide with colours, that pieces of
// the two sides differ, and that a move is seen.
func TestColor(t *testing.T) {
	pen := Pen{Look: Look{Filled: map[rune]rune{'K': '♚', 'k': '♚'}, Checkered: true}, Color: true}
	drawn := pen.Draw(after, before)
	for _, line := range strings.Split(drawn, "\n")[:3] {
		if w := lipgloss.Width(line); w != 4+3*3 {
			t.Errorf("%q is %d wide", line, w)
		}
	}
	if strings.Contains(drawn, ".") {
		t.Error("empty squares have dots")
	}
	if pen.Draw(after, nil) == drawn {
		t.Error("the last move does not show")
	}
	if pen.cell('K', 0, 0, false) == pen.cell('k', 0, 0, false) {
		t.Error("the kings look alike")
	}
	if pen.cell('.', 0, 0, false) == pen.cell('.', 0, 1, false) {
		t.Error("the squares look alike")
	}
	pen.Checkered = false
	if pen.cell('.', 0, 0, false) != pen.cell('.', 0, 1, false) {
		t.Error("the squares of a plain board differ")
	}
}

// TestPaint checks that a board with colours of its own is drawn in them.
func TestPaint(t *testing.T) {
	paint := &Paint{Square: "#010203", Marked: "#040506", Pieces: [2]string{"#070809", "#0a0b0c"}}
	pen := Pen{Look: Look{Paint: paint}, Color: true}
	for _, tt := range []struct {
		cell, want string
	}{
		{pen.cell('.', 0, 0, false), "48;2;1;2;3"},
		{pen.cell('.', 0, 1, false), "48;2;1;2;3"},
		{pen.cell('.', 0, 0, true), "48;2;4;5;6"},
		{pen.cell('K', 0, 0, false), "38;2;7;8;9"},
		{pen.cell('k', 0, 0, true), "38;2;10;11;12"},
	} {
		if !strings.Contains(tt.cell, tt.want) {
			t.Errorf("%q does not have the colour %s", tt.cell, tt.want)
		}
	}
}

// TestRanks checks that ranks are counted from where the game counts them.
func TestRanks(t *testing.T) {
	b := games.Board{"a.", ".B"}
	for _, fromZero := range []bool{false, true} {
		want := "  2  a  .\n  1  .  B\n     a  b"
		if fromZero {
			want = "  1  a  .\n  0  .  B\n     a  b"
		}
		pen := Pen{Look: Look{FromZero: fromZero}}
		if got := pen.Draw(b, nil); got != want {
			t.Errorf("from zero %v:\n%s\nwant\n%s", fromZero, got, want)
		}
	}
}
