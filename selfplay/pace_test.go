package selfplay

import (
	"encoding/json"
	"math"
	"testing"

	"apprentice/selfplay/run"
)

// done is a finished generation as the pace sees it.
func done(t *testing.T, n, units int, positions int64, play, learn, measure float64, plan Plan) run.Generation {
	t.Helper()
	text, err := json.Marshal(plan)
	must(t, err)
	return run.Generation{
		Number: n, State: run.Done, UnitsPlayed: units, Positions: positions, Plan: string(text),
		PlaySeconds: play, LearnSeconds: learn, MeasureSeconds: measure,
	}
}

// The pace is that of the last generations, of which one that was slowed does
// not count; what no generation shows stays as guessed.
func TestPaceOf(t *testing.T) {
	guess := GuessPace(32, 2)
	if got := paceOf(nil, 2, guess); got != guess {
		t.Errorf("without generations %+v, want the guess %+v", got, guess)
	}
	plan := Plan{From: 1, Hidden: 100, Epochs: 2, Measure: 100, Rules: Rules{Nodes: 10}}
	later := plan
	later.From = 2
	all := []run.Generation{
		done(t, 1, 10, 1000, 1e6, 1e6, 1e6, plan), // too long ago
		done(t, 2, 10, 2000, 40, 1200, 5, plan),
		done(t, 3, 20, 4000, 8000, 12e5, 900, later), // slowed
		done(t, 4, 10, 1000, 20, math.NaN(), 6, later),
		{Number: 5, State: run.Playing, Positions: 77, Plan: "{}"},
	}
	got := paceOf(all, 2, guess)
	want := Pace{
		Unit:  100,
		Play:  20.0 / (1000 * 10), // of 0.002, 0.2 and 0.002
		Learn: 1200.0 / (3000 * 2 * 100),
		Game:  0.06, // of 0.05, 9 and 0.06
	}
	for _, pair := range [][2]float64{{got.Unit, want.Unit}, {got.Play, want.Play}, {got.Learn, want.Learn}, {got.Game, want.Game}} {
		if math.Abs(pair[0]/pair[1]-1) > 1e-9 {
			t.Errorf("pace %+v, want %+v", got, want)
			break
		}
	}
}

// A sitting that was killed, and one with other workers, leave the pace of the
// games as it is: each worker took its time.
func TestPaceOfUnits(t *testing.T) {
	guess := GuessPace(32, 2)
	plan := Plan{From: 1, Hidden: 100, Epochs: 2, Rules: Rules{Nodes: 10}}
	g := done(t, 1, 10, 1000, 3, 10, 1, plan) // the last of its sittings took 3 s
	g.WorkerSeconds = 40
	for workers, want := range map[int]float64{1: 40, 2: 20, 8: 5} {
		if got := paceOf([]run.Generation{g}, workers, guess).Play * 1000 * 10; math.Abs(got/want-1) > 1e-9 {
			t.Errorf("%d workers take %g s, want %g", workers, got, want)
		}
	}
}

// Times follow by rule of three, and what is affordable fits exactly.
func TestPaceTimes(t *testing.T) {
	p := Pace{Unit: 100, Play: 0.01, Learn: 0.001, Game: 0.03}
	plan := Plan{Units: 5, Measure: 100, Hidden: 10, Epochs: 2, Rules: Rules{Nodes: 4}}
	if got := p.play(&plan, 5); math.Abs(got-20) > 1e-9 {
		t.Errorf("500 positions at 4 nodes: %g s, want 20", got)
	}
	if got := p.learn(&plan, 700); math.Abs(got-14) > 1e-9 {
		t.Errorf("700 positions in 2 epochs: %g s, want 14", got)
	}
	if got := p.total(&plan, 200); math.Abs(got-37) > 1e-9 {
		t.Errorf("in all %g s, want 20 + 14 + 3", got)
	}
	if got := p.affordable(&plan, 200, 37); math.Abs(got-5) > 1e-9 {
		t.Errorf("37 s are enough for %g units, want 5", got)
	}
	if got := p.affordable(&plan, 1e6, 37); got >= 0 {
		t.Errorf("37 s are enough for %g units after a million positions", got)
	}
}
