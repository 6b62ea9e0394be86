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
)

// eloOf returns the rating of a player.
func eloOf(t *testing.T, ratings []Rating, name string) Interval {
	t.Helper()
	i := slices.IndexFunc(ratings, func(r Rating) bool { return r.Name == name })
	if i < 0 {
		t.Fatalf("no rating of %s in %+v", name, ratings)
	}
	return ratings[i].Elo
}

// Two players: Elo of the score with the virtual draw in it, and the error of a
// coin thrown games+1 times.
func TestRateTwoPlayersClosedForm(t *testing.T) {
	for _, w := range []WDL{{Wins: 60, Draws: 20, Losses: 20}, {Wins: 3, Losses: 9}, {Wins: 100}, {Draws: 4}} {
		ratings, err := Rate([]Encounter{{"zero", "one", w.Reverse()}}, "zero", 1)
		if err != nil {
			t.Fatal(err)
		}
		n := float64(w.Games()) + 1
		e := (w.Score() + 0.5) / n
		got := eloOf(t, ratings, "one")
		width := 1.959963984540054 * 400 / math.Ln10 / math.Sqrt(n*e*(1-e))
		if !near(got.Value, Elo(e), 1e-3) || !near(got.Margin(), width, 1e-3) {
			t.Errorf("%v: rating %+v, want %g +- %g", w, got, Elo(e), width)
		}
		if zero := eloOf(t, ratings, "zero"); zero != (Interval{}) {
			t.Errorf("%v: the anchor has %+v", w, zero)
		}
	}
}

