package learn

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"apprentice/agent/value"
	"apprentice/games/chess"
	"apprentice/games/tictactoe"

	"github.com/google/go-cmp/cmp"
)

// chessData returns some thousand samples, of which every third game is held
// out.
func chessData(t testing.TB) *Window {
	t.Helper()
	return windowOf(t, chess.Game{}, Filter{Tactical: true, HeldOut: 3}, randomGames(chess.Game{}, 20, 1, 14, 200))
}

// The number of workers changes no bit of the weights and none of the losses,
// with batches of one chunk and of several, the last of them not full.
func TestWorkersChangeNothing(t *testing.T) {
	d := chessData(t)
	for _, batch := range []int{50, 300, 1111} {
		o := smallOptions()
		o.Batch, o.Epochs = batch, 2
		want, wantReport := train(t, d, o)
		if steps := o.steps(d.Samples()); d.Samples()%steps == 0 {
			t.Fatalf("%d samples in %d steps: all batches are equal", d.Samples(), steps)
		}
		for o.Workers = 2; o.Workers <= 4; o.Workers++ {
			got, report := train(t, d, o)
			if sum(got) != sum(want) {
				t.Errorf("batch %d, %d workers: weights %.12s, by one %.12s", batch, o.Workers, sum(got), sum(want))
			}
			if diff := cmp.Diff(wantReport, report); diff != "" {
				t.Errorf("batch %d, %d workers (-one +several):\n%s", batch, o.Workers, diff)
			}
		}
	}
}

// The seed decides the start and the order of samples, each by itself.
func TestSeedDecides(t *testing.T) {
	d := chessData(t)
	o := smallOptions()
	o.Epochs = 1
	first, _ := train(t, d, o)
	again, _ := train(t, d, o)
	if sum(first) != sum(again) {
		t.Errorf("seed 1 gives %.12s and %.12s", sum(first), sum(again))
	}
	o.Seed = 2
	if other, _ := train(t, d, o); sum(other) == sum(first) {
		t.Errorf("seeds 1 and 2 both give %.12s", sum(first))
	}

	o.Init = lively(value.ShapeOf(chess.Game{}, o.Hidden, o.Buckets), 1)
	before := sum(o.Init)
	second, _ := train(t, d, o)
	o.Seed = 1
	if other, _ := train(t, d, o); sum(other) == sum(second) {
		t.Error("from the same start the order of seeds 1 and 2 is the same")
	}
	if sum(o.Init) != before {
		t.Error("training changed the weights that it started from")
	}
}

// A learning rate of 0 leaves the start as it was, so nothing but steps of the
// optimiser moves a weight.
func TestNoRateNoChange(t *testing.T) {
	d := chessData(t)
	o := smallOptions()
	o.LR, o.LRFinal = 0, 0
	o.Init = lively(value.ShapeOf(chess.Game{}, o.Hidden, o.Buckets), 5)
	got, report := train(t, d, o)
	if sum(got) != sum(o.Init) {
		t.Errorf("weights %.12s, started from %.12s", sum(got), sum(o.Init))
	}
	for _, l := range report.Epochs {
		// The order of a sum is that of the samples, which each epoch changes.
		if math.Abs(l.Trained-report.Epochs[0].Trained) > 1e-12 || l.HeldOut != report.Epochs[0].HeldOut {
			t.Errorf("losses %+v of a network that stays the same", report.Epochs)
		}
	}
	samples, held := samplesOf(t, d, trained), samplesOf(t, d, heldOut)
	slow := newSlowModel(o.Init, o.Scale)
	if want := slow.meanLoss(samples); math.Abs(report.Epochs[0].Trained-want) > 1e-6 {
		t.Errorf("loss %v, want %v", report.Epochs[0].Trained, want)
	}
	if want := slow.meanLoss(held); math.Abs(report.Epochs[0].HeldOut-want) > 1e-6 {
		t.Errorf("held-out loss %v, want %v", report.Epochs[0].HeldOut, want)
	}
}

// A hundred positions with random results can only be learnt by heart, which a
// learner without a fault does.
func TestOverfits(t *testing.T) {
	var s source
	for i := range uint64(100) {
		g := randomGame(chess.Game{}, 300+i, 1, 20+int(i)%11)
		for k := range g.Plies[:len(g.Plies)-1] {
			g.Plies[k].Flags = 0 // one sample a game
		}
		s = append(s, g)
	}
	d := tracedWindow(t, chess.Game{}, Filter{Checks: true, Tactical: true}, s, 1) // the results alone
	if d.Samples() != 100 {
		t.Fatalf("%d samples", d.Samples())
	}
	o := smallOptions()
	o.LR, o.Epochs, o.MinSteps = 5e-3, 100, 5
	_, report := train(t, d, o)
	first, last := report.Epochs[0].Trained, report.Epochs[len(report.Epochs)-1].Trained
	if first < 0.1 || last > 1e-3 {
		t.Errorf("the loss falls from %g to %g, want from above 0.1 to below 0.001", first, last)
	}
}

