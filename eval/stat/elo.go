package stat

import "math"

// nEloPerSigma turns a score in standard deviations of one game into
// normalised Elo. With 800/ln 10 it agrees with Elo for small differences
// between players that never draw.
const nEloPerSigma = 800 / math.Ln10

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

// strength is computed as fishtest and fastchess do, but for few results: a
// normal interval for the mean score, carried through the Elo formula.
func (s sample) strength() Strength {
	if s.total() == 0 {
		return Strength{Interval{0.5, 0, 1}, Interval{0, math.Inf(-1), math.Inf(1)}, Unknown(), 0.5}
	}
	e := s.expectation()
	result := Strength{
		Expectation: Interval{e.Value, max(e.Low, 0), min(e.High, 1)},
		Elo:         e.through(Elo),
		NElo:        Unknown(),
		LOS:         s.superiority(),
	}
	if _, variance := s.moments(); variance > 0 {
		perGame := math.Sqrt(variance * s.games) // deviation of a single game
		result.NElo = e.through(func(x float64) float64 { return (x - 0.5) / perGame * nEloPerSigma })
	}
	return result
}
