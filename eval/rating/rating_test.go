package rating

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/mat"

	"apprentice/eval/internal/evaltest"
	"apprentice/eval/stat"
	"apprentice/internal/logistic"
)

// ratingOf returns the rating of a player.
func ratingOf(t *testing.T, ratings []Rating, name string) Rating {
	t.Helper()
	i := slices.IndexFunc(ratings, func(r Rating) bool { return r.Name == name })
	if i < 0 {
		t.Fatalf("no rating of %s in %+v", name, ratings)
	}
	return ratings[i]
}

// eloOf returns the Elo of a player that must have one.
func eloOf(t *testing.T, ratings []Rating, name string) stat.Interval {
	t.Helper()
	r := ratingOf(t, ratings, name)
	if r.Reason != Rated {
		t.Fatalf("%s has no rating: %v", name, r.Reason)
	}
	return r.Elo
}

// anchor returns the scale on which a player has 0.
func anchor(name string) map[string]float64 { return map[string]float64{name: 0} }

// Three engines that score 75, 75 and 90 % against each other, 30 games each:
// the example by which K. Laskos compared programs ("EloStat, Bayeselo and
// Ordo", TalkChess, 24 June 2012). He prints 190.1, 0.0 and -190.1 for Ordo,
// whose scale is not exactly 400/ln 10, and by hand 191, 0 and -191.
func TestRateAgreesWithOrdo(t *testing.T) {
	const houdini, strelka, komodo = "Houdini 1.5a x64", "Strelka 5", "Komodo64 3"
	scale := Rate([]Encounter{
		{A: houdini, B: strelka, Either: stat.WDL{Wins: 18, Draws: 9, Losses: 3}},
		{A: houdini, B: komodo, Either: stat.WDL{Wins: 24, Draws: 6}},
		{A: strelka, B: komodo, Either: stat.WDL{Wins: 18, Draws: 9, Losses: 3}},
	}, anchor(strelka), 0)
	for name, want := range map[string]float64{houdini: 190.1, strelka: 0, komodo: -190.1} {
		if got := eloOf(t, scale.Ratings, name).Value; !evaltest.Near(got, want, 1) {
			t.Errorf("%s has %.2f, Ordo gives %.1f", name, got, want)
		}
	}
	if got := eloOf(t, scale.Ratings, houdini).Value; !evaltest.Near(got, stat.Elo(0.75), 1e-6) {
		t.Errorf("%s has %.3f, by hand %.3f", houdini, got, stat.Elo(0.75))
	}
}

// Two players: Elo of the score with the virtual draw in it, and the error of a
// coin thrown games+1 times. Only games whose sides are known say what the first move is
// worth.
func TestRateTwoPlayersClosedForm(t *testing.T) {
	for _, w := range []stat.WDL{{Wins: 60, Losses: 20}, {Wins: 3, Losses: 9}, {Wins: 100}, {Losses: 100_000}} {
		scale := Rate([]Encounter{{A: "zero", B: "one", Either: w.Reverse()}}, anchor("zero"), 1)
		n := float64(w.Games())
		e := (w.Score() + 0.5) / (n + 1)
		got := eloOf(t, scale.Ratings, "one")
		width := stat.Z95 * 400 / math.Ln10 / math.Sqrt((n+1)*e*(1-e))
		if !evaltest.Near(got.Value, stat.Elo(e), 1e-6) || !evaltest.Near(got.Margin(), width, 1e-6) {
			t.Errorf("%v: rating %+v, want %g +- %g", w, got, stat.Elo(e), width)
		}
		if zero := eloOf(t, scale.Ratings, "zero"); zero != (stat.Interval{}) {
			t.Errorf("%v: the anchor has %+v", w, zero)
		}
		if a := scale.Advantage; a.Value != 0 || !math.IsInf(a.Low, -1) || !math.IsInf(a.High, 1) {
			t.Errorf("%v: the advantage is %+v where no side is known", w, a)
		}
	}
}

