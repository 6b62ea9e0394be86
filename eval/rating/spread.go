package rating

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"apprentice/eval/stat"
	"apprentice/internal/logistic"
)

// spread returns for each variable whether the games determine it, and the
// variance of its estimate: the diagonal of the sandwich V of the inverse
// information I and the variance G of the gradient, V = I^-1 G I^-1. G takes
// into account that games can be drawn and that the two games of a pair depend
// on each other.
func (p *pool) spread(theta []float64, draws stat.Interval) (known []bool, variance []float64) {
	n := p.free + 1
	known, variance = make([]bool, n), make([]float64, n)
	factor, ok := p.factor(theta)
	if !ok {
		return known, variance
	}
	inverse := mat.NewSymDense(n, nil)
	_ = factor.InverseTo(inverse) // an error means that the floor alone holds a variable
	drawRate := draws.Value
	if drawRate > 0.9999 {
		drawRate = draws.Low // otherwise points would hardly vary
	}
	var half mat.Dense
	half.Mul(inverse, p.variance(theta, drawRate))
	for i := range n {
		known[i] = inverse.At(i, i) < unplaced
		for j := range n {
			variance[i] += half.At(i, j) * inverse.At(j, i)
		}
		variance[i] = max(variance[i], 0) // rounding
	}
	return known, variance
}

// variance returns the variance of the gradient. Virtual draws vary as real
// games do on average. So if they alone separate two quantities, as strength
// and the first move for a player that always began, the margin is wide enough.
func (p *pool) variance(theta []float64, drawRate float64) *mat.SymDense {
	v := mat.NewSymDense(p.free+1, nil)
	var coins, real float64 // variance of all points, without draws and pairs and with them
	score := func(r result) (coin, game float64) {
		e := logistic.Sigmoid(p.edge(theta, r))
		return e * (1 - e), max(e*(1-e)-drawShare(e, drawRate)/4, 0)
	}
	for _, r := range p.results {
		n := float64(r.wdl.Games())
		coin, game := score(r)
		p.outer(v, r, r, n*game)
		coins, real = coins+n*coin, real+n*game
	}
	for _, t := range p.pairs {
		_, a := score(t.results[0])
		_, b := score(t.results[1])
		covariance := t.n * t.correlation * math.Sqrt(a*b)
		p.outer(v, t.results[0], t.results[1], 2*covariance)
		real += 2 * covariance
	}
	for _, r := range p.results {
		if coin, _ := score(r); r.wdl.Games() == 0 && coins > 0 {
			p.outer(v, r, r, (r.score+r.lost)*coin*real/coins)
		}
	}
	return v
}

// independentPairs is the number of pairs of independent games that are added
// to the pairs played before their correlation is computed. After 30 pairs that
// all ended 1-1 an interval keeps a quarter of its width, about as if one of
// the 30 had ended 2-0.
const independentPairs = 2

// correlation returns the correlation of the two scores of a player in a pair,
// from the counts of pairs and of their games: -1 if the opening decides the
// winner, 0 if games are independent or pairs are unknown.
func correlation(p stat.Pentanomial, first, second stat.WDL) float64 {
	n := p.Pairs()
	for _, count := range p {
		if count < 0 {
			return 0
		}
	}
	if n < 2 || n > first.Games() || n > second.Games() {
		return 0
	}
	pair := p.Variance() // of the mean of both games
	a := first.Variance()
	b := second.Variance()
	if a == 0 || b == 0 {
		return 0
	}
	c := (4*pair - a - b) / (2 * math.Sqrt(a*b))
	return min(max(c, -1), 1) * float64(n) / float64(n+independentPairs)
}
