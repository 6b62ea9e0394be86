package gameplay

import (
	"cmp"
	"math"
	"slices"

	"apprentice/games"
)

// Review is what a player thinks of a game that was played.
type Review struct {
	Side   games.Side   // that began
	Expect []float64    // of First, in [0, 1]: before the first move and after every one
	Best   []games.Move // the best moves it found instead, NoMove where it has none
}

// halfLoss is the expectation that a move gives away for an accuracy of one half.
const halfLoss = 0.15

// mover returns the side that plays ply i.
func (r *Review) mover(i int) games.Side {
	if i%2 == 0 {
		return r.Side
	}
	return r.Side.Other()
}

// Loss returns how much expectation ply i gave away from the view of who played
// it; not negative.
func (r *Review) Loss(i int) float64 {
	if i < 0 || i+1 >= len(r.Expect) {
		return 0
	}
	before, after := r.Expect[i], r.Expect[i+1]
	if r.mover(i) == games.Second {
		before, after = 1-before, 1-after
	}
	return max(0, before-after)
}

// Accuracy returns the mean accuracy of a side's moves, in [0, 1]; ok is false
// where it has none. The accuracy of a move is 1 where it gives nothing away and
// halves with every 0.15 that it does.
func (r *Review) Accuracy(side games.Side) (accuracy float64, ok bool) {
	sum, n := 0.0, 0
	for i := range len(r.Expect) - 1 {
		if r.mover(i) == side {
			sum += math.Exp2(-r.Loss(i) / halfLoss)
			n++
		}
	}
	if n == 0 {
		return 0, false
	}
	return sum / float64(n), true
}

// turningLoss is what a move must give away at least to be a turning point.
const turningLoss = 0.1

// TurningPoints returns the plies that gave most away, at most that many, in the
// order of the game.
func (r *Review) TurningPoints(most int) []int {
	var plies []int
	for i := range len(r.Expect) - 1 {
		if r.Loss(i) >= turningLoss {
			plies = append(plies, i)
		}
	}
	slices.SortStableFunc(plies, func(a, b int) int { return cmp.Compare(r.Loss(b), r.Loss(a)) })
	plies = plies[:min(len(plies), most)]
	slices.Sort(plies)
	return plies
}
