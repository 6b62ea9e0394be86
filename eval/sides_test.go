package eval

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

// Three engines that score 75, 75 and 90 % against each other, 30 games each:
// the example by which K. Laskos compared programs ("EloStat, Bayeselo and
// Ordo", TalkChess, 24 June 2012). He prints 190.1, 0.0 and -190.1 for Ordo,
// whose scale is not exactly 400/ln 10, and by hand 191, 0 and -191.
func TestRateSidedAgreesWithOrdo(t *testing.T) {
	const houdini, strelka, komodo = "Houdini 1.5a x64", "Strelka 5", "Komodo64 3"
	scale, err := RateSided([]Sided{
		{A: houdini, B: strelka, Either: WDL{Wins: 18, Draws: 9, Losses: 3}},
		{A: houdini, B: komodo, Either: WDL{Wins: 24, Draws: 6}},
		{A: strelka, B: komodo, Either: WDL{Wins: 18, Draws: 9, Losses: 3}},
	}, strelka, 0)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]float64{houdini: 190.1, strelka: 0, komodo: -190.1} {
		if got := eloOf(t, scale.Ratings, name).Value; !near(got, want, 1) {
			t.Errorf("%s has %.2f, Ordo gives %.1f", name, got, want)
		}
	}
	if got := eloOf(t, scale.Ratings, houdini).Value; !near(got, Elo(0.75), 1e-3) {
		t.Errorf("%s has %.3f, by hand %.3f", houdini, got, Elo(0.75))
	}
	if got := scale.Advantage; got.Value != 0 || !math.IsInf(got.High, 1) {
		t.Errorf("advantage is %+v where no side is known", got)
	}
}

// Two players: difference and advantage are half the sum and half the
// difference of the Elo that A makes as First and as Second.
func TestRateSidedTwoPlayersClosedForm(t *testing.T) {
	first, second := WDL{Wins: 60, Draws: 20, Losses: 20}, WDL{Wins: 35, Draws: 10, Losses: 55}
	sum := (Elo(first.Expectation()) + Elo(second.Expectation())) / 2
	difference := (Elo(first.Expectation()) - Elo(second.Expectation())) / 2
	for _, e := range []Sided{
		{A: "new", B: "old", First: first, Second: second},
		{A: "old", B: "new", First: second.Reverse(), Second: first.Reverse()},
	} {
		scale, err := RateSided([]Sided{e}, "old", 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := eloOf(t, scale.Ratings, "new").Value; !near(got, sum, 1e-3) {
			t.Errorf("%+v: new has %g, want %g", e, got, sum)
		}
		if got := scale.Advantage.Value; !near(got, difference, 1e-3) {
			t.Errorf("%+v: advantage %g, want %g", e, got, difference)
		}
	}
}

func TestDrawShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := rapid.Float64Range(0.001, 0.999).Draw(t, "e")
		d := rapid.Float64Range(0.001, 0.999).Draw(t, "d")
		x := drawShare(e, d)
		k := 4 * d * d / ((1 - d) * (1 - d))
		win, loss := e-x/2, 1-e-x/2
		if win < 0 || loss < 0 || !near(x*x, k*win*loss, 1e-9*(1+k)) {
			t.Fatalf("drawShare(%g, %g) = %g: %g is not %g", e, d, x, x*x, k*win*loss)
		}
		if even := drawShare(0.5, d); !near(even, d, 1e-12) {
			t.Fatalf("equal players draw %g, want %g", even, d)
		}
	})
	if drawShare(0.3, 0) != 0 || drawShare(0.3, 1) != 0.6 {
		t.Error("the ends are wrong")
	}
}

