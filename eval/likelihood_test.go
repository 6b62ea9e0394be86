package eval

import (
	"cmp"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"
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

// randomSample draws counts of every kind: few and many, with and without
// zeros, all in one outcome.
func randomSample(rng *rand.Rand, outcomes int) sample {
	s := sample{make([]float64, outcomes), float64(outcomes+1)/2 - 1}
	if rng.IntN(5) == 0 {
		s.n[rng.IntN(outcomes)] = math.Floor(math.Pow(10, 5*rng.Float64()))
		return s
	}
	digits := 5 * rng.Float64()
	for s.total() == 0 {
		for i := range s.n {
			if rng.IntN(4) > 0 {
				s.n[i] = math.Floor(math.Pow(10, digits*rng.Float64()))
			}
		}
	}
	return s
}

// randomBounds draws bounds of every kind: near and far, narrow and wide.
func randomBounds(rng *rand.Rand) (elo0, elo1 float64) {
	one := func() float64 {
		elo := math.Pow(10, -1+4.6*rng.Float64())
		if rng.IntN(8) == 0 {
			elo = 0
		}
		return min(elo, MaxSPRTElo) * float64(1-2*rng.IntN(2))
	}
	elo0, elo1 = one(), one()
	if rng.IntN(3) == 0 {
		elo1 = min(elo0+math.Pow(10, -1+2*rng.Float64()), MaxSPRTElo)
	}
	return min(elo0, elo1), max(elo0, elo1)
}

// The ratio of every sample between every two bounds is that of the slow twin.
// EVAL_LLR_CASES sets how many are tried in each model, for pairs and for games.
func TestLLRIsThatOfTheSlowTwin(t *testing.T) {
	cases := 40
	if text := os.Getenv("EVAL_LLR_CASES"); text != "" {
		var err error
		if cases, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	for _, model := range []Model{Logistic, Normalized} {
		for _, outcomes := range []int{3, 5} {
			t.Run(model.String()+" "+strconv.Itoa(outcomes), func(t *testing.T) {
				t.Parallel()
				rng := rand.New(rand.NewPCG(uint64(model), uint64(outcomes)))
				worst := 0.0
				for range cases {
					s := randomSample(rng, outcomes)
					test := SPRT{Model: model}
					test.Elo0, test.Elo1 = randomBounds(rng)
					if test.Elo0 == test.Elo1 {
						continue
					}
					got, want := test.llr(s), slowLLR(test, s)
					off := math.Abs(got-want) / max(1, math.Abs(want))
					worst = max(worst, off)
					if !(off <= 1e-6) {
						t.Errorf("%v [%g, %g] %v: LLR %.9g, slow twin %.9g", s.n, test.Elo0, test.Elo1, model, got, want)
					}
				}
				t.Logf("%d cases, largest difference %.2g of max(1, |LLR|)", cases, worst)
			})
		}
	}
}

// A ratio never speaks for a hypothesis on the far side of the other one.
func TestLLRNeverContradictsTheScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		s := randomSample(rng, 3+2*rng.IntN(2))
		test := SPRT{Model: Model(rng.IntN(2))}
		test.Elo0, test.Elo1 = randomBounds(rng)
		if test.Elo0 == test.Elo1 {
			return
		}
		mean, variance := s.regular().moments()
		elo := Elo(mean)
		if test.Model == Normalized {
			elo = (mean - 0.5) / math.Sqrt(variance*s.games) * nEloPerSigma
		}
		llr, rounding := test.llr(s), 1e-9*s.total()
		if math.IsNaN(llr) || elo <= test.Elo0 && llr > rounding || elo >= test.Elo1 && llr < -rounding {
			t.Fatalf("%v [%g, %g] %v: LLR %g of a player %g stronger", s.n, test.Elo0, test.Elo1, test.Model, llr, elo)
		}
	})
}

// Counts and bounds at which other solvers are known to fail: lopsided matches
// between wide bounds in nElo.
func TestLLROfLopsidedMatches(t *testing.T) {
	for _, c := range []struct {
		pairs      Pentanomial
		elo0, elo1 float64
		want       float64
	}{
		{Pentanomial{100, 2, 1, 0, 0}, 0, 240, -122.7815},
		{Pentanomial{100, 2, 1, 0, 0}, 0, 239, -122.2737},
		{Pentanomial{100, 2, 1, 0, 0}, 0, 300, -152.1171},
		{Pentanomial{0, 0, 1, 2, 100}, 0, 240, 53.9554},
		{Pentanomial{0, 0, 1, 2, 100}, -240, 0, 122.7815},
		{Pentanomial{144, 3, 1, 0, 0}, -1500, -500, -6.7213},
		{Pentanomial{5, 0, 0, 0, 0}, 0, 300, -7.4313},
		{Pentanomial{0, 0, 0, 0, 1}, 0, 240, 0.5294},
		{Pentanomial{0, 0, 30493, 0, 0}, -256.42195008332027, -253.73062537288263, 333.8096},
		{Pentanomial{0, 0, 22281, 0, 0}, 0, 0.38816199665559414, -0.05144283},
		{Pentanomial{0, 0, 0, 74330, 0}, -224.48764249498714, -224.33312714664189, 52.4203},
	} {
		test := SPRT{Elo0: c.elo0, Elo1: c.elo1, Model: Normalized}
		if got := test.LLR(c.pairs); !near(got, c.want, 6e-5) {
			t.Errorf("%v [%g, %g]: LLR %.4f, want %.4f", c.pairs, c.elo0, c.elo1, got, c.want)
		}
		if slow := slowLLR(test, c.pairs.sample()); !near(slow, c.want, 6e-5) {
			t.Errorf("%v [%g, %g]: LLR of the slow twin %.4f, want %.4f", c.pairs, c.elo0, c.elo1, slow, c.want)
		}
	}
}
