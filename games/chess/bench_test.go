package chess

import (
	"testing"

	arbiter "github.com/notnil/chess"

	"apprentice/games"
	"apprentice/games/gametest"
)

// BenchmarkPerft and BenchmarkPerftNotnil count the same trees, with bulk
// counting in both.
func BenchmarkPerft(b *testing.B) {
	for _, test := range perftTable[:2] {
		b.Run(test.name, func(b *testing.B) {
			p := mustParse(b, test.fen)
			gametest.BenchmarkPerft(b, func() uint64 { return games.Perft(p, 5) })
		})
	}
}

func BenchmarkPerftNotnil(b *testing.B) {
	for _, test := range perftTable[:2] {
		b.Run(test.name, func(b *testing.B) {
			p, err := newArbiter(test.fen)
			if err != nil {
				b.Fatal(err)
			}
			gametest.BenchmarkPerft(b, func() uint64 { return notnilPerft(p, 3) })
		})
	}
}

func notnilPerft(p *arbiter.Position, depth int) uint64 {
	moves := p.ValidMoves()
	if depth == 1 {
		return uint64(len(moves))
	}
	var n uint64
	for _, m := range moves {
		n += notnilPerft(p.Update(m), depth-1)
	}
	return n
}

// BenchmarkNode measures Kiwipete, with its 48 moves.
func BenchmarkNode(b *testing.B) { gametest.Benchmark(b, mustParse(b, perftTable[1].fen)) }

// BenchmarkMoves calls the concrete type, where BenchmarkNode calls through the
// interface as the search does.
func BenchmarkMoves(b *testing.B) {
	p := mustParse(b, perftTable[1].fen)
	buf := make([]games.Move, 0, games.MaxMoves)
	for b.Loop() {
		buf = p.Moves(buf[:0], games.AllMoves)
	}
}
