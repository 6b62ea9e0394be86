package eval

import (
	"context"
	"fmt"
	"math/rand/v2"

	"apprentice/agent/search"
	"apprentice/games"
)

// Random plays every legal move with the same probability. Its strength is the
// natural zero of a game: a player that cannot beat it has learnt nothing.
type Random struct {
	rng *rand.Rand
	buf []games.Move
}

// NewRandom returns a player that must be given a seed by NewGame before its
// first move.
func NewRandom() *Random {
	return &Random{buf: make([]games.Move, 0, games.MaxMoves)}
}

// Name returns "random".
func (r *Random) Name() string { return "random" }

// NewGame begins the sequence of moves that seed determines.
func (r *Random) NewGame(_ context.Context, seed uint64) error {
	r.rng = rand.New(rand.NewPCG(seed, 0))
	return nil
}

// Move returns a random legal move; it ignores the limits.
func (r *Random) Move(_ context.Context, s Situation, _ search.Limits) (Choice, error) {
	moves := s.Pos.Moves(r.buf[:0], games.AllMoves)
	if len(moves) == 0 {
		return Choice{}, fmt.Errorf("no legal move in %q", s.Pos.FEN())
	}
	return Choice{Move: moves[r.rng.IntN(len(moves))]}, nil
}

// Close does nothing.
func (r *Random) Close() error { return nil }
