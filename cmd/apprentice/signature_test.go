package main

import (
	"errors"
	"strconv"
	"testing"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/eval/scale"
)

// Every signature is a number of nodes; a game without one has none.
func TestSignatureOf(t *testing.T) {
	for _, game := range []string{"chess", "xiangqi"} {
		if n, err := strconv.Atoi(benchSignatures.Of(game)); err != nil || n < 1e6 {
			t.Errorf("signature of %s is %q", game, benchSignatures.Of(game))
		}
	}
	if s := benchSignatures.Of("che"); s != "" {
		t.Errorf("an unknown game has signature %q", s)
	}
}

// The Elo scales that ship were measured with the search that ships. A change of
// the search makes them anew: apprentice eval scale --game GAME --out FILE.
func TestScalesAreFresh(t *testing.T) {
	for _, game := range catalog.Names() {
		s, err := scale.Of(game)
		if errors.Is(err, scale.ErrNoScale) {
			continue
		} else if err != nil {
			t.Fatal(err)
		}
		if s.Stale(benchSignatures.Of(game)) {
			t.Errorf("scale %d of %s has bench signature %q, the program %q", s.Version, game, s.Signature, benchSignatures.Of(game))
		}
	}
}
