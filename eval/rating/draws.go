package rating

import (
	"math"

	"apprentice/eval/stat"
	"apprentice/internal/logistic"
)

// drawShare returns the probability of a draw if the expectation is e and
// equal players draw with probability d: the root x of
// x^2 = k * wins * losses with wins = e - x/2, losses = 1 - e - x/2 and
// k = (2d/(1-d))^2.
func drawShare(e, d float64) float64 {
	spread := 4 * e * (1 - e)
	switch {
	case d <= 0, spread == 0:
		return 0
	case d >= 1:
		return 2 * min(e, 1-e)
	}
	ratio := (1 - d) / d
	return spread / (1 + math.Sqrt(1+(ratio*ratio-1)*spread))
}

// drawRate returns the most likely draw rate of equal players given ratings.
// If no game or every game was drawn the likelihood has no maximum, and the
// result is the share of draws with its Wilson interval.
func (p *pool) drawRate(theta []float64) stat.Interval {
	var all stat.WDL
	for _, r := range p.results {
		all = all.Plus(r.wdl)
	}
	if all.Draws == 0 || all.Draws == all.Games() {
		return all.DrawRateInterval()
	}
	loss := func(logit float64) float64 {
		d := logistic.Sigmoid(logit)
		var sum float64
		for _, r := range p.results {
			e := logistic.Sigmoid(p.edge(theta, r))
			x := drawShare(e, d)
			sum -= xlog(r.wdl.Draws, x) + xlog(r.wdl.Wins, e-x/2) + xlog(r.wdl.Losses, 1-e-x/2)
		}
		return sum
	}
	best := goldenSection(-12, 12, loss)
	const h = 1e-3
	curvature := (loss(best+h) - 2*loss(best) + loss(best-h)) / (h * h)
	width := stat.Z95 / math.Sqrt(max(curvature, 1e-9))
	return stat.Interval{Value: logistic.Sigmoid(best), Low: logistic.Sigmoid(best - width), High: logistic.Sigmoid(best + width)}
}

// xlog is n log x, 0 for n = 0.
func xlog(n int, x float64) float64 {
	if n == 0 {
		return 0
	}
	return float64(n) * math.Log(max(x, 1e-300))
}

// goldenSection returns the minimum of a function that falls and then rises.
func goldenSection(low, high float64, f func(float64) float64) float64 {
	const shrink = 0.6180339887498949
	a, b := high-shrink*(high-low), low+shrink*(high-low)
	fa, fb := f(a), f(b)
	for high-low > 1e-7 {
		if fa < fb {
			high, b, fb = b, a, fa
			a = high - shrink*(high-low)
			fa = f(a)
		} else {
			low, a, fa = a, b, fb
			b = low + shrink*(high-low)
			fb = f(b)
		}
	}
	return (low + high) / 2
}
