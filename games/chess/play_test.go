package chess

import (
	"iter"
	"math/rand/v2"
	"slices"
	"testing"

	"apprentice/games"
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
	return randomGames(rng, number, 200, func(game int) *Position { return mustParse(t, starts[game%len(starts)]) })
}

// randomGames yields that many positions of random games of at most plies
// positions each.
func randomGames(rng *rand.Rand, number, plies int, start func(game int) *Position) iter.Seq[*Position] {
	return func(yield func(*Position) bool) {
		for game := 0; ; game++ {
			p := start(game)
			for range plies {
				if number--; number < 0 || !yield(p) {
					return
				}
				moves := p.Moves(nil, games.AllMoves)
				if len(moves) == 0 {
					break
				}
				p.Make(moves[rng.IntN(len(moves))], nil)
			}
		}
	}
}

// mustMove returns the move that a text stands for.
func mustMove(t testing.TB, p *Position, text string) games.Move {
	t.Helper()
	m, err := p.ParseMove(text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// play makes moves given as text.
func play(t testing.TB, p *Position, moves ...string) {
	t.Helper()
	for _, text := range moves {
		p.Make(mustMove(t, p, text), nil)
	}
}

// flipMove returns m as it is called with the colours exchanged.
func flipMove(m games.Move) games.Move {
	return newMove(fromOf(m)^56, toOf(m)^56) | m&flagMask
}

// same reports whether two positions agree in everything, history included.
func same(p, q *Position) bool {
	return p.kinds == q.kinds && p.colours == q.colours && p.board == q.board &&
		p.side == q.side && p.state == q.state && p.plies == q.plies && slices.Equal(p.stack, q.stack)
}