// Training on a window is training on a store without the other generations,
// and held-out games have no part in the weights.
func TestTrainsOnWindow(t *testing.T) {
	g := tictactoe.Game{}
	f := Filter{HeldOut: 4}
	all, part, changed := newStore(t, g, f), newStore(t, g, f), newStore(t, g, f)
	for n := 1; n <= 4; n++ {
		played := randomGames(g, uint64(1000*n), n, 60, 9)
		add(t, all, n, played, 0)
		if n == 1 || n == 4 {
			continue
		}
		add(t, part, n, played, 0)
		for i := range played {
			if f.holdsOut(identity(&played[i])) {
				for k := range played[i].Plies {
					played[i].Plies[k].Value = 800
				}
			}
		}
		add(t, changed, n, played, 0)
	}
	o := smallOptions()
	got, report := train(t, all.Window(2, 4), o)
	want, wantReport := train(t, part.Window(0, 0), o)
	if sum(got) != sum(want) {
		t.Errorf("weights of the window %.12s, of its games alone %.12s", sum(got), sum(want))
	}
	if diff := cmp.Diff(wantReport, report); diff != "" {
		t.Errorf("report (-games alone +window):\n%s", diff)
	}
	other, otherReport := train(t, changed.Window(0, 0), o)
	if sum(other) != sum(want) {
		t.Error("the values of held-out games change the weights")
	}
	if otherReport.Epochs[0].HeldOut == wantReport.Epochs[0].HeldOut || otherReport.Epochs[0].Trained != wantReport.Epochs[0].Trained {
		t.Errorf("losses %+v with other held-out values, %+v with the old ones", otherReport.Epochs[0], wantReport.Epochs[0])
	}
}

// Progress comes every so many steps and at the end of each epoch, and what it
// says of a whole epoch is what the report says.
func TestProgress(t *testing.T) {
	d := chessData(t)
	o := smallOptions()
	o.MinSteps, o.Every = 10, 4
	var got []string
	var ends []Losses
	_, report, err := Train(t.Context(), d, o, nil, Hooks{Progress: func(p Progress) {
		got = append(got, fmt.Sprintf("epoch %d/%d step %d/%d", p.Epoch, p.Epochs, p.Step, p.Steps))
		if p.Step == p.Epoch*10 {
			ends = append(ends, Losses{p.Loss, p.HeldOut})
		}
		if !(p.Loss > 0 && p.Loss < 1 && p.PositionsPerSecond > 0) || (p.Step < 10) != (p.HeldOut == 0) {
			t.Errorf("progress %+v", p)
		}
	}})
	must(t, err)
	want := []string{
		"epoch 1/3 step 4/30", "epoch 1/3 step 8/30", "epoch 1/3 step 10/30",
		"epoch 2/3 step 12/30", "epoch 2/3 step 16/30", "epoch 2/3 step 20/30",
		"epoch 3/3 step 24/30", "epoch 3/3 step 28/30", "epoch 3/3 step 30/30",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("progress (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(report.Epochs, ends); diff != "" {
		t.Errorf("ends of epochs (-report +progress):\n%s", diff)
	}
	if report.Samples != d.Samples() || report.HeldOut != d.HeldOut() || report.Steps != 30 || report.Best < 0 {
		t.Errorf("report %+v", report)
	}
}

// Training ends early with the error of whoever wanted it, without weights but
// with a report of what was done.
func TestTrainStops(t *testing.T) {
	d := chessData(t)
	o := smallOptions()
	o.Epochs, o.MinSteps, o.Every = 4, 10, 1

	ctx, cancel := context.WithCancel(t.Context())
	w, report, err := Train(ctx, d, o, nil, Hooks{Progress: func(p Progress) {
		if p.Step == 14 {
			cancel()
		}
	}})
	if w != nil || !errors.Is(err, context.Canceled) || report.Steps != 14 || len(report.Epochs) != 1 {
		t.Errorf("interrupted at step 14: weights %v, %v, report %+v", w != nil, err, report)
	}

	full := errors.New("disk full")
	w, report, err = Train(t.Context(), d, o, nil, Hooks{Checkpoint: func(s *State) error {
		if s.Epoch == 2 {
			return full
		}
		return nil
	}})
	if w != nil || !errors.Is(err, full) || !strings.Contains(err.Error(), "checkpoint after step 20") || len(report.Epochs) != 2 {
		t.Errorf("checkpoint fails: weights %v, %v, report %+v", w != nil, err, report)
	}
}

// What cannot be trained is refused before it begins, by name.
func TestTrainRefuses(t *testing.T) {
	d := chessData(t)
	wide := value.NewWeights(value.ShapeOf(chess.Game{}, 64, 8), newRand(1))
	broken := value.NewWeights(value.ShapeOf(chess.Game{}, 32, 8), newRand(1))
	broken.OutW[3] = float32(math.NaN())
	for _, tt := range []struct {
		data   *Window
		change func(*Options)
		want   string
	}{
		{newStore(t, chess.Game{}, Filter{}).Window(0, 0), func(o *Options) {}, "no samples to train on"},
		{d.store.Window(2, 0), func(o *Options) {}, "no samples to train on"},
		{d, func(o *Options) { o.Init = wide }, "the weights to start from have shape"},
		{d, func(o *Options) { o.Init = broken }, "weight 3 is NaN"},
	} {
		o := smallOptions()
		tt.change(&o)
		_, _, err := Train(t.Context(), tt.data, o, nil, Hooks{})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Train: %v, want %q", err, tt.want)
		}
		if strings.HasPrefix(tt.want, "no samples") && !errors.Is(err, ErrNoSamples) {
			t.Errorf("%v does not wrap ErrNoSamples", err)
		}
	}
	var held source
	f := Filter{HeldOut: 2}
	for _, g := range randomGames(chess.Game{}, 0, 1, 10, 30) {
		if f.holdsOut(identity(&g)) {
			held = append(held, g)
		}
	}
	heldOnly := windowOf(t, chess.Game{}, f, held)
	if _, _, err := Train(t.Context(), heldOnly, smallOptions(), nil, Hooks{}); !errors.Is(err, ErrNoSamples) || heldOnly.HeldOut() == 0 {
		t.Errorf("nothing but %d held-out samples: %v", heldOnly.HeldOut(), err)
	}
}
