package rating

import (
	"math"
	"slices"
	"strings"

	"apprentice/eval/stat"
)

// Encounter is what two players scored against each other, from A's view. The
// same two may meet in several encounters.
type Encounter struct {
	A, B   string
	First  stat.WDL         // games that A played as games.First
	Second stat.WDL         // games that A played as games.Second
	Either stat.WDL         // games in which the sides are unknown
	Pairs  stat.Pentanomial // of First and Second or, where these are empty, of Either; other games are independent
}

// WDL returns all games of the encounter.
func (e Encounter) WDL() stat.WDL { return e.First.Plus(e.Second).Plus(e.Either) }

// Rating is a player's place on a scale.
type Rating struct {
	Name        string
	Elo         stat.Interval // NaN between infinities unless Reason is Rated
	WDL         stat.WDL      // of all its games
	Expectation float64       // mean score of its games, (W+D/2)/games; NaN without games
	Reason      Reason        // why it has no Elo; Rated if it has one
}

// Scale is what the results of many players show about them and their game.
type Scale struct {
	Ratings   []Rating      // in the order of the players' first encounter
	Advantage stat.Interval // Elo value of being games.First; 0 between infinities if unknown
	DrawRate  stat.Interval // of games between equal players, the advantage included
}

// DefaultPrior is the number of virtual draws between any two players that met.
// One keeps a player that won all its 100 games at +923 instead of infinity,
// and moves ratings from many games by less than their error.
const DefaultPrior = 1

// Rate rates all players on one scale, and estimates what the first move is
// worth and how often equal players draw. It always answers: a player that the
// games do not place has a Reason instead of an Elo, and does not affect the
// others.
//
// The players in fixed hold the scale: they keep the Elo given there, without a
// margin. All others are rated by their games with them and each other. The
// usual anchor is a single player at 0. An Elo that is not finite is ignored.
//
// The model is that of Bradley and Terry (1952) with Ordo's advantage of the
// first move (Ballicora 2015): the expectation of the player who begins is
// stat.EloExpectation(difference + advantage), a draw counting as half a win
// and half a loss. If the sides are unknown, the advantage is left out. Wins,
// draws and losses share the expectation so that draws^2 = k * wins * losses
// (Davidson 1970), where k follows from the draw rate of equal players. With
// the ratings and the advantage found, the model expects exactly the points
// that every player, and all first players together, have scored.
//
// The prior is a number of virtual draws between any two players that met, half
// of them with either side (compare BayesElo's prior, Coulom 2005). It keeps
// ratings finite if a player scored everything. DefaultPrior suits runs; a
// number that is not positive and finite means none.
//
// Intervals give the error of the difference to the fixed players. They come
// from the variance of results: draws narrow them, and so do pairs whose two
// games balance each other. A draw moves ratings as half a win and half a loss
// would.
func Rate(encounters []Encounter, fixed map[string]float64, prior float64) Scale {
	p := newPool(encounters, fixed, prior)
	theta := p.solve()
	s := Scale{DrawRate: p.drawRate(theta)}
	known, variance := p.spread(theta, s.DrawRate)
	s.Advantage = stat.Interval{Value: 0, Low: math.Inf(-1), High: math.Inf(1)}
	if known[p.free] && p.sided() {
		s.Advantage = inElo(theta[p.free], variance[p.free])
	}
	for i := range p.players {
		player := &p.players[i]
		r := Rating{Name: player.name, WDL: player.wdl, Expectation: player.wdl.Expectation()}
		switch v := player.variable; {
		case v == held:
			r.Elo = stat.Interval{Value: player.elo, Low: player.elo, High: player.elo}
		case v >= 0 && known[v] && !player.bad:
			r.Elo = inElo(theta[v], variance[v])
		default:
			r.Elo = stat.Unknown()
			r.Reason = player.reason(p.bounded)
		}
		s.Ratings = append(s.Ratings, r)
	}
	return s
}

// eloPerUnit is the Elo of a natural unit, over which odds grow by a factor of
// e.
const eloPerUnit = 400 / math.Ln10

// inElo returns an estimate in natural units and its variance as Elo.
func inElo(x, variance float64) stat.Interval {
	width := stat.Z95 * math.Sqrt(variance) * eloPerUnit
	return stat.Interval{Value: x * eloPerUnit, Low: x*eloPerUnit - width, High: x*eloPerUnit + width}
}

// Sort orders ratings from the strongest down, those without a value
// last, equal ones by name.
func Sort(ratings []Rating) {
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
