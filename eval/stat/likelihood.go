package stat

import "math"

// unseen is the count of an outcome that never occurred: one thousandth of an
// observation, as in fishtest. So every outcome remains possible, and no
// likelihood is zero, whatever the counts.
const unseen = 1e-3

// regular returns the sample with its zeros replaced by unseen.
func (s sample) regular() sample {
	n := make([]float64, len(s.n))
	for i := range n {
		n[i] = max(s.n[i], unseen)
	}
	return sample{n, s.games}
}

// mirrored returns the sample as the opponent sees it.
func (s sample) mirrored() sample {
	n := make([]float64, len(s.n))
	for i := range n {
		n[i] = s.n[len(n)-1-i]
	}
	return sample{n, s.games}
}

// lossAtElo returns the log likelihood of the sample under the likeliest
// distribution whose mean is that of a logistic Elo difference, less the log
// likelihood under the sample's own shares. It is never above 0. The condition
// is linear in the distribution, so it has one maximum (Van den Bergh,
// GSPRT, proposition 1.1). The sample must be regular.
func (s sample) lossAtElo(elo float64) float64 {
	win, loss := EloExpectation(elo), EloExpectation(-elo)
	offset := make([]float64, len(s.n))
	for i := range offset {
		offset[i] = s.score(i)*loss - (1-s.score(i))*win // score - mean, without cancellation at the ends
	}
	return s.loss(offset, s.tilt(offset))
}

// lossAtT returns the same for the distributions whose mean lies t of their
// own standard deviations above 1/2.
//
// That condition is not linear, and the likelihood may have several local
// maxima under it. But the variance is the least mean square distance from any
// point. With u = score - 1/2 and t > 0, a distribution is t deviations or more
// above 1/2 exactly where E[b] >= 0 for at least one point d > 0 of
//
//	b = (u^2 - (1+t^2) (u-d)^2) / d = 2u - d - t^2 (u-d)^2/d,
//
// and E[b] = 0 at t itself with d = E[u]. For every d that is a linear
// condition with one maximum, and a search for the best d is left:
//
//   - The sample lies above t. The distributions at t or below form a convex
//     set, the likeliest is unique, and it has the least likelihood over d of
//     those d that the sample itself satisfies.
//   - The sample lies below t. The distributions at t or above are a union of
//     half-spaces, and the likeliest is the best over all d.
func (s sample) lossAtT(t float64) float64 {
	const negligible = 1e-12 // deviations; its square must not vanish
	if t < 0 {
		s, t = s.mirrored(), -t
	}
	if t < negligible {
		return s.lossAtElo(0)
	}
	mean, variance := s.moments()
	mean -= 0.5
	if own := mean / math.Sqrt(variance); own < t {
		return s.lossFromBelow(t)
	}
	// E[b] >= 0 under the sample's shares for d between the roots of
	// d^2 - 2 mean d + product.
	product := t * t / (1 + t*t) * (variance + mean*mean)
	half := math.Sqrt(max(mean*mean-product, 0))
	return s.stationary(t, product/(mean+half), min(mean+half, 0.5))
}

// gridCells is how many cells a range of d is divided into when it is searched
// for maxima. There are at most a few, one for each outcome above 1/2.
const gridCells = 128

// lossFromBelow is lossAtT for t > 0 above that of the sample.
func (s sample) lossFromBelow(t float64) float64 {
	best := math.Inf(-1)
	for _, r := range s.ranges(t) {
		best = max(best, s.greatest(t, r[0], r[1]))
	}
	return best
}

// greatest returns the greatest loss between the ends of a range. It rises in d
// as long as the tilted sample leads d: at the lower end, but not at the upper
// one. A maximum is where the lead changes its sign, or, where it only comes
// close to 0 at a point of the grid, may be next to that point.
func (s sample) greatest(t, low, high float64) float64 {
	var d, lead [gridCells + 1]float64
	best := math.Inf(-1)
	d[0], lead[0] = low, math.Inf(1)
	d[gridCells], lead[gridCells] = high, math.Inf(-1)
	for i := 1; i < gridCells; i++ {
		d[i] = low * math.Pow(high/low, float64(i)/gridCells)
		var loss float64
		loss, lead[i] = s.lossAt(t, d[i])
		best = max(best, loss)
	}
	for i := 1; i <= gridCells; i++ {
		if lead[i-1] > 0 && lead[i] <= 0 {
			best = max(best, s.stationary(t, d[i-1], d[i]))
		}
		if i == gridCells || (lead[i-1] > 0) != (lead[i] > 0) || (lead[i] > 0) != (lead[i+1] > 0) ||
			math.Abs(lead[i]) > min(math.Abs(lead[i-1]), math.Abs(lead[i+1])) {
			continue
		}
		side := sign(lead[i])
		x := lowest(d[i-1], d[i+1], func(d float64) float64 {
			_, lead := s.lossAt(t, d)
			return side * lead
		})
		switch _, there := s.lossAt(t, x); {
		case side > 0 && there < 0:
			best = max(best, s.stationary(t, d[i-1], x))
		case side < 0 && there > 0:
			best = max(best, s.stationary(t, x, d[i+1]))
		}
	}
	return best
}

