package learn

import (
	"math"
	"slices"
	"testing"

	"apprentice/agent/kernel"
	"apprentice/agent/value"
	"apprentice/games/tictactoe"
)

// slowTrain is Train in float64, one sample after the other: the batches of
// every epoch, the rate of every step, AdamW with its weight decay, clipped
// weights, and their average.
func slowTrain(s *slowModel, samples []Sample, o Options) {
	steps := max((len(samples)+o.Batch-1)/o.Batch, o.MinSteps)
	t := 0
	var after [][]float64 // the weights after each step
	for epoch := range o.Epochs {
		order := slowOrder([]int{len(samples)}, o.Seed, epoch)
		for k := range steps {
			var batch []Sample
			for _, i := range order[k*len(samples)/steps : (k+1)*len(samples)/steps] {
				seen := samples[i]
				if s.mirror != nil && (i+epoch)%2 == 1 {
					seen = mirrorImage(seen, s.mirror)
				}
				batch = append(batch, seen)
			}
			rate := o.rate(t, steps*o.Epochs)
			t++
			s.step(s.gradient(batch), t, rate, o.WeightDecay, o.Clip)
			after = append(after, slices.Clone(s.flat))
		}
	}
	s.flat = slowAverage(after, o)
}

// slowAverage is the result of a training with these weights after each step: each
// of those averaged counts once, or 1/EMA as much as the one before it. The first
// ones count alike as long as that makes fewer than 1/(1-EMA) of them.
func slowAverage(after [][]float64, o Options) []float64 {
	n := len(after)
	switch {
	case o.Average > 0:
		n = int(math.Ceil(o.Average * float64(n)))
	case o.EMA == 0:
		n = 1
	}
	after = after[len(after)-n:]
	mean := make([]float64, len(after[0]))
	left := 1.0 // of all weight, for this step and those before
	for k := n; k >= 1; k-- {
		share := 1 / float64(k)
		if o.EMA > 0 {
			share = max(share, 1-o.EMA)
		}
		for i, x := range after[k-1] {
			mean[i] += left * share * x
		}
		left *= 1 - share
	}
	return mean
}

// checkTwin checks that a training of so many steps ended where its float64 twin did.
// The bound is a part in ten thousand of the way that a weight can go: AdamW moves it
// by about the rate at most.
func checkTwin(t *testing.T, w *value.Weights, slow *slowModel, o Options, steps int) {
	t.Helper()
	way := 0.0
	for i := range steps {
		way += o.rate(i, steps)
	}
	got := newSlowModel(w, 1).flat
	for i, want := range slow.flat {
		if math.Abs(got[i]-want) > way/10_000 {
			t.Errorf("parameter %d: %g, want %g", i, got[i], want)
		}
	}
}

// checkHeldOut checks that a trained network has the held-out loss that its training
// told.
func checkHeldOut(t *testing.T, d *Window, w *value.Weights, o Options, report Report) {
	t.Helper()
	loss, err := HeldOutLoss(t.Context(), d, w, o)
	must(t, err)
	if want := report.Epochs[len(report.Epochs)-1].HeldOut; loss != want || want == 0 {
		t.Errorf("held-out loss %g, training says %g", loss, want)
	}
}

// A whole training ends where its float64 twin does. The bound is a part in
// ten thousand of the way that a weight can go.
func TestTrainIsSlowTrain(t *testing.T) {
	g := tictactoe.Game{}
	d := windowOf(t, g, Filter{}, randomGames(g, 50, 1, 60, 9))
	samples := samplesOf(t, d, trained)
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
		{"mean of the second half", func(o *Options) { o.Average = 0.5 }},
		{"mean of all", func(o *Options) { o.Average = 1 }},
		{"exponential", func(o *Options) { o.EMA = 0.8 }},
		{"exponential, of the second half", func(o *Options) { o.Average, o.EMA = 0.5, 0.7 }},
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
			if moved < len(slow.flat)/2 && !o.averages() {
				t.Errorf("only %d of %d parameters moved: no good test", moved, len(slow.flat))
			}
			if (clipped > 10) != (tt.name == "clip") {
				t.Errorf("%d parameters at the clip %g", clipped, o.Clip)
			}
		})
	}
}

// plainTrain is Train on samples that all lie in memory, in the order of the
// slow twins of the store: chunk by chunk on one goroutine. It has no prefetch,
// no buckets, no state and no workers in common with Train, but the same
// arithmetic, and so ends with the same bits.
func plainTrain(t *testing.T, w *Window, played map[int]source, o Options) *value.Weights {
	t.Helper()
	slow := slowWindow(t, w.store, played)[trained]
	counts := make([]int, bucketCount(len(slow), w.store.bucketSamples))
	for _, s := range slow {
		counts[s.bucket]++
	}
	shape := value.ShapeOf(w.store.game, o.Hidden, o.Buckets)
	start, err := start(shape, &o, "", 0, nil)
	must(t, err)
	m := &model{params: wrapParams(shape, start.weights), scale: o.Scale}
	l := newLane(shape)
	steps := o.steps(len(slow))
	for k := range steps * o.Epochs {
		order := slowOrder(counts, o.Seed, k/steps)
		batch := order[k%steps*len(slow)/steps : (k%steps+1)*len(slow)/steps]
		size := chunkSize((len(slow) + steps - 1) / steps)
		sum := newParams(shape)
		for chunk := range slices.Chunk(batch, size) {
			l.words, l.ends, l.targets = l.words[:0], l.ends[:0], l.targets[:0]
			for _, i := range chunk {
				s := slow[i]
				l.words = append(append(l.words, s.Us...), s.Them...)
				l.ends = append(l.ends, len(l.words))
				l.targets = append(l.targets, target(s.Value, o.Scale))
			}
			grad := newParams(shape)
			l.train(m, grad, len(batch))
			for i, x := range grad.flat {
				sum.flat[i] += x
			}
		}
		adamw := kernel.AdamW{Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8, WeightDecay: o.WeightDecay, Clip: o.Clip}
		kernel.AdamWF32(start.weights, start.m, start.v, sum.flat, adamw.Params(o.rate(k, steps*o.Epochs), int64(k+1)))
	}
	return m.weights()
}

// Training that streams its samples from disk ends with the bits of training
// that holds them all.
func TestTrainIsPlainTrain(t *testing.T) {
	for _, g := range testGames() {
		for _, perBucket := range []int{100, 1000, 1 << 18} {
			s := newStore(t, g, Filter{HeldOut: 10})
			s.bucketSamples, s.spillSamples = perBucket, 300
			played := map[int]source{}
			for n := range 3 {
				played[n] = randomGames(g, uint64(100*n), n, 6, 90)
				if g.Name() == "tictactoe" {
					played[n] = randomGames(g, uint64(100*n), n, 150, 9)
				}
				add(t, s, n, played[n], 0)
			}
			o := smallOptions()
			o.Batch, o.Epochs, o.Workers, o.Memory = 130, 2, 2, 1
			w := s.Window(0, 0)
			got, _ := train(t, w, o)
			if want := plainTrain(t, w, played, o); sum(got) != sum(want) {
				t.Errorf("%s, %d a bucket: weights %.12s, plain %.12s", g.Name(), perBucket, sum(got), sum(want))
			}
		}
	}
}
