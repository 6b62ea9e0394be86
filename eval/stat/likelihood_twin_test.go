package stat

import (
	"cmp"
	"math"
	"slices"
)

// The slow twin of the solver fits the same distributions by walking along the
// set that a hypothesis leaves, in coordinates of its own: the share of decided
// games for games, mean and variance for pairs. Nothing of the solver is in it,
// nor any of the properties it relies on.

// bestOf returns the greatest value of f, which may have several maxima: a scan
// of the range of that width, dense at both ends, and a golden section beside every
// point that is above its neighbours. f is given the distances from both ends.
func bestOf(width float64, f func(fromLow, fromHigh float64) float64) float64 {
	const points, reach = 53, 26.0
	at := func(y float64) float64 {
		return f(width/(1+math.Exp(-y)), width/(1+math.Exp(y)))
	}
	var values [points]float64
	y := func(i int) float64 { return -reach + 2*reach*float64(i)/(points-1) }
	for i := range values {
		values[i] = at(y(i))
	}
	best := math.Inf(-1)
	for i, v := range values {
		if math.IsInf(v, -1) || i > 0 && values[i-1] > v || i < points-1 && values[i+1] > v {
			continue
		}
		best = max(best, v) // at an end there is no slack to search
		if 0 < i && i < points-1 {
			best = max(best, golden(y(i-1), y(i+1), at))
		}
	}
	return best
}

// golden returns the greatest value of a function with one maximum.
func golden(a, b float64, f func(float64) float64) float64 {
	const ratio = 0.6180339887498949
	c, d := b-ratio*(b-a), a+ratio*(b-a)
	fc, fd := f(c), f(d)
	for range 50 {
		if fc > fd {
			b, d, fd = d, c, fc
			c = b - ratio*(b-a)
			fc = f(c)
		} else {
			a, c, fc = c, d, fd
			d = a + ratio*(b-a)
			fd = f(d)
		}
	}
	return max(fc, fd)
}

// own is the log likelihood of counts under other shares, less that under
// their own.
func own(n, p []float64) float64 {
	var total, sum float64
	for _, x := range n {
		total += x
	}
	for i, x := range n {
		sum += x * math.Log(p[i]*total/x)
	}
	return sum
}

// slowGamesAtElo and slowGamesAtT walk along the share of decided games.
func slowGamesAtElo(n []float64, elo float64) float64 {
	q, m := EloExpectation(-elo), EloExpectation(elo) // elo >= 0: the mean m is 1/2 or more
	lead := m - q                                     // wins less losses
	return bestOf(2*q, func(fromLow, fromHigh float64) float64 {
		return own(n, []float64{fromLow / 2, fromHigh, fromLow/2 + lead})
	})
}

func slowGamesAtT(n []float64, t float64) float64 {
	low := t * t / (1 + t*t) // no loss at all
	return bestOf(1/(1+t*t), func(fromLow, fromHigh float64) float64 {
		decided := low + fromLow
		root := math.Sqrt(decided)
		loss := root * fromLow / (root + math.Sqrt(low)) / 2
		return own(n, []float64{loss, fromHigh, decided - loss})
	})
}

// corner is a condition on the variance, written about two outcomes: the mean
// of (score - a)(b - score). It is small where these two share nearly all
// weight, where the variance itself would lose all digits.
type corner struct{ a, b, mean float64 }

// slowPairsWith returns the loss of the likeliest distribution with a given
// mean, gap below 1, and variance: two linear conditions, whose multipliers a
// damped Newton descent finds. It is -Inf where there is none, or where it lies
// too close to the edge of what is possible to be found.
func slowPairsWith(n []float64, gap float64, v corner) float64 {
	var c [5][2]float64
	for i := range c {
		score := float64(i) / 4
		c[i] = [2]float64{gap - (1 - score), (score-v.a)*(v.b-score) - v.mean}
	}
	value := func(x, y float64) float64 {
		var sum float64
		for i, c := range c {
			sum -= n[i] * math.Log1p(x*c[0]+y*c[1])
		}
		return sum
	}
	x, y, now := 0.0, 0.0, 0.0
	for range 200 {
		var gx, gy, xx, xy, yy float64
		for i, c := range c {
			q := 1 + x*c[0] + y*c[1]
			gx -= n[i] * c[0] / q
			gy -= n[i] * c[1] / q
			xx += n[i] * c[0] * c[0] / (q * q)
			xy += n[i] * c[0] * c[1] / (q * q)
			yy += n[i] * c[1] * c[1] / (q * q)
		}
		det := xx*yy - xy*xy
		dx, dy := -(yy*gx-xy*gy)/det, -(xx*gy-xy*gx)/det
		decrement := -(gx*dx + gy*dy)
		if math.Abs(decrement) <= 1e-11 {
			return now
		}
		if !(decrement > 0) {
			break
		}
		step := 1.0
		for _, c := range c { // not into a pole
			if fall := -(dx*c[0] + dy*c[1]); fall > 0 {
				step = min(step, 0.98*(1+x*c[0]+y*c[1])/fall)
			}
		}
		next := value(x+step*dx, y+step*dy)
		for ; next > now-step*decrement/4 && step > 1e-9; next = value(x+step*dx, y+step*dy) {
			step /= 2
		}
		if decrement < 1e-8 && !(next < now) {
			return now
		}
		x, y, now = x+step*dx, y+step*dy, next
	}
	return math.Inf(-1)
}

