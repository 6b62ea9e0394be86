package selfplay

import (
	"math/rand/v2"
	"testing"

	"apprentice/agent"
	"apprentice/agent/search"
	"apprentice/games"
	"apprentice/games/record"
	"apprentice/games/tictactoe"
)

// solved is a perfect player of tictactoe: it has the value of every position
// for its side to move, by minimax.
type solved map[string]games.Result

// value returns the value of pos.
func (s solved) value(pos games.Position) games.Result {
	if o := pos.Outcome(); o.Over() {
		return o.Result
	}
	fen := pos.FEN()
	if r, ok := s[fen]; ok {
		return r
	}
	best := games.Loss
	for _, m := range pos.Moves(nil, games.AllMoves) {
		best = max(best, s.after(pos, m))
	}
	s[fen] = best
	return best
}

// after returns the value of a move for the side that makes it.
func (s solved) after(pos games.Position, m games.Move) games.Result {
	pos.Make(m, nil)
	defer pos.Unmake()
	return games.Loss + games.Win - s.value(pos) // Loss < Draw < Win
}

// move returns one of the best moves, all equally likely.
func (s solved) move(pos games.Position, rng *rand.Rand) games.Move {
	var best []games.Move
	for _, m := range pos.Moves(nil, games.AllMoves) {
		if s.after(pos, m) == s.value(pos) {
			best = append(best, m)
		}
	}
	return best[rng.IntN(len(best))]
}

// losses returns how many of 1000 games the network of a generation loses at
// so many nodes a move against the perfect player, from the empty board, with
// either side in turn.
func losses(t *testing.T, o Options, generation int, nodes int64) int {
	t.Helper()
	network, err := (&loop{Options: o}).network(generation)
	must(t, err)
	a := agent.New(o.Game, network, playerOptions())
	perfect := solved{}
	rng := rand.New(rand.NewPCG(1, 0))
	lost := 0
	for i := range 1000 {
		a.NewGame()
		us := games.Side(i & 1)
		pos := tictactoe.Game{}.Start()
		for !pos.Outcome().Over() {
			m := perfect.move(pos, rng)
			if pos.Side() == us {
				m = a.BestMove(t.Context(), pos, search.Limits{Nodes: nodes}, nil).Move
			}
			pos.Make(m, nil)
		}
		switch r := record.ForFirst(pos.Outcome(), pos.Side()).Result; {
		case us == games.First && r == games.Loss, us == games.Second && r == games.Win:
			lost++
		case r != games.Draw:
			t.Fatal("the perfect player loses")
		}
	}
	return lost
}
