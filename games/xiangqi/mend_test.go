package xiangqi

import (
	"testing"

	"apprentice/games"
)

// TestMendFEN covers fields that other programs fill although the game has no use
// for them.
func TestMendFEN(t *testing.T) {
	const board = "4k4/9/9/9/9/9/9/9/9/3K5"
	for fields, want := range map[string]string{
		"w - - 0 1":       "w - - 0 1",
		"r":               "w - - 0 1",
		"b KQkq e3 5 6":   "b - - 5 6",
		"w KQkq - 0 1":    "w - - 0 1",
		"w - - -5 0":      "w - - 0 1",
		"w - - 5000":      "w - - 1000 1",
		"w - - - -":       "w - - 0 1",
		"w - - 1 99999":   "w - - 1 10000",
		"w - - x 1":       "",
		"x - - 0 1":       "",
		"w KQkq e3 0 1 2": "",
		"w KQkq":          "",
	} {
		pos, err := games.ReadFEN(Game{}, board+" "+fields)
		switch {
		case want == "" && err == nil:
			t.Errorf("%s is read as %s", fields, pos.FEN())
		case want != "" && err != nil:
			t.Errorf("%s: %v", fields, err)
		case want != "" && pos.FEN() != board+" "+want:
			t.Errorf("%s is read as %s, want %s", fields, pos.FEN(), want)
		}
	}
	if pos, err := games.ReadFEN(Game{}, "4k4/9/9/9/9/9/9/9/9/4K4 w KQ - 0 1"); err == nil {
		t.Errorf("a general that could be taken is read as %s", pos.FEN())
	}
}
