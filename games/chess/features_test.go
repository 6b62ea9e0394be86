package chess

import (
	"slices"
	"testing"

	"apprentice/games"
	"apprentice/games/gametest"
)

// TestFeatures spells out the numbering: a network on disk depends on it.
func TestFeatures(t *testing.T) {
	p := mustParse(t, "4k3/8/8/8/8/8/P7/4K2R w K - 0 1")
	tests := []struct {
		view games.Side
		want []games.Feature
	}{
		// own pawn a2, own rook h1, own king e1, their king e8
		{games.First, []games.Feature{8, 3*64 + 7, 5*64 + 4, 384 + 5*64 + 60}},
		// own king e8, seen on e1; their pawn a2 on a7, rook h1 on h8, king e1 on e8
		{games.Second, []games.Feature{5*64 + 4, 384 + 48, 384 + 3*64 + 63, 384 + 5*64 + 60}},
	}
	for _, test := range tests {
		got := p.Features(test.view, nil)
		slices.Sort(got)
		if !slices.Equal(got, test.want) {
			t.Errorf("features of %v: %v, want %v", test.view, got, test.want)
		}
	}
}

// TestDelta covers the moves that change more than one piece.
func TestDelta(t *testing.T) {
	tests := []struct {
		fen, move      string
		removed, added []games.Feature // of White's view
	}{
		{startFEN, "e4", []games.Feature{12}, []games.Feature{28}},
		{"4k3/8/8/8/8/8/8/R3K3 w Q - 0 1", "O-O-O",
			[]games.Feature{5*64 + 4, 3*64 + 0}, []games.Feature{5*64 + 2, 3*64 + 3}},
		{"4k3/8/8/3pP3/8/8/8/4K3 w - d6 0 1", "exd6", []games.Feature{36, 384 + 35}, []games.Feature{43}},
		{"3r4/4P1k1/8/8/8/8/8/K7 w - - 0 1", "exd8=N",
			[]games.Feature{384 + 3*64 + 59, 52}, []games.Feature{64 + 59}},
	}
	for _, test := range tests {
		p := mustParse(t, test.fen)
		var d games.Delta
		p.Make(gametest.Move(t, p, test.move), &d)
		removed := slices.Sorted(slices.Values(d.Removed[0][:d.NumRemoved]))
		added := slices.Sorted(slices.Values(d.Added[0][:d.NumAdded]))
		slices.Sort(test.removed)
		slices.Sort(test.added)
		if !slices.Equal(removed, test.removed) || !slices.Equal(added, test.added) {
			t.Errorf("%s %s: removed %v added %v, want %v and %v",
				test.fen, test.move, removed, added, test.removed, test.added)
		}
	}
}
