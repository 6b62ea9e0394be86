package stat

import (
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// The normal distribution is what test frameworks take the mean score to have,
// with the variance of the sample itself. Where nearly all results are alike
// that variance is nearly 0, and the distribution boasts: one win would prove
// superiority. With fewer than fewVaried results other than the most frequent
// one a modest rule speaks in its place; from manyVaried on the normal
// distribution speaks alone, and in between both do by degrees.
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

// between returns the value with the given weight of b against a.
func between(a, b, weight float64) float64 {
	switch weight { // where the other one may be infinite
	case 0:
		return a
	case 1:
		return b
	}
	return a + weight*(b-a)
}

// expectation returns the mean score with its 95 % interval, which may leave
// [0, 1]: the normal one, or of few results the wider of it and a modest one.
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

// modest is the interval of Agresti and Coull (1998), the normal one after two
// wins and two losses more, carried over to results with draws. It has width
// where all results are alike. Where all games were won or lost it is Wilson's,
// which ends at that score.
func (s sample) modest() Interval {
	total := s.total()
	if all := s.n[0]; all == total {
		return Wilson(0, total*s.games)
	}
	if all := s.n[len(s.n)-1]; all == total {
		return Wilson(total*s.games, total*s.games)
	}
	const added = 2 // games won, and as many lost
	more := sample{append([]float64{}, s.n...), s.games}
	more.n[0] += added / s.games
	more.n[len(more.n)-1] += added / s.games
	mean, variance := more.moments()
	return around(mean, variance/more.total())
}

// around is the normal interval of an estimate with that variance.
func around(x, variance float64) Interval {
	width := Z95 * math.Sqrt(variance)
	return Interval{x, x - width, x + width}
}

// superiority returns P(expectation > 1/2 | results). From few results it is
// the one nearer to 1/2 of what the normal distribution and decided says.
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

// decided returns P(share > 1/2) of the share of decided games that the player
// wins, with all shares equally likely before: Beta(wins+1, losses+1). One win
// makes 75 %, two make 87.5 %. In a pair, a win and a loss cancel out.
func (s sample) decided() float64 {
	var wins, losses float64
	for i, n := range s.n {
		surplus := (2*s.score(i) - 1) * s.games // half points above a draw in all
		wins += n * max(surplus, 0)
		losses += n * max(-surplus, 0)
	}
	return mathext.RegIncBeta(losses+1, wins+1, 0.5)
}
