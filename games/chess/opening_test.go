package chess

import (
	"strings"
	"sync"
	"testing"

	"apprentice/games"
	"apprentice/games/gametest"
)

func TestOpeningName(t *testing.T) {
	tests := []struct{ moves, eco, name string }{
		{"e4 c5", "B20", "Sicilian Defense"},
		{"e4 c5 Nf3 d6 d4 cxd4 Nxd4 Nf6 Nc3 a6", "B90", "Sicilian Defense: Najdorf Variation"},
		{"e4 e5 Nf3 Nc6 Bb5 a6 Ba4 Nf6 O-O", "C78", "Ruy Lopez: Morphy Defense"}, // castling is e1g1 there too
		{"", "", ""},
	}
	var group sync.WaitGroup
	for _, test := range tests {
		p := NewPosition()
		var moves []games.Move
		for text := range strings.FieldsSeq(test.moves) {
			m := gametest.Move(t, p, text)
			moves = append(moves, m)
			p.Make(m, nil)
		}
		group.Go(func() {
			eco, name := Game{}.OpeningName(moves)
			if eco != test.eco || !strings.HasPrefix(name, test.name) || (name == "") != (test.name == "") {
				t.Errorf("%q is %s %q, want %s %q", test.moves, eco, name, test.eco, test.name)
			}
		})
	}
	group.Wait()
}
