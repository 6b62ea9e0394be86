package stat

import (
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// Test frameworks assume a normal distribution of the mean score, with the
// variance of the sample itself. If nearly all results are alike that variance
// is nearly 0, and the intervals are far too narrow: one win would prove
// superiority. With up to fewVaried results other than the most frequent one, a
// more cautious rule replaces the normal distribution. From manyVaried on the
// normal distribution holds alone; in between the two are blended.
const (
	fewVaried  = 10
	manyVaried = 30
)

// normality is the weight of the normal distribution, in [0, 1].
func (s sample) normality() float64 {
	varied, most := s.total(), 0.0
	for _, n := range s.n {
		most = max(most, n)
	}
	varied -= most
	return min(max((varied-fewVaried)/(manyVaried-fewVaried), 0), 1)
}

// between returns the mean of a and b in which b has the given weight.
func between(a, b, weight float64) float64 {
	switch weight { // the other value may be infinite
	case 0:
		return a
	case 1:
		return b
	}
	return a + weight*(b-a)
}

// expectation returns the mean score with its 95 % interval, which may leave
// [0, 1]: the normal one or, for few results, the wider of it and modest.
func (s sample) expectation() Interval {
	total := s.total()
	mean, variance := s.moments()
	normal := around(mean, variance/total)
	modest := s.modest()
	weight := s.normality()
	return Interval{
		mean,
		between(min(normal.Low, modest.Low), normal.Low, weight),
		between(max(normal.High, modest.High), normal.High, weight),
	}
}

// modest is the interval of Agresti and Coull (1998), the normal one after
// adding two wins and two losses, extended to results with draws. It has width
// even if all results are alike. If all games were won, or all lost, it is
// Wilson's, which ends at that score.
func (s sample) modest() Interval {
	total := s.total()
	if all := s.n[0]; all == total {
		return Wilson(0, total*s.games)
	}
	if all := s.n[len(s.n)-1]; all == total {
		return Wilson(total*s.games, total*s.games)
	}
	const added = 2 // wins, and the same number of losses
	more := sample{append([]float64{}, s.n...), s.games}
	more.n[0] += added / s.games
	more.n[len(more.n)-1] += added / s.games
	mean, variance := more.moments()
	return around(mean, variance/more.total())
}

// around is the normal interval of an estimate with the given variance.
func around(x, variance float64) Interval {
	width := Z95 * math.Sqrt(variance)
	return Interval{x, x - width, x + width}
}

// superiority returns P(expectation > 1/2 | results). For few results it is the
// figure of the normal distribution or that of decided, whichever is closer to
// 1/2.
func (s sample) superiority() float64 {
	mean, variance := s.moments()
	normal := 0.5 + 0.5*sign(mean-0.5)
	if variance > 0 {
		normal = distuv.UnitNormal.CDF((mean - 0.5) / math.Sqrt(variance/s.total()))
	}
	modest := s.decided()
	if math.Abs(normal-0.5) < math.Abs(modest-0.5) {
		modest = normal
	}
	return between(modest, normal, s.normality())
}

// decided returns the probability that the player wins more than half of all
// decided games, from a uniform prior: Beta(wins+1, losses+1). One win makes
// 75 %, two make 87.5 %. In a pair, a win and a loss cancel out.
func (s sample) decided() float64 {
	var wins, losses float64
	for i, n := range s.n {
		surplus := (2*s.score(i) - 1) * s.games // half points above a draw in all
		wins += n * max(surplus, 0)
		losses += n * max(-surplus, 0)
	}
	return mathext.RegIncBeta(losses+1, wins+1, 0.5)
}
