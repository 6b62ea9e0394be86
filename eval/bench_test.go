package eval

import (
	"context"
	"testing"

	"apprentice/agent/search"
	"apprentice/games"
	"apprentice/games/chess"
)

// BenchmarkRandomChess plays whole games of random moves: what is left of a
// match when nobody thinks. It reports games a second and what a ply costs, with
// and without the second opinion of the arbiter.
func BenchmarkRandomChess(b *testing.B) {
	for name, arbiter := range map[string]func(string, []games.Move) (games.Outcome, error){
		"rules": nil, "arbiter": chess.Game{}.Arbitrate,
	} {
		b.Run(name, func(b *testing.B) {
			m := Match{Game: chess.Game{}, A: entrant("a", nil), B: entrant("b", nil)}
			m.Options = Options{Pairs: 20, RandomPlies: 4, Arbiter: arbiter}
			var played, plies int64
			for b.Loop() {
				m.Seed++
				r, err := m.Play(b.Context())
				if err != nil {
					b.Fatal(err)
				}
				played += int64(r.Games())
				plies += r.Plies
			}
			b.ReportMetric(float64(played)/b.Elapsed().Seconds(), "games/s")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(plies), "ns/ply")
		})
	}
}

// BenchmarkRunner measures what the runner costs a player for each move: all
// that a match does between two moves of players that answer at once.
func BenchmarkRunner(b *testing.B) {
	var buf [games.MaxMoves]games.Move
	first := func(_ *Random, _ context.Context, s Situation) (Choice, error) {
		moves := s.Pos.Moves(buf[:0], games.AllMoves)
		return Choice{Move: moves[len(s.Moves)%len(moves)], Value: 10, HasValue: true, Nodes: 1}, nil
	}
	m := Match{Game: chess.Game{}, A: entrant("a", first), B: entrant("b", first)}
	m.Options = Options{Pairs: 5, RandomPlies: 4, Limits: search.Limits{Nodes: 1}, Clock: &TimeControl{Base: 1e9, Inc: 1e9}}
	m.Adjudication = Adjudication{Draw: DrawRule{Moves: 8, Value: 5}, Resign: ResignRule{Moves: 8, Value: 500}}
	var outside, moves int64
	for b.Loop() {
		m.Seed++
		r, err := m.Play(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		for _, e := range r.Effort {
			outside -= int64(e.Time)
			moves += int64(e.Moves)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds()+outside)/float64(moves), "ns/move")
}
