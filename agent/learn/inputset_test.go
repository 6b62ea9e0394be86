package learn

import (
	"math"
	"slices"
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
	checkTwin(t, w, slow, o, report.Steps)
	if w.Inputs != "centre" || w.Features != 36 {
		t.Errorf("shape %+v", w.Shape)
	}
	checkHeldOut(t, d, w, o, report)
	o.Inputs = "corner"
	if _, _, err := Train(t.Context(), d, o, nil, Hooks{}); err == nil {
		t.Error("an unknown input set is trained on")
	}
}

// Training with common features ends where the float64 twin does on samples that have
// them, folded: also when it resumes or starts from given weights.
func TestTrainWithCommon(t *testing.T) {
	g := centred{}
	d := windowOf(t, g, Filter{HeldOut: 10}, randomGames(g, 50, 1, 60, 9))
	samples := samplesOf(t, d, trained)
	for i := range samples {
		for _, view := range []*[]games.Feature{&samples[i].Us, &samples[i].Them} {
			centreSet.Renumber(*view)
			for _, f := range *view {
				*view = append(*view, 36+f%18)
			}
		}
	}
	o := smallOptions()
	o.Inputs, o.Common = "centre", true
	o.Batch, o.MinSteps, o.LR, o.LRFinal = 90, 3, 5e-3, 1e-4
	o.Init = lively(value.ShapeOf(g, o.Hidden, o.Buckets).On(centreSet), 9)
	files, w, report := states(t, d, o)
	slow := newSlowModel(widen(o.Init, 18), o.Scale)
	slow.twice = true
	slowTrain(slow, samples, o)
	row := slow.Hidden
	want := append(slices.Clone(slow.flat[:36*row]), slow.flat[54*row:]...)
	for i := range want[:36*row] {
		want[i] += slow.flat[36*row+i%(18*row)]
	}
	way := 0.0
	for i := range report.Steps {
		way += o.rate(i, report.Steps)
	}
	moved := 0
	for i, got := range newSlowModel(w, 1).flat {
		if math.Abs(got-want[i]) > way/5_000 { // two rounded parts
			t.Errorf("parameter %d: %g, want %g", i, got, want[i])
		}
		if i < 36*row && math.Abs(got-float64(o.Init.FeatureW[i])) > way/5 {
			moved++
		}
	}
	if w.Shape != o.Init.Shape || moved < 100 {
		t.Errorf("shape %+v, %d weights moved", w.Shape, moved)
	}
	loss, err := HeldOutLoss(t.Context(), d, w, o)
	must(t, err)
	if want := report.Epochs[len(report.Epochs)-1].HeldOut; math.Abs(loss/want-1) > 1e-5 {
		t.Errorf("held-out loss %g, training says %g", loss, want)
	}
	again, _, err := Train(t.Context(), d, o, decodeOK(t, files[0]), Hooks{})
	must(t, err)
	if sum(again) != sum(w) {
		t.Error("resumed, it ends with other weights")
	}
}

// Where no features are alike, Common changes nothing.
func TestCommonWithoutAlike(t *testing.T) {
	d := tictactoeData(t)
	o := smallOptions()
	plain, _ := train(t, d, o)
	o.Common = true
	if common, _ := train(t, d, o); sum(common) != sum(plain) {
		t.Error("other weights")
	}
}
