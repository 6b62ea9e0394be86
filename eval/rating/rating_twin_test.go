package rating

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"apprentice/eval/internal/evaltest"
	"apprentice/eval/stat"
)

// slowRatings is the twin of Rate: it sets each rating in turn, and the
// advantage, to where the points are as expected, by bisection, until nothing
// moves. It needs a prior and players that are all connected.
func slowRatings(encounters []Encounter, fixed map[string]float64, prior float64) (elo map[string]float64, advantage float64) {
	type row struct {
		a, b         string
		side         float64
		score, games float64
	}
	var rows []row
	met := map[[2]string]bool{}
	elo = maps.Clone(fixed)
	for _, e := range encounters {
		for side, w := range map[float64]stat.WDL{1: e.First, -1: e.Second, 0: e.Either} {
			rows = append(rows, row{e.A, e.B, side, w.Score(), float64(w.Games())})
		}
		if !met[[2]string{e.A, e.B}] {
			met[[2]string{e.A, e.B}], met[[2]string{e.B, e.A}] = true, true
			rows = append(rows, row{e.A, e.B, 1, prior / 4, prior / 2}, row{e.A, e.B, -1, prior / 4, prior / 2})
		}
		for _, name := range []string{e.A, e.B} {
			if _, ok := elo[name]; !ok {
				elo[name] = 0
			}
		}
	}
	expected := func(r row) float64 { return r.games * stat.EloExpectation(elo[r.a]-elo[r.b]+r.side*advantage) }
	surplus := func(name string) (sum float64) { // of expected points over those made
		for _, r := range rows {
			switch name {
			case r.a:
				sum += expected(r) - r.score
			case r.b:
				sum -= expected(r) - r.score
			}
		}
		return sum
	}
	surplusFirst := func() (sum float64) {
		for _, r := range rows {
			sum += r.side * (expected(r) - r.score)
		}
		return sum
	}
	bisect := func(x float64, set func(float64), f func() float64) (moved float64) {
		low, high := x-5000, x+5000
		for range 60 {
			middle := (low + high) / 2
			if set(middle); f() > 0 {
				high = middle
			} else {
				low = middle
			}
		}
		return math.Abs((low+high)/2 - x)
	}
	names := slices.Sorted(maps.Keys(elo))
	for range 20_000 {
		moved := bisect(advantage, func(x float64) { advantage = x }, surplusFirst)
		for _, name := range names {
			if _, held := fixed[name]; !held {
				moved = max(moved, bisect(elo[name], func(x float64) { elo[name] = x }, func() float64 { return surplus(name) }))
			}
		}
		if moved < 1e-7 {
			return elo, advantage
		}
	}
	panic("the slow twin does not settle")
}

// agrees compares Rate with its twin.
func agrees(t *testing.T, what string, encounters []Encounter, fixed map[string]float64, prior float64) {
	t.Helper()
	want, advantage := slowRatings(encounters, fixed, prior)
	scale := Rate(encounters, fixed, prior)
	for _, r := range scale.Ratings {
		if r.Reason != Rated || !evaltest.Near(r.Elo.Value, want[r.Name], 1e-3) {
			t.Errorf("%s: %s has %v (%v), bisection gives %.4f", what, r.Name, r.Elo, r.Reason, want[r.Name])
		}
	}
	if got := scale.Advantage; !evaltest.Near(got.Value, advantage, 1e-3) {
		t.Errorf("%s: the first move is worth %v, bisection gives %.4f", what, got, advantage)
	}
}

// Matches of a run of tic-tac-toe on which a line search gives up: near the
// minimum the last bits of the loss are noise.
func TestRateWhereLineSearchesFail(t *testing.T) {
	encounters := []Encounter{
		{A: "gen:2", B: "material:2", First: stat.WDL{Wins: 22, Draws: 8, Losses: 0}, Second: stat.WDL{Wins: 9, Draws: 11, Losses: 10}},
		{A: "gen:1", B: "gen:0", First: stat.WDL{Wins: 21, Draws: 9, Losses: 0}, Second: stat.WDL{Wins: 0, Draws: 16, Losses: 14}},
		{A: "gen:4", B: "gen:3", First: stat.WDL{Wins: 19, Draws: 11, Losses: 0}, Second: stat.WDL{Wins: 0, Draws: 11, Losses: 19}},
		{A: "gen:2", B: "gen:0", First: stat.WDL{Wins: 18, Draws: 12, Losses: 0}, Second: stat.WDL{Wins: 0, Draws: 15, Losses: 15}},
		{A: "gen:0", B: "material:2", First: stat.WDL{Wins: 19, Draws: 11, Losses: 0}, Second: stat.WDL{Wins: 7, Draws: 17, Losses: 6}},
		{A: "gen:1", B: "material:2", First: stat.WDL{Wins: 23, Draws: 7, Losses: 0}, Second: stat.WDL{Wins: 8, Draws: 15, Losses: 7}},
	}
	scale := Rate(encounters, anchor("gen:0"), DefaultPrior)
	for _, r := range scale.Ratings {
		if apart := r.Name == "gen:3" || r.Name == "gen:4"; apart != (r.Reason == Unconnected) {
			t.Errorf("%s: %v, %v", r.Name, r.Elo, r.Reason)
		}
	}
	together := slices.Delete(slices.Clone(encounters), 2, 3)
	agrees(t, "connected", together, anchor("gen:0"), DefaultPrior)
	agrees(t, "the rest", encounters[2:3], anchor("gen:3"), DefaultPrior)
}

func TestRateAgreesWithTwin(t *testing.T) {
	for seed := range uint64(25) {
		rng := rand.New(rand.NewPCG(seed, 12))
		n := 2 + rng.IntN(4)
		name := func(i int) string { return fmt.Sprint("p", i) }
		fixed := map[string]float64{name(0): 100}
		if n > 3 {
			fixed[name(1)] = 300 * rng.NormFloat64()
		}
		var encounters []Encounter
		strength := make([]float64, n)
		for i := range n {
			strength[i] = 250 * rng.NormFloat64()
			for range 1 + rng.IntN(2) {
				if i > 0 {
					j := rng.IntN(i)
					e := simulateSided(rng, name(i), name(j), strength[i]-strength[j], 40, rng.Float64(), 1+rng.IntN(60))
					if rng.IntN(3) == 0 {
						e.Either, e.Second = e.Second, stat.WDL{}
					}
					encounters = append(encounters, e)
				}
			}
		}
		agrees(t, fmt.Sprint("seed ", seed), encounters, fixed, 0.2+2*rng.Float64())
	}
}
