package calibration

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/diff/fd"

	"apprentice/agent/value"
	"apprentice/eval/internal/evaltest"
	"apprentice/eval/stat"
	"apprentice/games"
	"apprentice/games/record"
	"apprentice/games/tictactoe"
)

// simulateJudged returns positions whose results are as a calibration says.
func simulateJudged(rng *rand.Rand, c value.Calibration, n int) []Judged {
	positions := make([]Judged, n)
	for i := range positions {
		v := int(rng.NormFloat64() * 400)
		win, draw, _ := c.WDL(v)
		positions[i] = Judged{v, evaltest.Result(rng, win, draw)}
	}
	return positions
}

// alone returns every position as a game of its own.
func alone(positions []Judged) [][]Judged {
	list := make([][]Judged, len(positions))
	for i := range positions {
		list[i] = positions[i : i+1]
	}
	return list
}

func TestCalibrateRecovers(t *testing.T) {
	for _, truth := range []value.Calibration{{Shift: 120, Spread: 180}, {Shift: 20, Spread: 400}, {Shift: 600, Spread: 90}} {
		rng := rand.New(rand.NewPCG(1, uint64(truth.Shift)))
		positions := simulateJudged(rng, truth, 60000)
		c, err := Fit(positions)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(c.Shift/truth.Shift-1) > 0.1 || math.Abs(c.Spread/truth.Spread-1) > 0.04 {
			t.Errorf("fitted %+v, want %+v", c, truth)
		}
		fresh := alone(simulateJudged(rng, truth, 60000))
		good, bad := Check(c, fresh), Check(value.Calibration{Shift: truth.Shift, Spread: 3 * truth.Spread}, fresh)
		if good.Gap > 0.012 || bad.Gap < 0.05 || good.Brier >= bad.Brier || good.Squared >= bad.Squared {
			t.Errorf("%+v: %+v, and with three times the spread %+v", truth, good, bad)
		}
		n := 0
		for _, b := range good.Bins {
			n += b.WDL.Games()
		}
		if n != len(fresh) || good.Positions != n {
			t.Errorf("%d positions in bins, %d in all, of %d", n, good.Positions, len(fresh))
		}
	}
}

// Without draws the shift goes to nothing, and the model is the learner's.
func TestCalibrateWithoutDraws(t *testing.T) {
	positions := simulateJudged(rand.New(rand.NewPCG(1, 1)), value.Uncalibrated(), 40000)
	c, err := Fit(positions)
	if err != nil {
		t.Fatal(err)
	}
	if c.Shift > 1 || math.Abs(c.Spread/value.Scale-1) > 0.04 {
		t.Errorf("fitted %+v, want no shift and a spread of %d", c, value.Scale)
	}
	if _, err := Fit([]Judged{{100, games.Win}, {50, games.Win}, {0, games.Draw}}); err == nil {
		t.Error("positions without a loss are calibrated")
	}
	if _, err := Fit(nil); err == nil {
		t.Error("no positions are calibrated")
	}
}

func TestCalibrateDerivatives(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	tally := make([]stat.WDL, 2*maxFitted+1)
	for _, p := range simulateJudged(rng, value.Calibration{Shift: 100, Spread: 200}, 500) {
		tally[p.Value+maxFitted].Count(p.Result)
	}
	f := fit{tally, 500}
	for _, x := range [][]float64{{4, 5}, {5, 4.5}, {1, 6}} {
		got := make([]float64, 2)
		f.gradient(got, x)
		want := fd.Gradient(nil, f.loss, x, &fd.Settings{Formula: fd.Central})
		for i := range got {
			if !evaltest.Near(got[i], want[i], 1e-5*(1+math.Abs(want[i]))) {
				t.Errorf("at %v derivative %d is %g, numerically %g", x, i, got[i], want[i])
			}
		}
	}
}