// simulateSided plays n games of each colour between players of the given
// ratings.
func simulateSided(rng *rand.Rand, a, b string, difference, advantage, drawRate float64, n int) Sided {
	e := Sided{A: a, B: b}
	for _, side := range []struct {
		wdl *WDL
		elo float64
	}{{&e.First, difference + advantage}, {&e.Second, difference - advantage}} {
		x := EloExpectation(side.elo)
		d := drawShare(x, drawRate)
		for range n {
			side.wdl.Count(drawResult(rng, x-d/2, d))
		}
	}
	return e
}

// Known ratings, advantage and draw rate come back within their intervals
// about as often as 95 % says, and draws make the intervals narrower than Rate
// has them.
func TestRateSidedRecovers(t *testing.T) {
	truth := map[string]float64{"anchor": 0, "a": 120, "b": -80, "c": 210}
	pairs := [][2]string{{"a", "anchor"}, {"b", "anchor"}, {"b", "a"}, {"c", "a"}, {"c", "b"}}
	const advantage, drawRate, repeats = 35, 0.4, 120
	inside, total := 0, 0
	hold := func(i Interval, want float64) {
		total++
		if i.Low <= want && want <= i.High {
			inside++
		}
	}
	var sum, sumDraws float64
	for seed := range uint64(repeats) {
		rng := rand.New(rand.NewPCG(seed, 78))
		var sided []Sided
		var encounters []Encounter
		for _, p := range pairs {
			e := simulateSided(rng, p[0], p[1], truth[p[0]]-truth[p[1]], advantage, drawRate, 100)
			sided = append(sided, e)
			encounters = append(encounters, Encounter{e.A, e.B, e.WDL()})
		}
		scale, err := RateSided(sided, "anchor", DefaultPrior)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		plain, err := Rate(encounters, "anchor", DefaultPrior)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for name, want := range truth {
			if name == "anchor" {
				continue
			}
			got := eloOf(t, scale.Ratings, name)
			hold(got, want)
			if wide := eloOf(t, plain, name); got.Margin() > 0.95*wide.Margin() {
				t.Errorf("seed %d: %s has +- %.1f, without a model of draws +- %.1f", seed, name, got.Margin(), wide.Margin())
			}
		}
		hold(scale.Advantage, advantage)
		hold(scale.DrawRate, drawRate)
		sum += scale.Advantage.Value
		sumDraws += scale.DrawRate.Value
	}
	if share := float64(inside) / float64(total); share < 0.92 || share > 0.98 {
		t.Errorf("%.1f %% of %d intervals hold the truth, want about 95 %%", 100*share, total)
	}
	if mean := sum / repeats; !near(mean, advantage, 2) {
		t.Errorf("mean advantage %.2f, want %d", mean, advantage)
	}
	if mean := sumDraws / repeats; !near(mean, drawRate, 0.01) {
		t.Errorf("mean draw rate %.3f, want %g", mean, drawRate)
	}
}

// On a scale that others hold: the Elo of the score above a single opponent,
// the same rating from opponents that agree about it, and players without a
// place of their own relative to it.
func TestRateFixed(t *testing.T) {
	fixed := map[string]float64{"low": 1350, "high": 1750}
	score := func(difference float64) WDL { // of 2000 games
		e := EloExpectation(difference)
		wins := int(math.Round(2000 * e))
		return WDL{Wins: wins, Losses: 2000 - wins}
	}
	one, err := RateFixed([]Sided{{A: "new", B: "low", Either: score(90)}}, fixed, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got := eloOf(t, one.Ratings, "new").Value; !near(got, 1440, 0.5) {
		t.Errorf("new has %.2f, want 1440", got)
	}
	two, err := RateFixed([]Sided{
		{A: "new", B: "low", First: score(250), Second: score(250)},
		{A: "high", B: "new", First: score(150), Second: score(150)},
		{A: "new", B: "stranger", First: score(-60), Second: score(-60)},
		{A: "low", B: "high", First: WDL{Wins: 5}},
	}, fixed, 0)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]float64{"new": 1600, "stranger": 1660, "low": 1350, "high": 1750} {
		if got := eloOf(t, two.Ratings, name); !near(got.Value, want, 1) {
			t.Errorf("%s has %+v, want %g", name, got, want)
		} else if _, known := fixed[name]; known == (got.Margin() > 0) {
			t.Errorf("%s has the margin %g", name, got.Margin())
		}
	}
	if n, s := eloOf(t, two.Ratings, "new").Margin(), eloOf(t, two.Ratings, "stranger").Margin(); s <= n {
		t.Errorf("margins: %.1f of the one who met those with a place, %.1f of the one who met only him", n, s)
	}
	if _, err := RateFixed([]Sided{{A: "low", B: "high", First: WDL{5, 0, 5}}}, fixed, 1); err != nil {
		t.Errorf("two players that are fixed: %v", err)
	}
	_, err = RateFixed([]Sided{{A: "new", B: "low", First: WDL{5, 0, 5}}, {A: "x", B: "y", First: WDL{1, 0, 1}}}, fixed, 1)
	var lost *DisconnectedError
	if !errors.As(err, &lost) || lost.Anchor != "high, low" || !slices.Equal(lost.Players, []string{"x", "y"}) {
		t.Errorf("error is %v, want x and y disconnected", err)
	}
}

