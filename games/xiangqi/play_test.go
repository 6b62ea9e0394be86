package xiangqi

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
	return func(yield func(*Position) bool) {
		for game := 0; ; game++ {
			p := mustParse(t, starts[game%len(starts)])
			for range 150 {
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

// play makes moves given as text, "--" for a pass.
func play(t testing.TB, p *Position, moves ...string) {
	t.Helper()
	for _, text := range moves {
		if text == "--" {
			p.Make(games.NoMove, nil)
			continue
		}
		p.Make(mustMove(t, p, text), nil)
	}
}

// same reports whether two positions agree in everything, history included.
func same(p, q *Position) bool {
	return p.board == q.board && p.pieces == q.pieces && p.lines == q.lines &&
		p.side == q.side && p.state == q.state && p.plies == q.plies && slices.Equal(p.stack, q.stack)
}
