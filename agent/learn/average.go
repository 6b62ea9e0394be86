package learn

import "math"

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
