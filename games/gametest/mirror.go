package gametest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"apprentice/games"
)

// checkMirror checks that the mirror of a game turns each feature into one that it
// turns back, for its variants as for itself.
func checkMirror(g games.Game) error {
	m, ok := g.(games.Mirrored)
	for _, v := range games.VariantsOf(g) {
		if _, both := v.(games.Mirrored); ok != both {
			return fmt.Errorf("of the game and its variant %s one has a mirror", v.Name())
		}
	}
	if !ok {
		return nil
	}
	for f := range games.Feature(g.NumFeatures()) {
		image := m.Mirror(f)
		if int(image) >= g.NumFeatures() || m.Mirror(image) != f {
			return fmt.Errorf("in the mirror feature %d is %d, of %d", f, image, g.NumFeatures())
		}
		for _, v := range games.VariantsOf(g) {
			if v.(games.Mirrored).Mirror(f) != image {
				return fmt.Errorf("the variant %s has another mirror: feature %d", v.Name(), f)
			}
		}
	}
	return nil
}

// MirrorImage returns the position whose board is that of p mirrored left to right,
// and checks that Mirror turns the features of the two into each other. The FEN of the
// game has the ranks of the board, cut by slashes, and then the side to move.
func MirrorImage[G interface {
	games.Game
	games.Mirrored
}](t testing.TB, g G, p games.Position) games.Position {
	t.Helper()
	fields := strings.Fields(p.FEN())
	ranks := strings.Split(fields[0], "/")
	for i, rank := range ranks {
		mirrored := []byte(rank)
		slices.Reverse(mirrored)
		ranks[i] = string(mirrored)
	}
	image, err := g.ParseFEN(strings.Join(ranks, "/") + " " + fields[1] + " - - 0 1")
	if err != nil {
		t.Fatal(err)
	}
	for view := range games.Side(2) {
		got, want := p.Features(view, nil), image.Features(view, nil)
		for i, f := range got {
			got[i] = g.Mirror(f)
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s for %s: features in a mirror %v, of its image %v", p.FEN(), view, got, want)
		}
	}
	return image
}
