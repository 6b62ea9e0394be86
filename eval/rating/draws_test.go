package rating

import (
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"apprentice/eval/internal/evaltest"
	"apprentice/eval/stat"
)

func TestDrawShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := rapid.Float64Range(0.001, 0.999).Draw(t, "e")
		d := rapid.Float64Range(0.001, 0.999).Draw(t, "d")
		x := drawShare(e, d)
		k := 4 * d * d / ((1 - d) * (1 - d))
		win, loss := e-x/2, 1-e-x/2
		if win < 0 || loss < 0 || !evaltest.Near(x*x, k*win*loss, 1e-9*(1+k)) {
			t.Fatalf("drawShare(%g, %g) = %g: %g is not %g", e, d, x, x*x, k*win*loss)
		}
		if even := drawShare(0.5, d); !evaltest.Near(even, d, 1e-12) {
			t.Fatalf("equal players draw %g, want %g", even, d)
		}
	})
	for _, d := range []float64{0, 1e-170, 0.5, 1} {
		if x, y := drawShare(0, d), drawShare(1, d); x != 0 || y != 0 {
			t.Errorf("who always loses draws %g, who always wins %g, where equal players draw %g", x, y, d)
		}
	}
	if drawShare(0.3, 0) != 0 || drawShare(0.3, 1) != 0.6 {
		t.Error("the ends are wrong")
	}
}

// simulateSided plays n games of each colour between players of the given
// ratings.
func simulateSided(rng *rand.Rand, a, b string, difference, advantage, drawRate float64, n int) Encounter {
	e := Encounter{A: a, B: b}
	for _, side := range []struct {
		wdl *stat.WDL
		elo float64
	}{{&e.First, difference + advantage}, {&e.Second, difference - advantage}} {
		x := stat.EloExpectation(side.elo)
		d := drawShare(x, drawRate)
		for range n {
			side.wdl.Count(evaltest.Result(rng, x-d/2, d))
		}
	}
	return e
}