// lowest returns where a function with one minimum between a and b is below 0
// or has that minimum.
func lowest(a, b float64, f func(float64) float64) float64 {
	const ratio, rounds = 0.6180339887498949, 40
	c, d := b-ratio*(b-a), a+ratio*(b-a)
	fc, fd := f(c), f(d)
	for range rounds {
		switch {
		case fc < 0:
			return c
		case fd < 0:
			return d
		case fc < fd:
			b, d, fd = d, c, fc
			c = b - ratio*(b-a)
			fc = f(c)
		default:
			a, c, fc = c, d, fd
			d = a + ratio*(b-a)
			fd = f(d)
		}
	}
	return c
}

// ranges returns the open ranges of d in which a distribution can meet the
// condition of lossAtT: where b is positive for at least one outcome.
func (s sample) ranges(t float64) [][2]float64 {
	k := math.Sqrt(1 + t*t)
	var ranges [][2]float64
	for i := len(s.n)/2 + 1; i < len(s.n); i++ {
		u := s.score(i) - 0.5
		low, high := u*t*t/(k*(k+1)), min(u*(1+1/k), 0.5) // u (1 - 1/k) without cancellation
		if n := len(ranges); n > 0 && low < ranges[n-1][1] {
			ranges[n-1][1] = high
		} else {
			ranges = append(ranges, [2]float64{low, high})
		}
	}
	return ranges
}

// stationary returns the loss at the d between low and high that the tilted
// sample neither leads nor trails. It leads low and trails high.
func (s sample) stationary(t, low, high float64) float64 {
	const halvings = 50
	for range halvings {
		d := low + (high-low)/2
		if d <= low || d >= high {
			break
		}
		if _, lead := s.lossAt(t, d); lead > 0 {
			low = d
		} else {
			high = d
		}
	}
	loss, _ := s.lossAt(t, low+(high-low)/2)
	return loss
}

// lossAt returns the loss under the condition E[b] = 0 of one d, and by what
// share of d the likeliest distribution then leads d: E[u]/d - 1.
func (s sample) lossAt(t, d float64) (loss, lead float64) {
	var buffer [len(Pentanomial{})]float64
	b := buffer[:len(s.n)]
	for i := range b {
		u := s.score(i) - 0.5
		b[i] = 2*u - d - t*t*(u-d)*(u-d)/d
	}
	x := s.tilt(b)
	var total float64
	for i, b := range b {
		p := s.n[i] / (1 + x*b)
		lead += p * (s.score(i) - 0.5 - d)
		total += p
	}
	return s.loss(b, x), lead / total / d
}

// loss returns the log likelihood of the sample under the shares
// f[i]/(1 + x*offset[i]), less that under its own shares f.
func (s sample) loss(offset []float64, x float64) float64 {
	var sum float64
	for i, a := range offset {
		sum -= s.n[i] * math.Log1p(x*a)
	}
	return sum
}

// tilt returns the x with which f[i]/(1 + x*offset[i]) is the likeliest
// distribution under which offset has the mean 0, f being the shares of the
// sample. It is NaN unless offset has both signs: nothing meets the condition
// then.
func (s sample) tilt(offset []float64) float64 {
	least, most := offset[0], offset[0]
	for _, a := range offset {
		least, most = min(least, a), max(most, a)
	}
	if !(least < 0 && most > 0) {
		return math.NaN()
	}
	// The mean falls in x, from one pole to the other. Newton's step, and a
	// bisection where it would leave what is known to hold the zero.
	const rounds = 200
	low, high, x := -1/most, -1/least, 0.0
	for range rounds {
		var mean, slope float64
		for i, a := range offset {
			q := a / (1 + x*a)
			mean += s.n[i] * q
			slope += s.n[i] * q * q
		}
		if mean > 0 {
			low = x
		} else {
			high = x
		}
		next := x + mean/slope
		if !(low < next && next < high) {
			next = low + (high-low)/2
		}
		if math.Abs(next-x) <= 1e-16*math.Abs(x) || next <= low || next >= high {
			break
		}
		x = next
	}
	return x
}
