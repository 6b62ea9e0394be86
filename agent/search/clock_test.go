package search

import (
	"fmt"
	"testing"

	"apprentice/games/chess"
)

// Keys know nothing of the clock of the move limit, so that the table may hold mates
// that come too late, and a pass moves the clock on as a move does. Neither lets a
// search value a position beyond the limit as anything but a draw, or a mate in time
// as anything but a mate.
func TestMoveLimitBeatsTable(t *testing.T) {
	g := chess.Game{}
	for _, test := range []struct {
		board string
		plies int // to the mate
	}{
		{"8/8/8/4k3/8/8/8/K6Q w - -", 0}, // after more than ten plies
		{"7k/8/5K2/8/8/8/8/Q7 w - -", 3},
		{"k7/8/2K5/8/8/8/8/7R w - -", 3},
		{"k7/8/1K6/8/8/8/8/7R w - -", 1},
	} {
		for name, options := range map[string]Options{"all": DefaultOptions(), "null moves alone": only(func(t *Techniques) { t.Table, t.NullMove = true, true })} {
			s := New(newMaterial, options)
			// Fill the table with mates of a game whose clock has just begun.
			fresh, err := g.ParseFEN(test.board + " 0 80")
			if err != nil {
				t.Fatal(err)
			}
			s.Search(t.Context(), fresh, Limits{Depth: 20, Nodes: 100_000}, nil)
			for clock := 88; clock < 100; clock++ {
				fen := fmt.Sprintf("%s %d 80", test.board, clock)
				pos, err := g.ParseFEN(fen)
				if err != nil {
					t.Fatal(err)
				}
				r := s.Search(t.Context(), pos, Limits{Depth: 6, Nodes: 50_000}, nil)
				inTime := test.plies > 0 && clock+test.plies <= 100 // the mate itself ends the game
				if _, mate := MateIn(r.Value); mate != inTime && (test.plies > 0 || clock >= 94) {
					t.Errorf("%s, %s: value %d after a search with a fresh clock; mate in %d plies", name, fen, r.Value, test.plies)
				}
				if left := 100 - clock; !inTime && left <= 6 && r.Value != 0 {
					t.Errorf("%s, %s: value %d, and the game is drawn in %d plies", name, fen, r.Value, left)
				}
			}
		}
	}
}
