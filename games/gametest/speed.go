package gametest

import (
	"testing"

	"apprentice/games"
)

// AllocatesNothing checks that no method that a search calls allocates, for any
// move of pos. more are further calls, by name.
func AllocatesNothing(t *testing.T, pos games.Position, more map[string]func()) {
	t.Helper()
	moves := pos.Moves(nil, games.AllMoves)
	buf := make([]games.Move, 0, games.MaxMoves)
	active := pos.Features(games.Second, nil)
	var d games.Delta
	each := func(call func(games.Move)) func() {
		return func() {
			for _, m := range moves {
				call(m)
			}
		}
	}
	calls := map[string]func(){
		"Make and Unmake": each(func(m games.Move) { pos.Make(m, &d); pos.Unmake() }),
		"Moves":           func() { buf = pos.Moves(buf[:0], games.AllMoves) },
		"Moves, no room":  func() { buf = pos.Moves(buf[:100:200], games.AllMoves)[:0] },
		"Legal":           each(func(m games.Move) { pos.Legal(m) }),
		"SEE":             each(func(m games.Move) { pos.SEE(m, 0) }),
		"Outcome":         func() { pos.Outcome() },
		"Ended":           func() { pos.Ended(3) },
		"Features":        func() { active = pos.Features(games.Second, active[:0]) },
		"Gain and Slot":   each(func(m games.Move) { _ = pos.Gain(m) + pos.Slot(m) }),
	}
	for name, call := range more {
		calls[name] = call
	}
	for name, call := range calls {
		if n := testing.AllocsPerRun(20, call); n != 0 {
			t.Errorf("%s: %s: %v allocations", pos.FEN(), name, n)
		}
	}
}

// Benchmark measures what a search calls at every node, each in a benchmark of
// its own. Those that take a move report the time per move.
func Benchmark(b *testing.B, pos games.Position) {
	all, tactical := pos.Moves(nil, games.AllMoves), pos.Moves(nil, games.TacticalMoves)
	buf := make([]games.Move, 0, games.MaxMoves)
	run := func(name string, call func()) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				call()
			}
		})
	}
	run("Moves/all", func() { buf = pos.Moves(buf[:0], games.AllMoves) })
	run("Moves/tactical", func() { buf = pos.Moves(buf[:0], games.TacticalMoves) })

	perMove := func(name string, moves []games.Move, call func(games.Move)) {
		if len(moves) == 0 {
			return
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				for _, m := range moves {
					call(m)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(moves)), "ns/move")
		})
	}
	d := new(games.Delta)
	perMove("Make/plain", all, func(m games.Move) { pos.Make(m, nil); pos.Unmake() })
	perMove("Make/delta", all, func(m games.Move) { pos.Make(m, d); pos.Unmake() })
	perMove("SEE", tactical, func(m games.Move) { pos.SEE(m, 0) })
	perMove("Legal", all, func(m games.Move) { pos.Legal(m) })
}

// BenchmarkPerft measures a function that counts leaves, in millions a second.
func BenchmarkPerft(b *testing.B, perft func() uint64) {
	var n uint64
	for b.Loop() {
		n += perft()
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds()/1e6, "Mleaves/s")
}
