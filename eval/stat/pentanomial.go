package stat

import (
	"fmt"

	"apprentice/games"
)

// Pentanomial counts game pairs by their score: index i holds the number of
// pairs in which the player scored i half points: LL, LD, DD or WL, WD, WW.
//
// The two games of a pair share an opening with colours swapped, so their
// results are not independent: an opening that is lost for one side costs each
// player one game. Counting pairs instead of games removes that from the
// variance (Van den Bergh, "A practical introduction to the GSPRT", 2020, and
// fishtest).
type Pentanomial [5]int

// Indices of a Pentanomial.
const (
	LL = iota
	LD
	DDorWL
	WD
	WW
)

// Pairs is the number of pairs.
func (p Pentanomial) Pairs() int { return p[LL] + p[LD] + p[DDorWL] + p[WD] + p[WW] }

// Score is the match points of all pairs.
func (p Pentanomial) Score() float64 {
	half := 0
	for i, n := range p {
		half += i * n
	}
	return float64(half) / 2
}

// Expectation is the mean score of a game, in [0, 1]; NaN without pairs.
func (p Pentanomial) Expectation() float64 { return p.Score() / float64(2*p.Pairs()) }

// Reverse returns the same pairs as the opponent sees them.
func (p Pentanomial) Reverse() Pentanomial {
	return Pentanomial{p[WW], p[WD], p[DDorWL], p[LD], p[LL]}
}

// Count adds a pair that ended with the results a and b for the player.
func (p *Pentanomial) Count(a, b games.Result) {
	p[halfPoints(a)+halfPoints(b)]++
}

// String returns the counts as test reports write them: "[1, 2, 3, 2, 1]".
func (p Pentanomial) String() string {
	return fmt.Sprintf("[%d, %d, %d, %d, %d]", p[LL], p[LD], p[DDorWL], p[WD], p[WW])
}

// halfPoints is 0 for a loss, 1 for a draw and 2 for a win.
func halfPoints(r games.Result) int {
	switch r {
	case games.Win:
		return 2
	case games.Draw:
		return 1
	}
	return 0
}
