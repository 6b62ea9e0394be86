package eval

import (
	"errors"
	"fmt"
	"math"
)

// Sided is an encounter whose games are told apart by who began, all from A's
// view.
type Sided struct {
	A, B   string
	First  WDL // A was games.First
	Second WDL // A was games.Second
	Either WDL // nobody knows
}

// WDL returns all games of the encounter.
func (s Sided) WDL() WDL { return s.First.Plus(s.Second).Plus(s.Either) }

// Scale is what the results of many players say about them and their game.
type Scale struct {
	Ratings   []Rating
	Advantage Interval // Elo that it is worth to be games.First
	DrawRate  Interval // of games between players who are equal, the advantage included
}

// RateSided rates all players as Rate does, and with them what the first move
// is worth and how often equal players draw. It is the model of Ordo
// (Ballicora 2015): the expectation of the player who begins is
// EloExpectation(difference + advantage), and wins, draws and losses share
// what is left so that draws^2 = k * wins * losses (Davidson 1970), where k
// follows from the draw rate of equal players.
//
// Ratings and advantage make the points of every player, and of all who began,
// what the model expects. Draws do not move them, but they narrow the
// intervals: those come from the variance that results really have, wins,
// draws and losses apart, and hold the error of the difference to the anchor.
// The prior and the errors are those of Rate.
func RateSided(encounters []Sided, anchor string, prior float64) (Scale, error) {
	return RateFixed(encounters, map[string]float64{anchor: 0}, prior)
}

// RateFixed is RateSided on a scale that several players hold: those in fixed
// have the Elo given there, without a margin, and all others are rated by
// their games with them and each other. Games between two players of fixed
// tell nothing but the advantage.
func RateFixed(encounters []Sided, fixed map[string]float64, prior float64) (Scale, error) {
	if prior < 0 || math.IsNaN(prior) || math.IsInf(prior, 0) {
		return Scale{}, fmt.Errorf("ratings: prior of %g draws", prior)
	}
	p, err := newSidedPool(encounters, fixed, prior)
	if err != nil {
		return Scale{}, err
	}
	if prior == 0 && !p.bounded() {
		return Scale{}, errors.New("ratings: some players scored everything against the others; without a prior they have no finite rating")
	}
	if prior == 0 && p.onesided() {
		return Scale{}, errors.New("ratings: those who began scored everything or nothing; without a prior the advantage is not finite")
	}
	theta, err := p.solve()
	if err != nil {
		return Scale{}, err
	}
	s := Scale{DrawRate: p.drawRate(theta)}
	covariance, err := p.covariance(theta, s.DrawRate.Value)
	if err != nil {
		return Scale{}, err
	}
	if p.sided() {
		s.Advantage = inElo(theta[p.free], covariance.At(p.free, p.free))
	} else {
		s.Advantage = Interval{0, math.Inf(-1), math.Inf(1)}
	}
	s.Ratings, err = p.place(theta, covariance, fixed)
	return s, err
}

// inElo returns an estimate in natural units and its variance as Elo.
func inElo(x, variance float64) Interval {
	const eloPerUnit = 400 / math.Ln10
	width := z95 * math.Sqrt(variance) * eloPerUnit
	return Interval{x * eloPerUnit, x*eloPerUnit - width, x*eloPerUnit + width}
}

// sidedPool is a pool whose players have one more variable in common, the last
