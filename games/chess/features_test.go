package chess

import (
	"math/rand/v2"
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
	const size = 768
	for _, test := range []struct {
		set, fen string
		view     games.Side
		want     []games.Feature
	}{
		// the king on e1 leaves all as it is
		{"mirrored", "4k3/8/8/8/8/8/P7/4K2R w K - 0 1", games.First, []games.Feature{8, 3*64 + 7, 5*64 + 4, 384 + 5*64 + 60}},
		// king d1 seen on e1, pawn a2 on h2, rook h1 on a1, their king e8 on d8
		{"mirrored", "4k3/8/8/8/8/8/P7/3K3R w - - 0 1", games.First, []games.Feature{15, 3 * 64, 5*64 + 4, 384 + 5*64 + 59}},
		// king b8 seen on g1, their pawn a2 on h7, king e1 on d8
		{"mirrored", "1k6/8/8/8/8/8/P7/4K3 w - - 0 1", games.Second, []games.Feature{5*64 + 6, 384 + 55, 384 + 5*64 + 59}},
		{"kings", "4k3/8/8/8/8/8/8/4K3 w - - 0 1", games.First, []games.Feature{5*64 + 4, 384 + 5*64 + 60}},
		{"kings", "4k3/8/8/8/8/8/8/2K5 w - - 0 1", games.First, []games.Feature{5*64 + 5, 384 + 5*64 + 59}},
		{"kings", "4k3/8/8/8/8/8/8/6K1 w - - 0 1", games.First, []games.Feature{size + 5*64 + 6, size + 384 + 5*64 + 60}},
		{"kings", "4k3/8/8/8/8/8/8/K7 w - - 0 1", games.First, []games.Feature{size + 5*64 + 7, size + 384 + 5*64 + 59}},
		{"kings", "7k/3K4/8/8/8/8/8/8 w - - 0 1", games.First, []games.Feature{3*size + 5*64 + 52, 3*size + 384 + 5*64 + 56}},
		{"kings", "8/4k3/8/8/8/8/8/4K3 w - - 0 1", games.Second, []games.Feature{2*size + 5*64 + 12, 2*size + 384 + 5*64 + 60}},
	} {
		if got := renumbered(t, test.set, mustParse(t, test.fen), test.view); !slices.Equal(got, test.want) {
			t.Errorf("%s, %s for %s: %v, want %v", test.set, test.fen, test.view, got, test.want)
		}
	}
}

// A board and its mirror image, left to right, have features that Mirror turns into
// each other, and look alike in the further sets.
func TestMoreInputsMirror(t *testing.T) {
	for seed := range uint64(200) {
		p := gametest.RandomPosition(Game{}, rand.New(rand.NewPCG(seed, 0)), int(seed))
		image := gametest.MirrorImage(t, Game{}, p)
		for _, set := range []string{"mirrored", "kings"} {
			for view := range games.Side(2) {
				if a, b := renumbered(t, set, p, view), renumbered(t, set, image, view); !slices.Equal(a, b) {
					t.Errorf("%s, %s for %s: %v, its image %v", set, p.FEN(), view, a, b)
				}
			}
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
