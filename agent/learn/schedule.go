package learn

import "math"

// Decay is how the learning rate falls from LR to LRFinal.
type Decay uint8

// The shapes of the fall.
const (
	Cosine Decay = iota // slowly at both ends (Loshchilov and Hutter, SGDR, 2017)
	Linear
)

// maxWarmup bounds the steps of the warm-up. AdamW's running mean of squares
// is trustworthy after some hundred steps; longer training needs no more.
const maxWarmup = 500

// rate returns the learning rate of a step in [0, steps): a straight rise to
// LR over the warm-up, then the fall to LRFinal, which the last step has.
func (o *Options) rate(step, steps int) float64 {
	warmup := min(int(math.Ceil(o.Warmup*float64(steps))), maxWarmup)
	if step < warmup {
		return o.LR * float64(step+1) / float64(warmup+1)
	}
	if steps-1 <= warmup {
		return o.LR
	}
	x := float64(step-warmup) / float64(steps-1-warmup)
	if o.Decay == Cosine {
		x = (1 - math.Cos(math.Pi*x)) / 2
	}
	return o.LR + x*(o.LRFinal-o.LR)
}

// averageRate returns how far the average of the weights moves towards them after
// step number step of so many, counted from 1: 0 as long as they are not averaged.
//
// Number k of the averaged steps has the rate 1/k, so that the average is the mean
// of all since it began (stochastic weight averaging, Izmailov et al. 2018). With
// EMA the rate does not fall below 1-EMA: then steps long past are forgotten, and
// the average is exponential.
func (o *Options) averageRate(step, steps int) float32 {
	if !o.averages() {
		return 0
	}
	k := step
	if o.Average > 0 {
		k -= steps - int(math.Ceil(o.Average*float64(steps)))
	}
	if k <= 0 {
		return 0
	}
	rate := 1 / float64(k)
	if o.EMA > 0 {
		rate = max(rate, 1-o.EMA)
	}
	return float32(rate)
}

// averages reports whether the result is an average of weights.
func (o *Options) averages() bool { return o.Average > 0 || o.EMA > 0 }

// moveTowards moves dst towards src by a share of the way.
func moveTowards(dst, src []float32, share float32) {
	for i, x := range src {
		// Rounded before the addition, so that no processor fuses the two.
		dst[i] += float32(share * float32(x-dst[i]))
	}
}
