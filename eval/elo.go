package eval

import (
	"math"
	"strconv"
	"strings"
)

// z95 is the 97.5 % quantile of the normal distribution: an interval of z95
// standard deviations to both sides holds 95 %.
const z95 = 1.959963984540054

// nEloPerSigma turns a score in standard deviations of one game into
// normalised Elo. With 800/ln 10 it agrees with Elo for small differences
// between players that never draw.
const nEloPerSigma = 800 / math.Ln10

// Interval is an estimate with the bounds of its 95 % confidence interval.
type Interval struct {
	Value, Low, High float64
}

// Margin is half the width of the interval: the figure after "+-".
func (i Interval) Margin() float64 { return (i.High - i.Low) / 2 }

// String returns the estimate with one decimal, as Text does.
func (i Interval) String() string { return i.Text(1) }

// Text returns the estimate in the form "12.3 +- 4.5". Where a bound is
// infinite the finite one speaks: "511.5 (> 408.2)", or "> 310.2" where the
// estimate is infinite too. Where both are infinite it is "unknown".
func (i Interval) Text(decimals int) string {
	value, low, high := Fixed(i.Value, decimals), Fixed(i.Low, decimals), Fixed(i.High, decimals)
	below, above := math.IsInf(i.Low, 0), math.IsInf(i.High, 0) // unbounded there
	switch {
	case math.IsNaN(i.Value) || below && above:
		return "unknown"
	case above && math.IsInf(i.Value, 0):
		return "> " + low
	case below && math.IsInf(i.Value, 0):
		return "< " + high
	case above:
		return value + " (> " + low + ")"
	case below:
		return value + " (< " + high + ")"
	}
	return value + " +- " + Fixed(i.Margin(), decimals)
}

// Fixed writes a number with a fixed number of decimals. What rounds to zero
// has no sign.
func Fixed(x float64, decimals int) string {
	text := strconv.FormatFloat(x, 'f', decimals, 64)
	if strings.Trim(text, "-0.") == "" {
		return strings.TrimPrefix(text, "-")
	}
	return text
}

// Strength is what a number of games says about the difference between a
// player and its opponent.
type Strength struct {
	Expectation Interval // mean score of a game
	Elo         Interval // logistic Elo; infinite where every game was won or lost
	NElo        Interval // normalised Elo: the score in units of its own noise, comparable across draw rates; NaN between infinities where all results are alike

	// LOS is the likelihood of superiority, P(expectation > 1/2 | games): that
	// of a normal distribution with the variance of the results. Few results
	// are judged by a beta distribution where that is more modest, so that one
	// win makes 75 % and two make 87.5 %. It is 1/2 without games.
	LOS float64
}

// Elo returns the logistic Elo difference at which the expectation is e:
// 400 log10(e/(1-e)); infinite at 0 and 1.
func Elo(e float64) float64 {
	switch {
	case e <= 0:
		return math.Inf(-1)
	case e >= 1:
		return math.Inf(1)
	}
	return 400 * math.Log10(e/(1-e))
}

// EloExpectation is the inverse of Elo: the expectation of a player that is
// elo stronger than its opponent.
func EloExpectation(elo float64) float64 { return 1 / (1 + math.Pow(10, -elo/400)) }

// Strength returns the estimate from single games, whose results it takes for
// independent (the trinomial model).
func (w WDL) Strength() Strength { return w.sample().strength() }

// Strength returns the estimate from pairs (the pentanomial model).
func (p Pentanomial) Strength() Strength { return p.sample().strength() }

// sample is a discrete distribution of scores as it was observed: n[i] times
// the score i/(len(n)-1). An observation is a game or the mean of a pair.
type sample struct {
	n     []float64
	games float64 // of one observation
}

func (w WDL) sample() sample {
	return sample{[]float64{float64(w.Losses), float64(w.Draws), float64(w.Wins)}, 1}
}

func (p Pentanomial) sample() sample {
	s := sample{make([]float64, len(p)), 2}
	for i, n := range p {
		s.n[i] = float64(n)
	}
	return s
}

// score is the score of outcome i.
func (s sample) score(i int) float64 { return float64(i) / float64(len(s.n)-1) }

// total is the number of observations.
func (s sample) total() float64 {
	var total float64
	for _, n := range s.n {
		total += n
	}
	return total
}

// moments returns the mean and the variance of one observation.
func (s sample) moments() (mean, variance float64) {
	total := s.total()
	for i, n := range s.n {
		mean += n * s.score(i)
	}
	mean /= total
	for i, n := range s.n {
		d := s.score(i) - mean
		variance += n * d * d
	}
	return mean, variance / total
}

// unknowable is the interval of a quantity that nothing is known about.
var unknowable = Interval{math.NaN(), math.Inf(-1), math.Inf(1)}

// strength is computed as fishtest and fastchess do, but for few results: a
// normal interval for the mean score, carried through the Elo formula.
func (s sample) strength() Strength {
	if s.total() == 0 {
		return Strength{Interval{0.5, 0, 1}, Interval{0, math.Inf(-1), math.Inf(1)}, unknowable, 0.5}
	}
	e := s.expectation()
	result := Strength{
		Expectation: Interval{e.Value, max(e.Low, 0), min(e.High, 1)},
		Elo:         e.through(Elo),
		NElo:        unknowable,
		LOS:         s.superiority(),
	}
	if _, variance := s.moments(); variance > 0 {
		perGame := math.Sqrt(variance * s.games) // deviation of a single game
		result.NElo = e.through(func(x float64) float64 { return (x - 0.5) / perGame * nEloPerSigma })
	}
	return result
}

// through carries the interval through a rising function.
func (i Interval) through(f func(float64) float64) Interval {
	return Interval{f(i.Value), f(i.Low), f(i.High)}
}

// sign is -1, 0 or 1.
func sign(x float64) float64 {
	switch {
	case x < 0:
		return -1
	case x > 0:
		return 1
	}
	return 0
}

// Wilson returns the share successes/n with Wilson's 95 % score interval
// (Wilson 1927), which stays within [0, 1] and has width even at the ends.
// With draws counted as half a success the interval is wider than it need be,
// since a drawn game varies less than a coin. Without trials it is 0 to 1.
func Wilson(successes, n float64) Interval {
	if n <= 0 {
		return Interval{0.5, 0, 1}
	}
	p, z2 := successes/n, z95*z95
	centre := (p + z2/(2*n)) / (1 + z2/n)
	width := z95 / (1 + z2/n) * math.Sqrt(p*(1-p)/n+z2/(4*n*n))
	return Interval{p, max(min(centre-width, p), 0), min(max(centre+width, p), 1)}
}

// WinRateInterval returns the win rate W/(W+D+L) with its Wilson interval.
func (w WDL) WinRateInterval() Interval { return Wilson(float64(w.Wins), float64(w.Games())) }

// DrawRateInterval returns the draw rate D/(W+D+L) with its Wilson interval.
func (w WDL) DrawRateInterval() Interval { return Wilson(float64(w.Draws), float64(w.Games())) }
