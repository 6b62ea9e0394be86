package scale

import (
	"cmp"
	"slices"

	"apprentice/eval/rating"
	"apprentice/eval/stat"
)

// prior is the number of virtual draws with each anchor that the player met. It
// keeps the Elo of a player finite that won or lost all of its games, and moves
// others by far less than their error, also where most of the anchors that they
// met are much weaker.
const prior = 0.2

// Standing is where a player stands on a scale.
type Standing struct {
	Elo    stat.Interval      // with the anchors held where they are: it lacks their own error, which all players share
	Scores []rating.Encounter // with each anchor that it met, the weakest first
}

// Games returns the number of games.
func (s Standing) Games() int {
	n := 0
	for _, e := range s.Scores {
		n += e.WDL().Games()
	}
	return n
}

// standing fits the Elo to the games so far.
func (s *sitting) standing() Standing {
	met := slices.DeleteFunc(slices.Clone(s.scores), func(e rating.Encounter) bool { return e.WDL().Games() == 0 })
	return Standing{s.Scale.Elo(s.Player.Name, met), met}
}

// Elo returns the place of a player by its games with anchors, which are held
// where they are. It is unknown without such games.
func (s *Scale) Elo(player string, scores []rating.Encounter) stat.Interval {
	for _, r := range rating.Rate(scores, s.places(), prior).Ratings {
		if r.Name == player && r.Reason == rating.Rated {
			return r.Elo
		}
	}
	return stat.Unknown()
}

// nearest returns the numbers below n by their distance, the least first.
func nearest(n int, distance func(int) float64) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(distance(a), distance(b)) })
	return order
}

// Met returns what one anchor scored against another when the scale was made.
func (s *Scale) Met(a, b string) stat.WDL {
	for _, m := range s.Meetings {
		w := stat.WDL{Wins: m.WDL[0], Draws: m.WDL[1], Losses: m.WDL[2]}
		switch {
		case m.A == a && m.B == b:
			return w
		case m.A == b && m.B == a:
			return w.Reverse()
		}
	}
	return stat.WDL{}
}