// edge is a place on the walk where two outcomes can have all weight.
type edge struct{ at, a, b, other float64 }

// walkPairs returns the greatest value between any two neighbours of the edges.
func walkPairs(edges []edge, f func(low, high edge, fromLow, fromHigh float64) float64) float64 {
	slices.SortFunc(edges, func(x, y edge) int { return cmp.Compare(x.at, y.at) })
	best := math.Inf(-1)
	for i := range len(edges) - 1 {
		low, high := edges[i], edges[i+1]
		if width := high.at - low.at; width > 1e-15 {
			best = max(best, bestOf(width, func(fromLow, fromHigh float64) float64 {
				return f(low, high, fromLow, fromHigh)
			}))
		}
	}
	return best
}

// slowPairsAtElo walks along the variance.
func slowPairsAtElo(n []float64, elo float64) float64 {
	gap, mean := EloExpectation(-elo), EloExpectation(elo)
	var edges []edge
	least := 1.0
	for i := range 4 {
		for j := i + 1; j < 5; j++ {
			above, below := mean-float64(i)/4, gap-float64(4-j)/4
			if above < 0 || below < 0 {
				continue
			}
			edges = append(edges, edge{at: above * below, a: float64(i) / 4, b: float64(j) / 4})
			if j == i+1 {
				least = min(least, above*below)
			}
		}
	}
	edges = slices.DeleteFunc(edges, func(e edge) bool { return e.at < least })
	return walkPairs(edges, func(low, high edge, fromLow, fromHigh float64) float64 {
		if fromLow < fromHigh {
			return slowPairsWith(n, gap, corner{low.a, low.b, -fromLow})
		}
		return slowPairsWith(n, gap, corner{high.a, high.b, fromHigh})
	})
}

// slowPairsAtT walks along the mean, from which the variance follows. With
// d = mean - 1/2 the two outcomes u and v can have all weight where
// (d-u)(v-d) = d^2/t^2.
func slowPairsAtT(n []float64, t float64) float64 {
	scale := 1 + 1/(t*t)
	var edges []edge
	for i := range 4 {
		for j := i + 1; j < 5; j++ {
			u, v := float64(i-2)/4, float64(j-2)/4
			sum, product := u+v, u*v
			square := sum*sum - 4*scale*product
			if square < 0 || v <= 0 {
				continue
			}
			q := (sum + math.Copysign(math.Sqrt(square), sum)) / 2
			one, two := q/scale, product/q
			edges = append(edges, edge{one, u + 0.5, v + 0.5, two}, edge{two, u + 0.5, v + 0.5, one})
		}
	}
	edges = slices.DeleteFunc(edges, func(e edge) bool { return e.at <= 0 })
	return walkPairs(edges, func(low, high edge, fromLow, fromHigh float64) float64 {
		if middle := (low.at + high.at) / 2; !possible(middle, middle*middle/(t*t)) {
			return math.Inf(-1)
		}
		if fromLow < fromHigh {
			return slowPairsWith(n, 0.5-low.at-fromLow, corner{low.a, low.b, -scale * fromLow * (low.at - low.other + fromLow)})
		}
		return slowPairsWith(n, 0.5-high.at+fromHigh, corner{high.a, high.b, scale * fromHigh * (high.at - high.other - fromHigh)})
	})
}

// possible reports whether pairs can have a mean d above 1/2 and a variance.
func possible(d, variance float64) bool {
	for i := range 4 {
		if below, above := d-float64(i-2)/4, float64(i-1)/4-d; below >= 0 && above >= 0 && variance < below*above {
			return false
		}
	}
	return variance < 0.25-d*d
}

// slowLLR is the slow twin of SPRT.llr.
func slowLLR(test SPRT, s sample) float64 {
	s = s.regular()
	loss := func(elo float64) float64 {
		n := s.n
		if elo < 0 {
			n, elo = s.mirrored().n, -elo
		}
		t := elo / nEloPerSigma * math.Sqrt(s.games)
		switch {
		case test.Model == Normalized && t > 0 && len(n) == 3:
			return slowGamesAtT(n, t)
		case test.Model == Normalized && t > 0:
			return slowPairsAtT(n, t)
		case len(n) == 3:
			return slowGamesAtElo(n, elo)
		}
		return slowPairsAtElo(n, elo)
	}
	return loss(test.Elo1) - loss(test.Elo0)
}
