package learn

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestRate(t *testing.T) {
	o := Options{LR: 0.01, LRFinal: 0.002, Warmup: 0.1}
	const cosineQuarter = 0.01 - 0.008*(1-math.Sqrt2/2)/2 // a quarter of the way down
	for _, tt := range []struct {
		decay       Decay
		step, steps int
		want        float64
	}{
		// 1001 steps: 101 of warm-up, 900 from the first at full rate to the last.
		{Cosine, 0, 1001, 0.01 / 102}, {Cosine, 50, 1001, 0.005}, {Cosine, 100, 1001, 0.01 * 101 / 102},
		{Cosine, 101, 1001, 0.01},
		{Cosine, 101 + 899/2, 1001, 0.01 - 0.008*(1-math.Cos(math.Pi*449/899))/2},
		{Cosine, 1000, 1001, 0.002},
		{Linear, 101, 1001, 0.01}, {Linear, 1000, 1001, 0.002},
		// 21 steps: 3 of warm-up, then 17 to the end.
		{Linear, 3, 21, 0.01}, {Linear, 20, 21, 0.002}, {Linear, 3 + 10, 21, 0.01 - 0.008*10/17},
		// 1 + 8: a quarter and the middle fall on steps.
		{Cosine, 1, 10, 0.01}, {Cosine, 3, 10, cosineQuarter}, {Cosine, 5, 10, 0.006}, {Cosine, 9, 10, 0.002},
		{Linear, 3, 10, 0.008}, {Linear, 5, 10, 0.006},
		// The warm-up ends after 500 steps at the latest.
		{Cosine, 499, 100_000, 0.01 * 500 / 501}, {Cosine, 500, 100_000, 0.01},
		{Cosine, 0, 1, 0.005}, // no more than warm-up
	} {
		o.Decay = tt.decay
		if got := o.rate(tt.step, tt.steps); math.Abs(got-tt.want) > 1e-12 {
			t.Errorf("decay %d: rate of step %d of %d is %v, want %v", tt.decay, tt.step, tt.steps, got, tt.want)
		}
	}
	o.Warmup = 0
	if first, last := o.rate(0, 100), o.rate(99, 100); first != 0.01 || math.Abs(last-0.002) > 1e-15 {
		t.Errorf("without a warm-up the rate goes from %v to %v", first, last)
	}
	if only := o.rate(0, 1); only != 0.01 {
		t.Errorf("the rate of a single step is %v", only)
	}
}

// The rate rises to its peak and falls from there to its last value, and never
// leaves their bounds.
func TestRateShape(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := Options{
			LR:     rapid.Float64Range(1e-4, 0.5).Draw(t, "LR"),
			Warmup: rapid.Float64Range(0, 1).Draw(t, "warmup"),
			Decay:  rapid.SampledFrom([]Decay{Cosine, Linear}).Draw(t, "decay"),
		}
		o.LRFinal = o.LR * rapid.Float64Range(1e-3, 1).Draw(t, "LRFinal")
		steps := rapid.IntRange(1, 3000).Draw(t, "steps")
		falling, before := false, 0.0
		for i := range steps {
			rate := o.rate(i, steps)
			if !(rate > 0 && rate <= o.LR) {
				t.Fatalf("rate %v of step %d", rate, i)
			}
			if rate < before {
				falling = true
			} else if falling && rate > before*(1+1e-12) {
				t.Fatalf("rate rises again at step %d", i)
			}
			if falling && rate < o.LRFinal*(1-1e-12) {
				t.Fatalf("rate %v of step %d is below the last", rate, i)
			}
			before = rate
		}
	})
}
