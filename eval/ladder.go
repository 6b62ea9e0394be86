package eval

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"apprentice/eval/rating"
	"apprentice/eval/stat"
)

// Rung is an opponent on a ladder.
type Rung struct {
	Entrant
	Elo float64 // its place on the scale of the ladder; NaN if unknown
}

// Ladder finds the place of a player on a scale that others hold, with few
// games: it plays the rung closest to the estimate so far, and skips rungs that
// the player is far above or below.
type Ladder struct {
	Player string             // name of A in the encounters that Play returns
	Rungs  []Rung             // in any order; one at least has an Elo
	Guess  float64            // of the player's Elo, where to begin; NaN begins on the lowest rung
	Met    []rating.Encounter // what the player, as A, has played before under the same conditions

	// Play lets the player, as A, meet an opponent. If it returns an error, the
	// encounter does not count.
	Play func(context.Context, Rung) (rating.Encounter, error)
}

// Bounds of what a rung can say.
const (
	farShare = 0.95 // of the points: rungs beyond one that gave so much, or so little, say nothing
	farElo   = 300  // rungs further from the estimate than this, 15 % of the points, say little
)

// Standing is where a player stands on a ladder.
type Standing struct {
	Elo    stat.Interval      // of the player; without bound on the side where every game was won or lost
	Reason rating.Reason      // why the player has no Elo, which is then NaN; Rated if it has one
	Met    []rating.Encounter // in the order they were played, earlier ones included
	Scale  rating.Scale       // of the player and all it met; opponents without an Elo have theirs by these games
}

// Climb plays and returns where the player stands. Opponents without an Elo
// are met last. It stops with the first error of Play and returns it together
// with the standing so far.
func (l Ladder) Climb(ctx context.Context) (Standing, error) {
	known := map[string]float64{}
	for _, r := range l.Rungs {
		if !math.IsNaN(r.Elo) {
			known[r.Name] = r.Elo
		}
	}
	if len(known) == 0 {
		return Standing{}, errors.New("ladder: no rung has an Elo")
	}
	met := slices.Clone(l.Met)
	visit := func(r Rung) error {
		e, err := l.Play(ctx, r)
		if err != nil {
			return err
		}
		if e.A != l.Player || e.B != r.Name {
			return fmt.Errorf("ladder: %s - %s was played, not %s - %s", e.A, e.B, l.Player, r.Name)
		}
		met = append(met, e)
		return nil
	}
	for {
		r, ok := l.next(met, known)
		if !ok {
			break
		}
		if err := visit(r); err != nil {
			return l.standing(met, known, err)
		}
	}
	for _, r := range l.Rungs {
		if math.IsNaN(r.Elo) && !slices.ContainsFunc(met, func(e rating.Encounter) bool { return e.B == r.Name }) {
			if err := visit(r); err != nil {
				return l.standing(met, known, err)
			}
		}
	}
	return l.standing(met, known, nil)
}

// next returns the rung with an Elo to play next, and false if no other one is
// worth its games.
func (l Ladder) next(met []rating.Encounter, known map[string]float64) (Rung, bool) {
	low, high := math.Inf(-1), math.Inf(1) // rungs at or beyond these say nothing
	played := map[string]bool{}
	near := false // some rung was neither far below nor far above
	for _, e := range met {
		played[e.B] = true
		switch share := e.WDL().Expectation(); {
		case share > farShare:
			low = max(low, known[e.B])
		case share < 1-farShare:
			high = min(high, known[e.B])
		default:
			near = true
		}
	}
	at := l.Guess
	if len(met) > 0 {
		at = l.rate(met, known).Value
	}
	if math.IsNaN(at) {
		at = math.Inf(-1)
	}
	var best Rung
	found := false
	for _, r := range l.Rungs {
		if played[r.Name] || !(low < r.Elo && r.Elo < high) { // false for NaN too
			continue
		}
		if near && math.Abs(r.Elo-at) > farElo {
			continue
		}
		// The rung nearest to an infinite estimate is the last one.
		closer := math.Abs(r.Elo-at) < math.Abs(best.Elo-at)
		if math.IsInf(at, -1) {
			closer = r.Elo < best.Elo
		}
		if !found || closer {
			best, found = r, true
		}
	}
	return best, found
}

// rate returns the estimate of the player's Elo. One virtual draw in all,
// spread over those it met, keeps it finite.
func (l Ladder) rate(met []rating.Encounter, known map[string]float64) stat.Interval {
	for _, r := range rating.Rate(met, known, rating.DefaultPrior/float64(len(met))).Ratings {
		if r.Name == l.Player {
			return r.Elo
		}
	}
	return stat.Unknown()
}

// standing sums up what was played.
func (l Ladder) standing(met []rating.Encounter, known map[string]float64, err error) (Standing, error) {
	s := Standing{Elo: stat.Unknown(), Reason: rating.NoGames, Met: met}
	if len(met) == 0 {
		return s, err
	}
	s.Scale = rating.Rate(met, known, rating.DefaultPrior/float64(len(met)))
	var anchored stat.WDL // games with those whose Elo is known
	bounds := stat.Interval{Low: math.Inf(-1), High: math.Inf(1)}
	for _, e := range met {
		elo, ok := known[e.B]
		if !ok {
			continue
		}
		w := e.WDL()
		anchored = anchored.Plus(w)
		share := stat.Wilson(w.Score(), float64(w.Games()))
		bounds.Low = max(bounds.Low, elo+stat.Elo(share.Low))
		bounds.High = min(bounds.High, elo+stat.Elo(share.High))
	}
	for _, r := range s.Scale.Ratings {
		if r.Name == l.Player {
			s.Elo, s.Reason = r.Elo, r.Reason
		}
	}
	switch {
	case anchored.Games() == 0:
	case anchored.Reverse().Score() == 0:
		s.Elo, s.Reason = stat.Interval{Value: math.Inf(1), Low: bounds.Low, High: math.Inf(1)}, rating.Rated
	case anchored.Score() == 0:
		s.Elo, s.Reason = stat.Interval{Value: math.Inf(-1), Low: math.Inf(-1), High: bounds.High}, rating.Rated
	}
	return s, err
}
