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
