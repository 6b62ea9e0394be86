package stat

import "math"

// nEloPerSigma turns a score in standard deviations of one game into
// normalised Elo. With 800/ln 10 it agrees with Elo for small differences
// between players that never draw.
const nEloPerSigma = 800 / math.Ln10

// Strength is the difference between a player and its opponent, as estimated
// from games.
type Strength struct {
	Expectation Interval // mean score of a game
	Elo         Interval // logistic Elo; infinite if every game was won or lost
	NElo        Interval // normalised Elo: the score in units of its own noise, comparable across draw rates; Unknown if all results are alike

	// LOS is the likelihood of superiority, P(expectation > 1/2 | games), from a
	// normal distribution with the variance of the results. For few results a
	// beta distribution is used if it is closer to 1/2: one win makes 75 %, two
	// make 87.5 %. Without games it is 1/2.
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

// Strength returns the estimate from single games, assuming that their results
// are independent (the trinomial model).
func (w WDL) Strength() Strength { return w.sample().strength() }

// Strength returns the estimate from pairs (the pentanomial model).
func (p Pentanomial) Strength() Strength { return p.sample().strength() }

// strength follows fishtest and fastchess, except for few results: a normal
// interval of the mean score, mapped through the Elo formula.
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
