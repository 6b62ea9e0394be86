package xiangqi

import (
	"iter"
	"math/rand/v2"
	"slices"
	"testing"

	"apprentice/games/gametest"
)

// randomPositions yields the positions of random games from the start position
// and the corners, a fifth of the number under -short. The position is the
// game's own and must be left as it was.
func randomPositions(t testing.TB, seed uint64, number int) iter.Seq[*Position] {
	if testing.Short() {
		number /= 5
	}
	starts := append([]string{startFEN}, corners...)
	rng := rand.New(rand.NewPCG(seed, 0))
	return gametest.Walk(rng, number, 150, func(game int) *Position { return mustParse(t, starts[game%len(starts)]) })
}

// same reports whether two positions agree in everything, history included.
func same(p, q *Position) bool {
	return p.board == q.board && p.pieces == q.pieces && p.sides == q.sides && p.lines == q.lines &&
		p.side == q.side && p.state == q.state && p.plies == q.plies && slices.Equal(p.stack, q.stack)
}
