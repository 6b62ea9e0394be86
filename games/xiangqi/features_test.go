package xiangqi

import (
	"math/rand/v2"
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

// renumbered returns the sorted features of a view in a further input set.
func renumbered(t *testing.T, name string, p games.Position, view games.Side) []games.Feature {
	t.Helper()
	in, err := games.InputSetNamed(Game{}, name)
	if err != nil {
		t.Fatal(err)
	}
	features := p.Features(view, nil)
	in.Renumber(features)
	slices.Sort(features)
	return features
}

// TestMoreInputs spells out the numbering of the further sets.
func TestMoreInputs(t *testing.T) {
	const size = 1260
	for _, test := range []struct {
		set, fen string
		view     games.Side
		want     []games.Feature
	}{
		// the general on d0 leaves all as it is
		{"mirrored", "4k4/9/9/9/9/9/P8/9/9/3K4R w - - 0 1", games.First, []games.Feature{27, 5*90 + 8, 6*90 + 3, 630 + 6*90 + 85}},
		// general f0 seen on d0, soldier a3 on i3, chariot i0 on a0
		{"mirrored", "4k4/9/9/9/9/9/P8/9/9/5K2R w - - 0 1", games.First, []games.Feature{35, 5 * 90, 6*90 + 3, 630 + 6*90 + 85}},
		// general f9 seen on d0, their soldier a3 on i6, general e0 on e9
		{"mirrored", "5k3/9/9/9/4P4/9/P8/9/9/4K4 w - - 0 1", games.Second,
			[]games.Feature{6*90 + 3, 630 + 4*9 + 4, 630 + 6*9 + 8, 630 + 6*90 + 85}},
		{"kings", "4k4/9/9/9/4P4/9/9/9/9/4K4 w - - 0 1", games.First, []games.Feature{49, 6*90 + 4, 630 + 6*90 + 85}},
		{"kings", "4k4/9/9/9/9/9/9/9/9/5K3 w - - 0 1", games.First, []games.Feature{size + 6*90 + 3, size + 630 + 6*90 + 85}},
		{"kings", "3k5/9/9/9/9/9/9/4K4/9/9 w - - 0 1", games.First, []games.Feature{2*size + 6*90 + 22, 2*size + 630 + 6*90 + 84}},
		{"kings", "9/3k5/9/9/9/9/9/9/9/4K4 w - - 0 1", games.Second, []games.Feature{3*size + 6*90 + 12, 3*size + 630 + 6*90 + 85}},
	} {
		if got := renumbered(t, test.set, mustParse(t, test.fen), test.view); !slices.Equal(got, test.want) {
			t.Errorf("%s, %s for %s: %v, want %v", test.set, test.fen, test.view, got, test.want)
		}
	}
}

// A board and its mirror image, left to right, have features that Mirror turns into
// each other. In the further sets they look alike unless
// the own general stands in the middle: then they are each other's images.
func TestMoreInputsMirror(t *testing.T) {
	aside := 0
	for seed := range uint64(200) {
		p := gametest.RandomPosition(Game{}, rand.New(rand.NewPCG(seed, 0)), int(seed))
		image := gametest.MirrorImage(t, Game{}, p)
		for _, set := range []string{"mirrored", "kings"} {
			for view := range games.Side(2) {
				a, b := renumbered(t, set, p, view), renumbered(t, set, image, view)
				if !slices.ContainsFunc(p.Features(view, nil), func(f games.Feature) bool {
					return f >= 6*90 && f < 7*90 && f%9 == 4 // own general on the file e
				}) {
					aside++
				} else {
					for i, f := range b {
						b[i] = f - f%9 + 8 - f%9 // nine divides all numbers of first squares
					}
					slices.Sort(b)
				}
				if !slices.Equal(a, b) {
					t.Errorf("%s, %s for %s: %v, its image %v", set, p.FEN(), view, a, b)
				}
			}
		}
	}
	if aside < 20 {
		t.Errorf("only %d views with a general aside", aside)
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
