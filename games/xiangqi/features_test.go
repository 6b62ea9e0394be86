package xiangqi

import (
	"slices"
	"testing"

	"apprentice/games"
	"apprentice/games/gametest"
)

// TestFeatures spells out the numbering: a network on disk depends on it.
func TestFeatures(t *testing.T) {
	p := mustParse(t, "4k4/9/9/9/9/9/P8/9/9/3K4R w - - 0 1")
	tests := []struct {
		view games.Side
		want []games.Feature
	}{
		// own soldier a3, own chariot i0, own general d0, their general e9
		{games.First, []games.Feature{27, 5*90 + 8, 6*90 + 3, 630 + 6*90 + 85}},
		// own general e9, seen on e0; their soldier a3 on a6, chariot i0 on i9, general d0 on d9
		{games.Second, []games.Feature{6*90 + 4, 630 + 54, 630 + 5*90 + 89, 630 + 6*90 + 84}},
	}
	for _, test := range tests {
		got := p.Features(test.view, nil)
		slices.Sort(got)
		if !slices.Equal(got, test.want) {
			t.Errorf("features of %v: %v, want %v", test.view, got, test.want)
		}
	}
}

func TestDelta(t *testing.T) {
	tests := []struct {
		fen, move      string
		removed, added []games.Feature // of Red's view
	}{
		{startFEN, "h2e2", []games.Feature{4*90 + 25}, []games.Feature{4*90 + 22}},
		{startFEN, "h2h9", []games.Feature{4*90 + 25, 630 + 3*90 + 88}, []games.Feature{4*90 + 88}},
	}
	for _, test := range tests {
		p := mustParse(t, test.fen)
		var d games.Delta
		p.Make(gametest.Move(t, p, test.move), &d)
		removed := slices.Sorted(slices.Values(d.Removed[0][:d.NumRemoved]))
		added := slices.Sorted(slices.Values(d.Added[0][:d.NumAdded]))
		if !slices.Equal(removed, test.removed) || !slices.Equal(added, test.added) {
			t.Errorf("%s %s: removed %v added %v, want %v and %v",
				test.fen, test.move, removed, added, test.removed, test.added)
		}
	}
}