// Two players: difference and advantage are half the sum and half the
// difference of the Elo that A makes as First and as Second.
func TestRateAdvantageClosedForm(t *testing.T) {
	first, second := stat.WDL{Wins: 60, Draws: 20, Losses: 20}, stat.WDL{Wins: 35, Draws: 10, Losses: 55}
	sum := (stat.Elo(first.Expectation()) + stat.Elo(second.Expectation())) / 2
	difference := (stat.Elo(first.Expectation()) - stat.Elo(second.Expectation())) / 2
	self := Encounter{A: "new", B: "new", First: stat.WDL{Wins: 2}, Second: stat.WDL{Losses: 2}}
	for _, e := range []Encounter{
		{A: "new", B: "old", First: first, Second: second},
		{A: "old", B: "new", First: second.Reverse(), Second: first.Reverse()},
	} {
		scale := Rate([]Encounter{e}, anchor("old"), 0)
		if got := eloOf(t, scale.Ratings, "new").Value; !evaltest.Near(got, sum, 1e-6) {
			t.Errorf("%+v: new has %g, want %g", e, got, sum)
		}
		if got := scale.Advantage.Value; !evaltest.Near(got, difference, 1e-6) {
			t.Errorf("%+v: advantage %g, want %g", e, got, difference)
		}
		if more := Rate([]Encounter{e, self}, anchor("old"), 0); more.Advantage.Value <= difference || eloOf(t, more.Ratings, "new").Margin() > 200 {
			t.Errorf("%+v: with games of new against itself, won by who began: %+v", e, more)
		}
	}
}

// Games of a player with itself of which nobody knows who began say nothing
// about ratings, and no virtual draw comes with them.
func TestRateGamesWithItself(t *testing.T) {
	met := Encounter{A: "new", B: "old", First: stat.WDL{Wins: 6, Draws: 2, Losses: 2}, Second: stat.WDL{Wins: 3, Draws: 2, Losses: 5}}
	self := Encounter{A: "new", B: "new", Either: stat.WDL{Wins: 50, Draws: 0, Losses: 50}}
	with, without := Rate([]Encounter{met, self}, anchor("old"), 1), Rate([]Encounter{met}, anchor("old"), 1)
	if a, b := with.Advantage.Value, without.Advantage.Value; !evaltest.Near(a, b, 1e-6) {
		t.Errorf("advantage %g, without these games %g", a, b)
	}
	if a, b := eloOf(t, with.Ratings, "new").Value, eloOf(t, without.Ratings, "new").Value; !evaltest.Near(a, b, 1e-6) {
		t.Errorf("new has %g, without these games %g", a, b)
	}
}

// Known ratings, advantage and draw rate come back within their intervals
// about as often as 95 % says.
func TestRateRecovers(t *testing.T) {
	truth := map[string]float64{"anchor": 0, "a": 120, "b": -80, "c": 210, "d": 500}
	met := [][2]string{{"a", "anchor"}, {"b", "anchor"}, {"b", "a"}, {"c", "a"}, {"c", "b"}, {"d", "c"}, {"d", "a"}}
	const advantage, drawRate, repeats = 35, 0.4, 120
	inside, total := 0, 0
	hold := func(i stat.Interval, want float64) {
		total++
		if i.Low <= want && want <= i.High {
			inside++
		}
	}
	sum := map[string]float64{}
	var sumAdvantage, sumDraws float64
	for seed := range uint64(repeats) {
		rng := rand.New(rand.NewPCG(seed, 78))
		var encounters []Encounter
		for _, p := range met {
			encounters = append(encounters, simulateSided(rng, p[0], p[1], truth[p[0]]-truth[p[1]], advantage, drawRate, 100))
		}
		scale := Rate(encounters, anchor("anchor"), DefaultPrior)
		for _, r := range scale.Ratings {
			sum[r.Name] += r.Elo.Value
			if r.Name != "anchor" {
				hold(r.Elo, truth[r.Name])
			}
		}
		hold(scale.Advantage, advantage)
		hold(scale.DrawRate, drawRate)
		sumAdvantage += scale.Advantage.Value
		sumDraws += scale.DrawRate.Value
	}
	if share := float64(inside) / float64(total); share < 0.92 || share > 0.98 {
		t.Errorf("%.1f %% of %d intervals hold the truth, want about 95 %%", 100*share, total)
	}
	for name, want := range truth {
		if mean := sum[name] / repeats; !evaltest.Near(mean, want, 7) {
			t.Errorf("%s: mean rating %.1f, want %.0f", name, mean, want)
		}
	}
	if mean := sumAdvantage / repeats; !evaltest.Near(mean, advantage, 2) {
		t.Errorf("mean advantage %.2f, want %d", mean, advantage)
	}
	if mean := sumDraws / repeats; !evaltest.Near(mean, drawRate, 0.01) {
		t.Errorf("mean draw rate %.3f, want %g", mean, drawRate)
	}
}

