package learn

import (
	"math"
	"testing"

	"apprentice/agent/value"
	"apprentice/games"
	"apprentice/games/tictactoe"
)

// centred is tic-tac-toe with a further input set: a view with an own stone in the
// centre has features of its own.
type centred struct{ tictactoe.Game }

var centreSet = games.NewInputSet("centre", 18, 36, 2,
	func(f games.Feature) int {
		if f == 4 {
			return 1
		}
		return 0
	},
	func(context int, f games.Feature) games.Feature { return f + games.Feature(18*context) })

func (centred) MoreInputs() []*games.InputSet { return []*games.InputSet{centreSet} }

// Training on a further input set ends where the float64 twin does on renumbered
// samples, and measures what it has learnt.
func TestTrainOnInputSet(t *testing.T) {
	g := centred{}
	d := windowOf(t, g, Filter{HeldOut: 10}, randomGames(g, 50, 1, 60, 9))
	samples := samplesOf(t, d, trained)
	centres := 0
	for i := range samples {
		s := &samples[i]
		centres += centreSet.Renumber(s.Us) + centreSet.Renumber(s.Them)
	}
	if centres < 20 {
		t.Fatalf("%d views with a stone in the centre in %d samples", centres, len(samples))
	}
	o := smallOptions()
	o.Inputs = "centre"
	o.Batch, o.MinSteps, o.LR, o.LRFinal = 90, 3, 5e-3, 1e-4
	o.Init = lively(value.ShapeOf(g, o.Hidden, o.Buckets).On(centreSet), 9)
	w, report := train(t, d, o)
	slow := newSlowModel(o.Init, o.Scale)
	slowTrain(slow, samples, o)
	way := 0.0
	for i := range report.Steps {
		way += o.rate(i, report.Steps)
	}
	got := newSlowModel(w, 1).flat
	for i, want := range slow.flat {
		if math.Abs(got[i]-want) > way/10_000 {
			t.Errorf("parameter %d: %g, want %g", i, got[i], want)
		}
	}
	if w.Inputs != "centre" || w.Features != 36 {
		t.Errorf("shape %+v", w.Shape)
	}
	loss, err := HeldOutLoss(t.Context(), d, w, o)
	must(t, err)
	if want := report.Epochs[len(report.Epochs)-1].HeldOut; loss != want || want == 0 {
		t.Errorf("held-out loss %g, training says %g", loss, want)
	}
	o.Inputs = "corner"
	if _, _, err := Train(t.Context(), d, o, nil, Hooks{}); err == nil {
		t.Error("an unknown input set is trained on")
	}
}
