package search

import (
	"testing"

	"apprentice/games"
)

// Static values move towards what searches found after the same last moves, up
// and down, for the side that searched only.
func TestCorrection(t *testing.T) {
	for _, side := range []games.Side{games.First, games.Second} {
		for _, sign := range []int{1, -1} {
			w, f := workerAt(t, positions[0], DefaultOptions())
			f.lastSlot, f.beforeSlot = 7, 9
			f.static = 0
			last := 0
			for range 3 {
				w.correct(f, side, sign*200, Exact, 6)
				now := w.corrected(f, side, 0)
				if now*sign <= last*sign {
					t.Errorf("side %v: %d after %d, searches found %d", side, now, last, sign*200)
				}
				last = now
			}
			other := *f
			other.lastSlot, other.beforeSlot = 8, 9
			if v := w.corrected(&other, side, 0); v != 0 {
				t.Errorf("side %v: another move is corrected by %d", side, v)
			}
			// The entry of the pair is shared by the sides, that of the move is not.
			if v := w.corrected(f, side.Other(), 0); v*sign >= last*sign {
				t.Errorf("side %v: the other side is corrected by %d, this one by %d", side, v, last)
			}
			for range 10000 {
				w.correct(f, side, sign*MaxValue, Exact, 60)
			}
			most := 2 * correctionMax * w.o.CorrectionWeight / 1024
			if v := w.corrected(f, side, 0) * sign; v <= last*sign || v > most {
				t.Errorf("side %v: corrected by %d in the end, at most %d is wanted", side, v, most)
			}
			if v := w.corrected(f, side, sign*MaxValue); v*sign > MaxValue {
				t.Errorf("a corrected value of %d is one of a mate", v)
			}
		}
	}
}

// A bound that the static value does not violate teaches nothing, nor does a
// mate.
func TestCorrectionIgnores(t *testing.T) {
	for _, test := range []struct {
		why   string
		value int
		bound Bound
		learn bool
	}{
		{"at least less than the static value", 50, Lower, false},
		{"at least more", 150, Lower, true},
		{"at most more", 150, Upper, false},
		{"at most less", 50, Upper, true},
		{"exactly more", 150, Exact, true},
		{"mate", MateValue - 3, Exact, false},
		{"mated", 3 - MateValue, Exact, false},
	} {
		w, f := workerAt(t, positions[0], DefaultOptions())
		f.lastSlot, f.beforeSlot, f.static = 7, 9, 100
		w.correct(f, games.First, test.value, test.bound, 20)
		if learnt := w.corrected(f, games.First, 0) != 0; learnt != test.learn {
			t.Errorf("%s: learnt is %t", test.why, learnt)
		}
	}
}