// On a scale that several hold: the Elo of the score above a single opponent,
// the same rating from opponents that agree about it, and players without a
// place of their own relative to it.
func TestRateFixed(t *testing.T) {
	fixed := map[string]float64{"low": 1350, "high": 1750, "absent": 3000, "new": math.NaN(), "stranger": math.Inf(1)}
	score := func(difference float64) stat.WDL { // of 2000 games
		wins := int(math.Round(2000 * stat.EloExpectation(difference)))
		return stat.WDL{Wins: wins, Losses: 2000 - wins}
	}
	one := Rate([]Encounter{{A: "new", B: "low", Either: score(90)}}, fixed, 0)
	if got := eloOf(t, one.Ratings, "new").Value; !evaltest.Near(got, 1440, 0.5) {
		t.Errorf("new has %.2f, want 1440", got)
	}
	two := Rate([]Encounter{
		{A: "new", B: "low", First: score(250), Second: score(250)},
		{A: "high", B: "new", First: score(150), Second: score(150)},
		{A: "new", B: "stranger", First: score(-60), Second: score(-60)},
		{A: "low", B: "high", First: stat.WDL{Wins: 5}},
	}, fixed, 0)
	for name, want := range map[string]float64{"new": 1600, "stranger": 1660, "low": 1350, "high": 1750} {
		got := eloOf(t, two.Ratings, name)
		if !evaltest.Near(got.Value, want, 1) {
			t.Errorf("%s has %+v, want %g", name, got, want)
		}
		if held := name == "low" || name == "high"; held == (got.Margin() > 0) {
			t.Errorf("%s has the margin %g", name, got.Margin())
		}
	}
	if n, s := eloOf(t, two.Ratings, "new").Margin(), eloOf(t, two.Ratings, "stranger").Margin(); s <= n {
		t.Errorf("margins: %.1f of the one who met those with a place, %.1f of the one who met only him", n, s)
	}
	only := Rate([]Encounter{{A: "low", B: "high", First: stat.WDL{Wins: 5, Draws: 0, Losses: 5}}}, fixed, 1)
	if low := eloOf(t, only.Ratings, "low"); low.Value != 1350 || !(only.Advantage.Value > 100) {
		t.Errorf("two players that are fixed: %+v", only)
	}
}

// problem is a rating problem with every kind of result in it.
func problem() *pool {
	return newPool([]Encounter{
		{A: "a", B: "b", First: stat.WDL{Wins: 10, Draws: 5, Losses: 3}, Second: stat.WDL{Wins: 2, Draws: 2, Losses: 2}},
		{A: "c", B: "a", Second: stat.WDL{Wins: 2, Draws: 1, Losses: 9}, Either: stat.WDL{Wins: 1, Draws: 0, Losses: 1}},
		{A: "b", B: "c", First: stat.WDL{Wins: 4, Draws: 4, Losses: 4}},
		{A: "d", B: "d", First: stat.WDL{Wins: 1, Draws: 0, Losses: 0}},
		{A: "d", B: "c", Second: stat.WDL{Wins: 7, Draws: 0, Losses: 0}},
	}, map[string]float64{"b": 70}, 1)
}