func TestRateSigns(t *testing.T) {
	win := WDL{Wins: 8, Losses: 2}
	for _, encounters := range [][]Encounter{{{"old", "new", win.Reverse()}}, {{"new", "old", win}}} {
		ratings, err := Rate(encounters, "old", 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := eloOf(t, ratings, "new").Value; !near(got, Elo(0.8), 1e-3) {
			t.Errorf("%v: new has %g, want %+g", encounters, got, Elo(0.8))
		}
	}
}

// A ladder as a run plays it: each generation against those before it and
// against fixed opponents. Known ratings come back within their error bars
// about as often as 95 % says.
func TestRateRecoversRatings(t *testing.T) {
	truth := map[string]float64{
		"random": -400, "gen0": 0, "gen1": 350, "gen2": 500, "gen3": 580, "gen4": 700, "gen5": 720, "material:2": 450,
	}
	pairs := [][2]string{
		{"gen0", "random"}, {"gen0", "material:2"},
		{"gen1", "gen0"}, {"gen1", "random"}, {"gen1", "material:2"},
		{"gen2", "gen0"}, {"gen2", "gen1"}, {"gen2", "material:2"},
		{"gen3", "gen1"}, {"gen3", "gen2"}, {"gen3", "material:2"},
		{"gen4", "gen2"}, {"gen4", "gen3"}, {"gen5", "gen2"}, {"gen5", "gen4"},
	}
	const repeats = 60
	inside, total := 0, 0
	sum := map[string]float64{}
	for seed := range uint64(repeats) {
		rng := rand.New(rand.NewPCG(seed, 77))
		var encounters []Encounter
		for _, p := range pairs {
			e := EloExpectation(truth[p[0]] - truth[p[1]])
			var w WDL
			for range 400 {
				if rng.Float64() < e {
					w.Wins++
				} else {
					w.Losses++
				}
			}
			encounters = append(encounters, Encounter{p[0], p[1], w})
		}
		ratings, err := Rate(encounters, "gen0", DefaultPrior)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for _, r := range ratings {
			sum[r.Name] += r.Elo.Value
			if r.Name == "gen0" {
				continue
			}
			total++
			if r.Elo.Low <= truth[r.Name] && truth[r.Name] <= r.Elo.High {
				inside++
			}
		}
	}
	for name, want := range truth {
		if mean := sum[name] / repeats; !near(mean, want, 15) {
			t.Errorf("%s: mean rating %.1f, want %.0f", name, mean, want)
		}
	}
	if share := float64(inside) / float64(total); share < 0.90 || share > 0.99 {
		t.Errorf("%.1f %% of %d intervals hold the true rating, want about 95 %%", 100*share, total)
	}
}

func TestRateDerivatives(t *testing.T) {
	p, err := newPool([]Encounter{
		{"a", "b", WDL{10, 5, 3}}, {"c", "a", WDL{2, 1, 9}}, {"b", "c", WDL{4, 4, 4}}, {"d", "b", WDL{7, 0, 0}},
	}, "b")
	if err != nil {
		t.Fatal(err)
	}
	p.addPrior(1)
	theta := []float64{0.3, -0.7, 1.1}
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

func TestRateDisconnected(t *testing.T) {
	encounters := []Encounter{
		{"gen0", "random", WDL{5, 1, 4}}, {"x", "y", WDL{3, 2, 1}}, {"gen0", "z", WDL{}},
	}
	ratings, err := Rate(encounters, "gen0", 1)
	var disconnected *DisconnectedError
	if !errors.As(err, &disconnected) || !slices.Equal(disconnected.Players, []string{"x", "y", "z"}) {
		t.Fatalf("error is %v, want x, y and z disconnected", err)
	}
	if !strings.Contains(err.Error(), "x, y, z with gen0") {
		t.Errorf("error %q names nobody", err)
	}
	if got := eloOf(t, ratings, "x"); !math.IsNaN(got.Value) || !math.IsInf(got.Margin(), 1) {
		t.Errorf("x has %+v, want NaN between infinities", got)
	}
	if got := eloOf(t, ratings, "random").Value; !near(got, Elo(5.0/11), 1e-3) {
		t.Errorf("random has %g, want %g", got, Elo(5.0/11))
	}
	SortRatings(ratings)
	var names []string
	for _, r := range ratings {
		names = append(names, r.Name)
	}
	if want := []string{"gen0", "random", "x", "y", "z"}; !slices.Equal(names, want) {
		t.Errorf("sorted: %v, want %v", names, want)
	}
}

func TestRateRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		encounters []Encounter
		anchor     string
		prior      float64
		want       string
	}{
		"itself":         {[]Encounter{{"a", "a", WDL{1, 0, 0}}}, "a", 1, "met itself"},
		"no anchor":      {[]Encounter{{"a", "b", WDL{1, 0, 0}}}, "c", 1, "anchor c"},
		"negative":       {[]Encounter{{"a", "b", WDL{-1, 0, 0}}}, "a", 1, "negative"},
		"prior":          {[]Encounter{{"a", "b", WDL{1, 0, 0}}}, "a", -1, "prior"},
		"all won":        {[]Encounter{{"a", "b", WDL{5, 0, 0}}}, "a", 0, "without a prior"},
		"won by a group": {[]Encounter{{"a", "b", WDL{1, 0, 1}}, {"b", "c", WDL{5, 0, 0}}, {"c", "d", WDL{1, 0, 1}}}, "b", 0, "without a prior"},
	} {
		if _, err := Rate(c.encounters, c.anchor, c.prior); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error is %v, want %q in it", name, err, c.want)
		}
	}
}

// Extreme but possible input: long chains of clean sweeps stay finite, in order
// and without an error of the optimiser.
func TestRateSweeps(t *testing.T) {
	var encounters []Encounter
	name := func(i int) string { return string(rune('A' + i)) }
	for i := 1; i < 20; i++ {
		encounters = append(encounters, Encounter{name(i), name(i - 1), WDL{Wins: 1000}})
	}
	ratings, err := Rate(encounters, "A", DefaultPrior)
	if err != nil {
		t.Fatal(err)
	}
	step := Elo(1000.5 / 1001)
	for i := range 20 {
		if got := eloOf(t, ratings, name(i)).Value; !near(got, float64(i)*step, 1) {
			t.Errorf("%s has %g, want %g", name(i), got, float64(i)*step)
		}
	}
}
