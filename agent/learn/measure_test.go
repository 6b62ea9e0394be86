package learn

import (
	"errors"
	"math"
	"strings"
	"testing"

	"apprentice/agent/value"
	"apprentice/games/chess"
)

// HeldOutLoss is what training says of the same network, and what the slow twin
// says of a network of another width.
func TestHeldOutLoss(t *testing.T) {
	w := chessData(t)
	o := smallOptions()
	weights, report := train(t, w, o)
	for o.Workers = 1; o.Workers < 4; o.Workers++ {
		o.Memory = int64(o.Workers - 1)
		got, err := HeldOutLoss(t.Context(), w, weights, o)
		if want := report.Epochs[o.Epochs-1].HeldOut; err != nil || got != want {
			t.Errorf("%d workers: %v (%v), in training %v", o.Workers, got, err, want)
		}
	}
	wide := lively(value.ShapeOf(chess.Game{}, 96, 4), 2)
	got, err := HeldOutLoss(t.Context(), w, wide, o)
	if want := newSlowModel(wide, o.Scale).meanLoss(samplesOf(t, w, heldOut)); err != nil || math.Abs(got-want) > 1e-6 {
		t.Errorf("%v (%v), want %v", got, err, want)
	}
	none := windowOf(t, chess.Game{}, Filter{}, randomGames(chess.Game{}, 1, 1, 2, 20))
	if got, err := HeldOutLoss(t.Context(), none, wide, o); got != 0 || err != nil {
		t.Errorf("nothing held out: %v, %v", got, err)
	}
}

// What cannot be measured is refused by name.
func TestHeldOutLossRefuses(t *testing.T) {
	w := chessData(t)
	fits := func() *value.Weights { return lively(value.ShapeOf(chess.Game{}, 32, 8), 2) }
	broken, huge := fits(), fits()
	broken.OutB[1] = float32(math.NaN())
	for i := range huge.OutW {
		huge.OutW[i] = math.MaxFloat32 * float32(1-2*(i%2))
	}
	for i := range huge.FeatureB {
		huge.FeatureB[i] = 5
	}
	foreign := value.NewWeights(value.Shape{Features: 18, Hidden: 32, Buckets: 8, MaxActive: 9}, newRand(1))
	bad := smallOptions()
	bad.Scale = 0
	for _, tt := range []struct {
		weights *value.Weights
		o       Options
		want    string
		is      error
	}{
		{fits(), bad, "Scale is 0", nil},
		{broken, smallOptions(), "the weights to measure: ", nil},
		{foreign, smallOptions(), "network sees 18 features", nil},
		{huge, smallOptions(), "the loss is NaN", ErrDiverged},
	} {
		_, err := HeldOutLoss(t.Context(), w, tt.weights, tt.o)
		if err == nil || !strings.Contains(err.Error(), tt.want) || tt.is != nil && !errors.Is(err, tt.is) {
			t.Errorf("%v, want %q", err, tt.want)
		}
	}
}

// Of many held-out samples a fixed part is measured, all of few.
func TestMeasuresABoundedPart(t *testing.T) {
	for perBucket, want := range map[int]int{20: 4, 1 << 18: 1} {
		w := manyBuckets(t, perBucket, 0)
		l, err := w.list(t.Context(), heldOut)
		must(t, err)
		if got := measured(l); got != want || perBucket == 20 && len(l.buckets) < 8 {
			t.Errorf("%d of %d buckets measured, want %d", got, len(l.buckets), want)
		}
		n := 0
		for _, b := range l.buckets[:want] {
			n += b.samples
		}
		weights := lively(value.ShapeOf(w.store.game, 32, 8), 2)
		got, err := HeldOutLoss(t.Context(), w, weights, smallOptions())
		slow := newSlowModel(weights, value.Scale).meanLoss(samplesOf(t, w, heldOut)[:n])
		if err != nil || math.Abs(got-slow) > 1e-6 {
			t.Errorf("%d a bucket: loss %v (%v), want %v", perBucket, got, err, slow)
		}
	}
}

// Training ends with ErrDiverged as soon as a loss is not finite, and hands out
// no checkpoint with a number that is not.
func TestDiverged(t *testing.T) {
	w := chessData(t)
	o := smallOptions()
	o.MinSteps = 10
	nan := float32(math.NaN())
	for name, spoil := range map[string]func(*State){
		"the loss":     func(s *State) { fill(wrapParams(s.shape, s.weights).outB, nan) },
		"a checkpoint": func(s *State) { s.v[0] = float32(math.Inf(1)) }, // which stops weight 0 and no loss
	} {
		checkpoints := 0
		_, report, err := Train(t.Context(), w, o, nil, Hooks{
			Due: func() bool { return true },
			Checkpoint: func(s *State) error {
				if checkpoints++; checkpoints == 12 {
					spoil(s)
				}
				return nil
			},
		})
		if !errors.Is(err, ErrDiverged) || report.Steps != 13 || checkpoints != 12 {
			t.Errorf("found by %s: %v after %d steps and %d checkpoints", name, err, report.Steps, checkpoints)
		}
	}
	_, report, err := Train(t.Context(), w, o, nil, Hooks{
		Checkpoint: func(s *State) error {
			s.m[0] = nan // found at the end of the next epoch
			return nil
		},
	})
	if !errors.Is(err, ErrDiverged) || report.Steps != 20 || len(report.Epochs) != 1 {
		t.Errorf("found at the end of an epoch: %v after %d steps", err, report.Steps)
	}
}

func fill(x []float32, value float32) {
	for i := range x {
		x[i] = value
	}
}

// What is measured of a training with averaged weights is its result, not the
// weights in training.
func TestHeldOutLossOfAverage(t *testing.T) {
	d := tictactoeData(t)
	o := smallOptions()
	o.Average, o.LR = 0.5, 5e-3
	w, report := train(t, d, o)
	got, err := HeldOutLoss(t.Context(), d, w, o)
	must(t, err)
	if want := report.Epochs[len(report.Epochs)-1].HeldOut; got != want || want == 0 {
		t.Errorf("the network has %g on held-out games, its training says %g", got, want)
	}
}