// loss is what solve makes small; gradient and information are its derivatives.
func (p *pool) loss(theta []float64) float64 {
	var sum float64
	for _, r := range p.results {
		d := p.edge(theta, r)
		sum += r.score*logistic.Softplus(-d) + r.lost*logistic.Softplus(d)
	}
	return sum
}

func TestRateDerivatives(t *testing.T) {
	p := problem()
	theta := []float64{0.3, -0.7, 1.1, 0.4}
	grad := make([]float64, len(theta))
	p.gradient(grad, theta)
	numeric := fd.Gradient(nil, p.loss, theta, &fd.Settings{Formula: fd.Central})
	for i := range grad {
		if !evaltest.Near(grad[i], numeric[i], 1e-6) {
			t.Errorf("derivative %d is %g, numerically %g", i, grad[i], numeric[i])
		}
	}
	h, approx := mat.NewSymDense(len(theta), nil), mat.NewSymDense(len(theta), nil)
	p.information(h, theta)
	fd.Hessian(approx, p.loss, theta, nil)
	if !mat.EqualApprox(h, approx, 1e-3) {
		t.Errorf("second derivatives\n%v\nnumerically\n%v", mat.Formatted(h), mat.Formatted(approx))
	}
}

// Long chains of clean sweeps have finite ratings in order.
func TestRateSweeps(t *testing.T) {
	var encounters []Encounter
	name := func(i int) string { return string(rune('A' + i)) }
	for i := 1; i < 40; i++ {
		encounters = append(encounters, Encounter{A: name(i), B: name(i - 1), Either: stat.WDL{Wins: 100_000}})
	}
	scale := Rate(encounters, anchor("A"), DefaultPrior)
	step := stat.Elo(100_000.5 / 100_001)
	for i := range 40 {
		if got := eloOf(t, scale.Ratings, name(i)).Value; !evaltest.Near(got, float64(i)*step, 0.01) {
			t.Errorf("%s has %g, want %g", name(i), got, float64(i)*step)
		}
	}
	if scale.DrawRate.Value != 0 || !(scale.DrawRate.High > 0) {
		t.Errorf("draw rate %+v", scale.DrawRate)
	}
}

