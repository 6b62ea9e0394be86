package eval

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Encounter is what two players scored against each other, from A's view. The
// same two may meet in several encounters.
type Encounter struct {
	A, B string
	WDL  WDL
}

// Rating is a player's place on the scale of Rate.
type Rating struct {
	Name        string
	Elo         Interval // relative to the anchor, whose interval has no width
	WDL         WDL      // of all its games
	Expectation float64  // mean score of its games, (W+D/2)/games
}

// DefaultPrior is the number of virtual draws between any two players that
// met. One keeps a player that won all its 100 games at +923 instead of
// infinity, and moves ratings that many games decide by less than their error.
const DefaultPrior = 1

// DisconnectedError says that some players met nobody through whom they could
// be compared with the anchor.
type DisconnectedError struct {
	Anchor  string
	Players []string // in the order of their first encounter
}

// Error names the anchor and the players.
func (e *DisconnectedError) Error() string {
	return fmt.Sprintf("ratings: no games connect %s with %s", strings.Join(e.Players, ", "), e.Anchor)
}

// Rate returns the ratings of all players, in the order of their first
// encounter, by maximum likelihood in the model of Bradley and Terry (1952):
// the expectation of a player is EloExpectation of the difference of ratings,
// a draw counting as half a win and half a loss. The anchor has 0.
//
// A prior of so many virtual draws, spread over the encounters of each two
// players that met, keeps ratings finite where one of them scored everything
// (compare BayesElo's prior, Coulom 2005); DefaultPrior suits runs. Intervals
// come from the inverse Fisher information of games and prior. They hold the
// error of the difference to the anchor, they take games for independent, and
// they are somewhat too wide where draws are many, since a draw is two half
// decisions here.
//
// With players that no chain of games connects with the anchor the error is a
// *DisconnectedError; the ratings of all others are returned with it, and
// theirs are NaN between infinities.
func Rate(encounters []Encounter, anchor string, prior float64) ([]Rating, error) {
	if prior < 0 || math.IsNaN(prior) || math.IsInf(prior, 0) {
		return nil, fmt.Errorf("ratings: prior of %g draws", prior)
	}
	pool, err := newPool(encounters, anchor)
	if err != nil {
		return nil, err
	}
	if prior == 0 && !pool.bounded() {
		return nil, errors.New("ratings: some players scored everything against the others; without a prior they have no finite rating")
	}
	pool.addPrior(prior)
	theta, covariance, err := pool.solve()
	if err != nil {
		return nil, err
	}
	return pool.ratings(theta, covariance)
}

// SortRatings orders ratings from the strongest down, those without a value
// last, equal ones by name.
func SortRatings(ratings []Rating) {
	slices.SortStableFunc(ratings, func(a, b Rating) int {
		x, y := a.Elo.Value, b.Elo.Value
		switch {
		case x > y || math.IsNaN(y) && !math.IsNaN(x):
			return -1
		case x < y || math.IsNaN(x) && !math.IsNaN(y):
			return 1
		}
		return strings.Compare(a.Name, b.Name)
	})
}