func TestRateSidedDerivatives(t *testing.T) {
	p, err := newSidedPool([]Sided{
		{A: "a", B: "b", First: WDL{10, 5, 3}, Second: WDL{2, 2, 2}},
		{A: "c", B: "a", Second: WDL{2, 1, 9}, Either: WDL{1, 0, 1}},
		{A: "b", B: "c", First: WDL{4, 4, 4}},
	}, map[string]float64{"b": 0}, 1)
	if err != nil {
		t.Fatal(err)
	}
	theta := []float64{0.3, -0.7, 0.4}
	grad := make([]float64, 3)
	p.gradient(grad, theta)
	numeric := fd.Gradient(nil, p.loss, theta, &fd.Settings{Formula: fd.Central})
	for i := range grad {
		if !near(grad[i], numeric[i], 1e-6) {
			t.Errorf("derivative %d is %g, numerically %g", i, grad[i], numeric[i])
		}
	}
	h, approx := mat.NewSymDense(3, nil), mat.NewSymDense(3, nil)
	p.information(h, theta)
	fd.Hessian(approx, p.loss, theta, nil)
	if !mat.EqualApprox(h, approx, 1e-3) {
		t.Errorf("second derivatives\n%v\nnumerically\n%v", mat.Formatted(h), mat.Formatted(approx))
	}
}

func TestRateSidedRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		e      Sided
		anchor string
		prior  float64
		want   string
	}{
		"no anchor":  {Sided{A: "a", B: "b", First: WDL{1, 0, 0}}, "c", 1, "anchor c"},
		"prior":      {Sided{A: "a", B: "b", First: WDL{1, 0, 0}}, "a", -1, "prior"},
		"all won":    {Sided{A: "a", B: "b", First: WDL{5, 0, 0}}, "a", 0, "scored everything"},
		"first wins": {Sided{A: "a", B: "b", First: WDL{5, 0, 0}, Second: WDL{0, 0, 5}}, "a", 0, "those who began"},
		"itself":     {Sided{A: "a", B: "a", First: WDL{1, 0, 0}}, "a", 1, "met itself"},
	} {
		if _, err := RateSided([]Sided{c.e}, c.anchor, c.prior); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error is %v, want %q in it", name, err, c.want)
		}
	}
	// Extreme, but a prior holds it.
	scale, err := RateSided([]Sided{{A: "a", B: "b", First: WDL{Wins: 1000}, Second: WDL{Wins: 1000}}}, "b", DefaultPrior)
	if err != nil || !(eloOf(t, scale.Ratings, "a").Value > 1000) || scale.DrawRate.Value != 0 {
		t.Errorf("a sweep: %+v, %v", scale, err)
	}
}