// A player that the games do not place has a reason, and the others have the
// ratings that they have without it.
func TestRateReasons(t *testing.T) {
	even := stat.WDL{Wins: 5, Draws: 2, Losses: 5}
	base := []Encounter{{A: "zero", B: "one", First: even, Second: stat.WDL{Wins: 6, Draws: 2, Losses: 4}}}
	for name, c := range map[string]struct {
		more  []Encounter
		prior float64
		want  map[string]Reason
	}{
		"no games":     {[]Encounter{{A: "one", B: "x"}}, 1, map[string]Reason{"x": NoGames}},
		"unconnected":  {[]Encounter{{A: "x", B: "y", Either: even}, {A: "zero", B: "y"}}, 1, map[string]Reason{"x": Unconnected, "y": Unconnected}},
		"only itself":  {[]Encounter{{A: "x", B: "x", Either: even}}, 1, map[string]Reason{"x": Unconnected}},
		"all won":      {[]Encounter{{A: "x", B: "one", Either: stat.WDL{Wins: 5}}}, 0, map[string]Reason{"x": AllWon}},
		"all lost":     {[]Encounter{{A: "one", B: "x", First: stat.WDL{Wins: 100_000}}}, 0, map[string]Reason{"x": AllLost}},
		"won by group": {[]Encounter{{A: "x", B: "y", Either: even}, {A: "one", B: "x", Either: stat.WDL{Wins: 9}}}, 0, map[string]Reason{"x": Undetermined, "y": Undetermined}},
		"by turns":     {[]Encounter{{A: "x", B: "one", Either: stat.WDL{Wins: 9}}, {A: "x", B: "y", Either: stat.WDL{Wins: 9}}}, 0, map[string]Reason{"x": AllWon, "y": AllLost}},
		"negative":     {[]Encounter{{A: "x", B: "one", Either: even}, {A: "x", B: "y", First: stat.WDL{Wins: 5, Draws: -1, Losses: 5}}}, 1, map[string]Reason{"x": BadCounts, "y": BadCounts}},
	} {
		t.Run(name, func(t *testing.T) {
			scale := Rate(append(slices.Clone(base), c.more...), anchor("zero"), c.prior)
			got := map[string]Reason{}
			for _, r := range scale.Ratings {
				if r.Reason == Rated {
					continue
				}
				got[r.Name] = r.Reason
				if !math.IsNaN(r.Elo.Value) || !math.IsInf(r.Elo.Low, -1) || !math.IsInf(r.Elo.High, 1) {
					t.Errorf("%s has %+v, want NaN between infinities", r.Name, r.Elo)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("reasons (-want +got):\n%s", diff)
			}
			alone := eloOf(t, Rate(base, anchor("zero"), c.prior).Ratings, "one")
			if with := eloOf(t, scale.Ratings, "one"); name != "negative" && (!evaltest.Near(with.Value, alone.Value, 1e-6) || !evaltest.Near(with.Margin(), alone.Margin(), 1)) {
				t.Errorf("one has %v, without the others %v", with, alone)
			}
		})
	}
}

// What cannot be rated at all has reasons as well: no anchor, a first move that
// decides, no games, ratings and counts beyond all bounds.
func TestRateWithoutAnyRating(t *testing.T) {
	decisive := []Encounter{{A: "a", B: "b", First: stat.WDL{Wins: 5}, Second: stat.WDL{Losses: 5}}}
	for _, c := range []struct {
		encounters []Encounter
		fixed      map[string]float64
		prior      float64
		a, b       Reason
	}{
		{decisive, anchor("nobody"), 1, Unconnected, Unconnected},
		{decisive, nil, 1, Unconnected, Unconnected},
		{decisive, anchor("b"), 0, Undetermined, Rated},
		{decisive, anchor("b"), math.Inf(1), Undetermined, Rated},
		{decisive, anchor("b"), math.NaN(), Undetermined, Rated},
		{decisive, anchor("b"), -3, Undetermined, Rated},
		{decisive, map[string]float64{"b": 1e9}, 1, Rated, Rated},
		{[]Encounter{{A: "a", B: "b"}}, anchor("b"), 1, NoGames, Rated},
	} {
		scale := Rate(c.encounters, c.fixed, c.prior)
		if a, b := ratingOf(t, scale.Ratings, "a").Reason, ratingOf(t, scale.Ratings, "b").Reason; a != c.a || b != c.b {
			t.Errorf("%+v on %v with prior %g: %v and %v, want %v and %v", c.encounters, c.fixed, c.prior, a, b, c.a, c.b)
		}
	}
	if s := Rate(nil, nil, 1); len(s.Ratings) != 0 || s.DrawRate.Value != 0.5 {
		t.Errorf("nothing: %+v", s)
	}
}

func TestSortRatings(t *testing.T) {
	none := stat.Interval{Value: math.NaN(), Low: math.Inf(-1), High: math.Inf(1)}
	ratings := []Rating{{Name: "y", Elo: none}, {Name: "b"}, {Name: "x", Elo: none}, {Name: "a"}, {Name: "c", Elo: stat.Interval{Value: 3}}}
	Sort(ratings)
	var names []string
	for _, r := range ratings {
		names = append(names, r.Name)
	}
	if want := []string{"c", "a", "b", "x", "y"}; !slices.Equal(names, want) {
		t.Errorf("sorted: %v, want %v", names, want)
	}
}
