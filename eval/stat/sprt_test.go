package stat

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"apprentice/eval/internal/evaltest"
)

// Wald's bounds for 5 % and 5 % are +-log 19, printed as 2.94 by every tool.
func TestSPRTBounds(t *testing.T) {
	lower, upper := SPRT{Alpha: 0.05, Beta: 0.05}.Bounds()
	if !evaltest.Near(lower, -math.Log(19), 1e-12) || !evaltest.Near(upper, math.Log(19), 1e-12) {
		t.Errorf("bounds are %g and %g, want -+2.944", lower, upper)
	}
	test := SPRT{Elo1: 5, Alpha: 0.05, Beta: 0.10}
	lower, upper = test.Bounds()
	if !evaltest.Near(lower, math.Log(0.10/0.95), 1e-12) || !evaltest.Near(upper, math.Log(0.90/0.05), 1e-12) {
		t.Errorf("bounds are %g and %g, want %g and %g", lower, upper, math.Log(0.10/0.95), math.Log(0.90/0.05))
	}
	for llr, want := range map[float64]Decision{lower: AcceptH0, upper: AcceptH1, 0: Undecided, lower + 1e-9: Undecided, upper - 1e-9: Undecided} {
		if got := test.Decide(llr); got != want {
			t.Errorf("at LLR %g the test says %v, want %v", llr, got, want)
		}
	}
}

func TestSPRTCheck(t *testing.T) {
	good := SPRT{Elo1: 5, Alpha: 0.05, Beta: 0.05}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	for _, bad := range []SPRT{
		{Elo0: 5, Elo1: 0, Alpha: 0.05, Beta: 0.05},
		{Elo0: 5, Elo1: 5, Alpha: 0.05, Beta: 0.05},
		{Elo1: math.NaN(), Alpha: 0.05, Beta: 0.05},
		{Elo0: math.NaN(), Elo1: 5, Alpha: 0.05, Beta: 0.05},
		{Elo0: math.Inf(-1), Elo1: 5, Alpha: 0.05, Beta: 0.05},
		{Elo1: math.Inf(1), Alpha: 0.05, Beta: 0.05},
		{Elo1: MaxSPRTElo + 1, Alpha: 0.05, Beta: 0.05},
		{Elo0: -1e300, Elo1: 5, Alpha: 0.05, Beta: 0.05},
		{Elo1: 5, Alpha: math.NaN(), Beta: 0.05},
		{Elo1: 5, Alpha: 0.05, Beta: math.Inf(1)},
		{Elo1: 5, Alpha: 0, Beta: 0.05},
		{Elo1: 5, Alpha: 0.6, Beta: 0.5},
		{Elo1: 5, Alpha: 0.05, Beta: 0.05, Model: 9},
	} {
		if bad.Check() == nil {
			t.Errorf("%+v passes", bad)
		}
	}
	if _, err := ParseModel("elo"); err == nil {
		t.Error("model \"elo\" is known")
	}
}

// Without draws the trinomial GSPRT in logistic Elo is the SPRT of a coin, whose
// ratio is known in closed form.
func TestLLRIsThatOfACoin(t *testing.T) {
	test := SPRT{Elo0: -10, Elo1: 30}
	p0, p1 := EloExpectation(-10), EloExpectation(30)
	for _, w := range []WDL{{Wins: 60, Losses: 40}, {Wins: 400, Losses: 600}} {
		want := float64(w.Wins)*math.Log(p1/p0) + float64(w.Losses)*math.Log((1-p1)/(1-p0))
		if got := test.LLRGames(w); !evaltest.Near(got, want, 2e-3) { // the thousandth of a draw
			t.Errorf("%v: LLR is %g, a coin's %g", w, got, want)
		}
	}
}

func TestLLRSigns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 500)
		p := Pentanomial{n.Draw(t, "LL"), n.Draw(t, "LD"), n.Draw(t, "DD"), n.Draw(t, "WD"), n.Draw(t, "WW")}
		if p.Pairs() == 0 {
			return
		}
		model := Model(rapid.IntRange(0, 1).Draw(t, "model"))
		e0 := rapid.Float64Range(-20, 19).Draw(t, "elo0")
		e1 := rapid.Float64Range(e0+0.5, 20).Draw(t, "elo1")
		llr := SPRT{Elo0: e0, Elo1: e1, Model: model}.LLR(p)
		mirror := SPRT{Elo0: -e1, Elo1: -e0, Model: model}.LLR(p.Reverse())
		if !evaltest.Near(llr, -mirror, 1e-6*math.Abs(llr)+1e-6) {
			t.Fatalf("%v [%g, %g] %v: LLR %g, from the other side %g", p, e0, e1, model, llr, mirror)
		}
		better := p
		better[WW] += 5
		better[LL] = max(better[LL]-5, 0)
		if worse := llr; model == Logistic && !((SPRT{Elo0: e0, Elo1: e1}).LLR(better) > worse) {
			t.Fatalf("%v [%g, %g]: five more wins lower the LLR", p, e0, e1)
		}
	})
}

