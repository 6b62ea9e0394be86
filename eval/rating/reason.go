package rating

import "fmt"

// Reason is why a player has no rating.
type Reason int

// Reasons.
const (
	Rated        Reason = iota // it has one
	NoGames                    // it has played no game
	Unconnected                // no chain of games leads to a player whose Elo is fixed
	AllWon                     // without a prior, every higher rating fits its games better
	AllLost                    // without a prior, every lower rating fits its games better
	Undetermined               // its games fit ratings that lie far apart
	BadCounts                  // an encounter of it has a negative count
)

// String returns the reason as it follows "no rating: ".
func (r Reason) String() string {
	switch r {
	case Rated:
		return "rated"
	case NoGames:
		return "it has played no game"
	case Unconnected:
		return "no chain of games connects it with the reference"
	case AllWon:
		return "it won all its games"
	case AllLost:
		return "it lost all its games"
	case Undetermined:
		return "its games fit ratings that lie far apart"
	case BadCounts:
		return "its results have a negative count"
	}
	return fmt.Sprintf("Reason(%d)", int(r))
}

// reason returns why a player has no rating; bounded reports whether a prior
// keeps ratings finite.
func (p *player) reason(bounded bool) Reason {
	switch {
	case p.bad:
		return BadCounts
	case p.wdl.Games() == 0:
		return NoGames
	case p.variable == unconnected:
		return Unconnected
	case bounded:
		return Undetermined
	case p.wdl.Wins == p.wdl.Games():
		return AllWon
	case p.wdl.Losses == p.wdl.Games():
		return AllLost
	}
	return Undetermined
}