// By hand: two positions in one bin and one far from it.
func TestCheckCalibrationByHand(t *testing.T) {
	c := value.Uncalibrated()
	r := Check(c, [][]Judged{{{0, games.Win}, {-4000, games.Loss}}, {{0, games.Draw}}})
	e := c.Expectation(-4000)
	if len(r.Bins) != 2 || r.Bins[1].WDL.Games() != 2 || r.Bins[1].Predicted != 0.5 || r.Bins[1].Observed.Value != 0.75 {
		t.Fatalf("bins %+v", r.Bins)
	}
	if want := (2*0.25 + e) / 3; !evaltest.Near(r.Gap, want, 1e-12) {
		t.Errorf("gap %g, want %g", r.Gap, want)
	}
	if want := (0.25 + 0 + e*e) / 3; !evaltest.Near(r.Squared, want, 1e-12) {
		t.Errorf("squared error %g, want %g", r.Squared, want)
	}
	// (1/2)^2 + (1/2)^2 for the win; 1/4 + 1 + 1/4 for the draw that could not be.
	if want := (0.5 + 1.5 + 2*e*e) / 3; !evaltest.Near(r.Brier, want, 1e-12) {
		t.Errorf("Brier score %g, want %g", r.Brier, want)
	}
}

// Positions of the same game say no more than one of them: the interval of
// games of which each position stands there ten times is as wide as without.
func TestCheckCalibrationByGames(t *testing.T) {
	positions := simulateJudged(rand.New(rand.NewPCG(4, 4)), value.Uncalibrated(), 5000)
	var tenfold [][]Judged
	for _, p := range positions {
		tenfold = append(tenfold, slices.Repeat([]Judged{p}, 10))
	}
	one, ten := Check(value.Uncalibrated(), alone(positions)), Check(value.Uncalibrated(), tenfold)
	inside := 0
	for i, b := range one.Bins {
		if c := ten.Bins[i]; !evaltest.Near(b.Observed.Low, c.Observed.Low, 1e-9) || !evaltest.Near(b.Observed.High, c.Observed.High, 1e-9) {
			t.Errorf("bin %d: %+v, tenfold %+v", i, b.Observed, c.Observed)
		}
		if b.Observed.Low <= b.Predicted && b.Predicted <= b.Observed.High {
			inside++
		}
	}
	if inside < 17 {
		t.Errorf("%d of %d intervals hold the truth, want about 19", inside, len(one.Bins))
	}
	if got := Check(value.Uncalibrated(), [][]Judged{{{0, games.Win}, {0, games.Win}}}).Bins[0].Observed; got != (stat.Interval{Value: 1, Low: 0, High: 1}) {
		t.Errorf("a single game has %+v", got)
	}
}

// Label signs: whoever won has a win in all positions in which that side was to
// move, and the other a loss; plies that no search chose are left out.
func TestJudge(t *testing.T) {
	const searched = record.HasValue
	plies := []record.Ply{{Value: 9}, {Value: 10, Flags: searched}, {Value: -20, Flags: searched}, {Value: 30, Flags: searched | record.Check}}
	for _, c := range []struct {
		start string
		won   games.Result // by First
		want  []Judged
	}{
		{"", games.Win, []Judged{{10, games.Loss}, {-20, games.Win}, {30, games.Loss}}},
		{"", games.Loss, []Judged{{10, games.Win}, {-20, games.Loss}, {30, games.Win}}},
		{"", games.Draw, []Judged{{10, games.Draw}, {-20, games.Draw}, {30, games.Draw}}},
		{"X2/3/3 o", games.Win, []Judged{{10, games.Win}, {-20, games.Loss}, {30, games.Win}}},
		{"", games.Ongoing, nil},
	} {
		g := record.Game{Start: c.start, Plies: plies, Outcome: games.Outcome{Result: c.won}}
		got, err := Judge(tictactoe.Game{}, &g)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != len(c.want) {
			t.Fatalf("%q, %v: %v", c.start, c.won, got)
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%q, first %v: position %d is %+v, want %+v", c.start, c.won, i, got[i], c.want[i])
			}
		}
	}
	if _, err := Judge(tictactoe.Game{}, &record.Game{Start: "nonsense", Outcome: games.Outcome{Result: games.Win}}); err == nil {
		t.Error("a game from nonsense is judged")
	}
}