func TestLLRWithoutGames(t *testing.T) {
	for m := Logistic; m <= Bayesian; m++ {
		if llr := (SPRT{Elo1: 5, Model: m}).LLRGames(WDL{}); llr != 0 {
			t.Errorf("%v: LLR of no games is %g", m, llr)
		}
	}
	if llr := (SPRT{Elo1: 5, Model: Bayesian}).LLR(Pentanomial{1, 1, 1, 1, 1}); !math.IsNaN(llr) {
		t.Errorf("Bayesian LLR of pairs is %g, want NaN", llr)
	}
}

// simulate runs one test on pairs that the opening correlates: in a third of
// them the side that begins wins a game it would have drawn. It returns the
// decision; bias is added to the chance of a win and taken from that of a loss.
// The ratio is looked at after every pair, but for those at which the normal
// approximation of it, with the given drift and step, is far from both bounds.
func simulate(rng *rand.Rand, test SPRT, bias, middle, slope float64) Decision {
	const far = 0.8 // of a bound, in units of the log likelihood ratio
	lower, upper := test.Bounds()
	var p Pentanomial
	for pairs := 1; ; pairs++ {
		swing := 0.0
		if rng.IntN(3) == 0 {
			swing = 0.25
		}
		a := evaltest.Result(rng, 0.30+bias+swing, 0.40-swing)
		b := evaltest.Result(rng, 0.30+bias, 0.40-swing)
		p.Count(a, b)
		approx := slope * (p.Score()/2 - float64(pairs)*middle)
		if lower+far < approx && approx < upper-far {
			continue
		}
		if d := test.Decide(test.LLR(p)); d != Undecided {
			return d
		}
	}
}

// A test that is run where one of its hypotheses holds exactly must be wrong
// as often as alpha or beta says. Wald's bounds promise a little less, by what
// the last pair overshoots them; with 2000 runs one standard deviation is 0.5 %.
func TestSPRTKeepsAlphaAndBeta(t *testing.T) {
	runs, tolerance := 2000, 0.01
	if testing.Short() {
		runs, tolerance = 200, 0.05
	}
	const elo1 = 36
	for _, model := range []Model{Logistic, Normalized} {
		for _, truth := range []Decision{AcceptH0, AcceptH1} {
			t.Run(model.String()+" "+truth.String(), func(t *testing.T) {
				t.Parallel()
				test := SPRT{Elo0: 0, Elo1: elo1, Alpha: 0.05, Beta: 0.05, Model: model}
				mean, sigma := simulated(0)
				target := EloExpectation(elo1)
				if model == Normalized {
					target = 0.5 + elo1/nEloPerSigma*sigma*math.Sqrt2
				}
				slope, middle := (target-0.5)/(sigma*sigma), (target+0.5)/2
				if truth == AcceptH0 {
					target = 0.5
				}
				rng := rand.New(rand.NewPCG(uint64(model), uint64(truth)))
				wrong := 0
				for range runs {
					if d := simulate(rng, test, target-mean, middle, slope); d != truth {
						wrong++
					}
				}
				t.Logf("%d of %d runs wrong", wrong, runs)
				if share := float64(wrong) / float64(runs); !evaltest.Near(share, 0.05, tolerance) {
					t.Errorf("seed %d,%d: %.2f %% of %d runs wrong, want 5 %%", model, truth, 100*share, runs)
				}
			})
		}
	}
}

// simulated returns the mean score of the games of simulate and the standard
// deviation of a pair's mean, with the given bias.
func simulated(bias float64) (mean, sigma float64) {
	var second float64
	for i, share := range []float64{2.0 / 3, 1.0 / 3} {
		swing := 0.25 * float64(i)
		a := [3]float64{0.30 - bias, 0.40 - swing, 0.30 + bias + swing}
		b := [3]float64{0.30 - bias + swing, 0.40 - swing, 0.30 + bias}
		for x, px := range a {
			for y, py := range b {
				score := float64(x+y) / 4
				mean += share * px * py * score
				second += share * px * py * score * score
			}
		}
	}
	return mean, math.Sqrt(second - mean*mean)
}
