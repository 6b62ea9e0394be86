package stat

import (
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"apprentice/eval/internal/evaltest"
)

// randomSample draws counts of every kind: few and many, with and without
// zeros, all in one outcome.
func randomSample(rng *rand.Rand, outcomes int) sample {
	s := sample{make([]float64, outcomes), float64(outcomes+1)/2 - 1}
	if rng.IntN(5) == 0 {
		s.n[rng.IntN(outcomes)] = math.Floor(math.Pow(10, 5*rng.Float64()))
		return s
	}
	digits := 5 * rng.Float64()
	for s.total() == 0 {
		for i := range s.n {
			if rng.IntN(4) > 0 {
				s.n[i] = math.Floor(math.Pow(10, digits*rng.Float64()))
			}
		}
	}
	return s
}

// randomBounds draws bounds of every kind: near and far, narrow and wide.
func randomBounds(rng *rand.Rand) (elo0, elo1 float64) {
	one := func() float64 {
		elo := math.Pow(10, -1+4.6*rng.Float64())
		if rng.IntN(8) == 0 {
			elo = 0
		}
		return min(elo, MaxSPRTElo) * float64(1-2*rng.IntN(2))
	}
	elo0, elo1 = one(), one()
	if rng.IntN(3) == 0 {
		elo1 = min(elo0+math.Pow(10, -1+2*rng.Float64()), MaxSPRTElo)
	}
	return min(elo0, elo1), max(elo0, elo1)
}

// The ratio of every sample between every two bounds is that of the slow twin.
// EVAL_LLR_CASES sets how many are tried in each model, for pairs and for games.
func TestLLRIsThatOfTheSlowTwin(t *testing.T) {
	cases := 40
	if text := os.Getenv("EVAL_LLR_CASES"); text != "" {
		var err error
		if cases, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	for _, model := range []Model{Logistic, Normalized} {
		for _, outcomes := range []int{3, 5} {
			t.Run(model.String()+" "+strconv.Itoa(outcomes), func(t *testing.T) {
				t.Parallel()
				rng := rand.New(rand.NewPCG(uint64(model), uint64(outcomes)))
				worst := 0.0
				for range cases {
					s := randomSample(rng, outcomes)
					test := SPRT{Model: model}
					test.Elo0, test.Elo1 = randomBounds(rng)
					if test.Elo0 == test.Elo1 {
						continue
					}
					got, want := test.llr(s), slowLLR(test, s)
					off := math.Abs(got-want) / max(1, math.Abs(want))
					worst = max(worst, off)
					if !(off <= 1e-6) {
						t.Errorf("%v [%g, %g] %v: LLR %.9g, slow twin %.9g", s.n, test.Elo0, test.Elo1, model, got, want)
					}
				}
				t.Logf("%d cases, largest difference %.2g of max(1, |LLR|)", cases, worst)
			})
		}
	}
}

// A ratio never speaks for a hypothesis on the far side of the other one.
func TestLLRNeverContradictsTheScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		s := randomSample(rng, 3+2*rng.IntN(2))
		test := SPRT{Model: Model(rng.IntN(2))}
		test.Elo0, test.Elo1 = randomBounds(rng)
		if test.Elo0 == test.Elo1 {
			return
		}
		mean, variance := s.regular().moments()
		elo := Elo(mean)
		if test.Model == Normalized {
			elo = (mean - 0.5) / math.Sqrt(variance*s.games) * nEloPerSigma
		}
		llr, rounding := test.llr(s), 1e-9*s.total()
		if math.IsNaN(llr) || elo <= test.Elo0 && llr > rounding || elo >= test.Elo1 && llr < -rounding {
			t.Fatalf("%v [%g, %g] %v: LLR %g of a player %g stronger", s.n, test.Elo0, test.Elo1, test.Model, llr, elo)
		}
	})
}

// Counts and bounds at which other solvers are known to fail: lopsided matches
// between wide bounds in nElo.
func TestLLROfLopsidedMatches(t *testing.T) {
	for _, c := range []struct {
		pairs      Pentanomial
		elo0, elo1 float64
		want       float64
	}{
		{Pentanomial{100, 2, 1, 0, 0}, 0, 240, -122.7815},
		{Pentanomial{100, 2, 1, 0, 0}, 0, 239, -122.2737},
		{Pentanomial{100, 2, 1, 0, 0}, 0, 300, -152.1171},
		{Pentanomial{0, 0, 1, 2, 100}, 0, 240, 53.9554},
		{Pentanomial{0, 0, 1, 2, 100}, -240, 0, 122.7815},
		{Pentanomial{144, 3, 1, 0, 0}, -1500, -500, -6.7213},
		{Pentanomial{5, 0, 0, 0, 0}, 0, 300, -7.4313},
		{Pentanomial{0, 0, 0, 0, 1}, 0, 240, 0.5294},
		{Pentanomial{0, 0, 30493, 0, 0}, -256.42195008332027, -253.73062537288263, 333.8096},
		{Pentanomial{0, 0, 22281, 0, 0}, 0, 0.38816199665559414, -0.05144283},
		{Pentanomial{0, 0, 0, 74330, 0}, -224.48764249498714, -224.33312714664189, 52.4203},
	} {
		test := SPRT{Elo0: c.elo0, Elo1: c.elo1, Model: Normalized}
		if got := test.LLR(c.pairs); !evaltest.Near(got, c.want, 6e-5) {
			t.Errorf("%v [%g, %g]: LLR %.4f, want %.4f", c.pairs, c.elo0, c.elo1, got, c.want)
		}
		if slow := slowLLR(test, c.pairs.sample()); !evaltest.Near(slow, c.want, 6e-5) {
			t.Errorf("%v [%g, %g]: LLR of the slow twin %.4f, want %.4f", c.pairs, c.elo0, c.elo1, slow, c.want)
		}
	}
}
