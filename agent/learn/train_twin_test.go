package learn

import (
	"math"
	"slices"
	"testing"

	"apprentice/agent/value"
	"apprentice/games/tictactoe"
)

// slowTrain is Train in float64, one sample after the other: the batches of
// every epoch, the rate of every step, AdamW with its weight decay, and clipped
// weights.
func slowTrain(s *slowModel, samples []Sample, o Options) {
	steps := max((len(samples)+o.Batch-1)/o.Batch, o.MinSteps)
	t := 0
	for epoch := range o.Epochs {
		order := order(len(samples), o.Seed, epoch)
		for k := range steps {
			var batch []Sample
			for _, i := range order[k*len(samples)/steps : (k+1)*len(samples)/steps] {
				batch = append(batch, samples[i])
			}
			rate := o.rate(t, steps*o.Epochs)
			t++
			s.step(s.gradient(batch), t, rate, o.WeightDecay, o.Clip)
		}
	}
}

// A whole training ends where its float64 twin does. The bound is a part in
// ten thousand of the way that a weight can go.
func TestTrainIsSlowTrain(t *testing.T) {
	g := tictactoe.Game{}
	d := dataset(t, g, Filter{}, randomGames(g, 50, 1, 60, 9))
	samples := slices.Collect(d.Samples(false))
	for _, tt := range []struct {
		name   string
		change func(*Options)
	}{
		{"plain", func(o *Options) { o.WeightDecay, o.Clip, o.Warmup = 0, 100, 0 }},
		{"decay of weights", func(o *Options) { o.WeightDecay, o.Clip = 5, 100 }},
		{"clip", func(o *Options) { o.WeightDecay, o.Clip = 0, 0.3 }},
		{"linear", func(o *Options) { o.Decay, o.Warmup = Linear, 0.5 }},
		{"scale 100", func(o *Options) { o.Scale = 100 }},
		{"many steps", func(o *Options) { o.Batch = 16 }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := smallOptions()
			o.Batch, o.MinSteps, o.LR, o.LRFinal = 90, 3, 5e-3, 1e-4
			o.WeightDecay, o.Warmup = 0.1, 0.2
			o.Init = lively(value.ShapeOf(g, o.Hidden, o.Buckets), 9)
			tt.change(&o)
			w, report := train(t, d, o)
			slow := newSlowModel(o.Init, o.Scale)
			start := slices.Clone(slow.flat)
			slowTrain(slow, samples, o)

			way := 0.0 // AdamW moves a weight by about the rate at most
			for i := range report.Steps {
				way += o.rate(i, report.Steps)
			}
			got := newSlowModel(w, 1).flat
			moved, clipped := 0, 0
			for i, want := range slow.flat {
				if math.Abs(got[i]-want) > way/10_000 {
					t.Errorf("parameter %d: %g, want %g", i, got[i], want)
				}
				if math.Abs(want-start[i]) > way/10 {
					moved++
				}
				if math.Abs(got[i]) == float64(float32(o.Clip)) {
					clipped++
				}
			}
			if moved < len(slow.flat)/2 {
				t.Errorf("only %d of %d parameters moved: no good test", moved, len(slow.flat))
			}
			if (clipped > 10) != (tt.name == "clip") {
				t.Errorf("%d parameters at the clip %g", clipped, o.Clip)
			}
		})
	}
}
