package learn

import (
	"math"

	"apprentice/agent/value"
	"apprentice/games"
	"apprentice/games/record"
)

// maxTraced bounds a traced value, in centipawns: as good as won.
const maxTraced = 9000

// traced appends to values what the searches of a game and its result together
// say of each position, in centipawns for the side to move, which is stm at
// the first ply. It is the return of TD(lambda) (Sutton 1988): the expectation
// e of a position with value v is
//
//	e = (1-trace) * portableSigmoid(v/Scale) + trace * e of the position after it
//
// as First sees it, and after the last position it is the result. A position
// that no search looked at has the e of the one after it. So what the position
// turned into weighs more than what one shallow search thought of it, and what
// happened soon weighs more than how the game ended after all.
func traced(values []int16, g *record.Game, stm games.Side, trace float64) []int16 {
	n := len(g.Plies)
	values = append(values, make([]int16, n)...)
	of := values[len(values)-n:]
	sign := 1.0 // of a value of the side to move at the ply, as First sees it
	if (stm == games.First) != (n%2 == 0) {
		sign = -1
	}
	e := expected(g.Outcome.Result)
	for i := n - 1; i >= 0; i-- {
		sign = -sign
		if p := g.Plies[i]; p.Flags&record.HasValue != 0 {
			e = float64((1-trace)*portableSigmoid(sign*float64(p.Value)/value.Scale)) + float64(trace*e)
		}
		// Note: rounding to a whole centipawn hides the last bit of the
		// logarithm, which may depend on the machine.
		logit := value.Scale * math.Log(e/(1-e))
		of[i] = int16(math.Round(sign * min(max(logit, -maxTraced), maxTraced)))
	}
	return values
}

// expected is the share of the point that a result is worth.
func expected(result games.Result) float64 {
	switch result {
	case games.Win:
		return 1
	case games.Loss:
		return 0
	}
	return 0.5
}
