package chess

import (
	"testing"

	arbiter "github.com/notnil/chess"

	"apprentice/games"
)

// BenchmarkPerft and BenchmarkPerftNotnil count the same trees, with bulk
// counting in both.
func BenchmarkPerft(b *testing.B) {
	for _, test := range perftTable[:2] {
		b.Run(test.name, func(b *testing.B) {
			p := mustParse(b, test.fen)
			benchmarkPerft(b, func() uint64 { return games.Perft(p, 5) })
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
			benchmarkPerft(b, func() uint64 { return notnilPerft(p, 3) })
		})
	}
}

func benchmarkPerft(b *testing.B, perft func() uint64) {
	var n uint64
	for b.Loop() {
		n += perft()
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds()/1e6, "Mleaves/s")
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

// BenchmarkMoves compares calls of the concrete type with calls through the
// interface, as the search makes them.
func BenchmarkMoves(b *testing.B) {
	p := mustParse(b, perftTable[1].fen)
	buf := make([]games.Move, 0, games.MaxMoves)
	b.Run("concrete", func(b *testing.B) {
		for b.Loop() {
			buf = p.Moves(buf[:0], games.AllMoves)
		}
	})
	b.Run("interface", func(b *testing.B) {
		var i games.Position = p
		for b.Loop() {
			buf = i.Moves(buf[:0], games.AllMoves)
		}
	})
	b.Run("tactical", func(b *testing.B) {
		for b.Loop() {
			buf = p.Moves(buf[:0], games.TacticalMoves)
		}
	})
}

// BenchmarkMake plays and takes back each of Kiwipete's 48 moves.
func BenchmarkMake(b *testing.B) {
	p := mustParse(b, perftTable[1].fen)
	moves := p.Moves(nil, games.AllMoves)
	run := func(b *testing.B, d *games.Delta) {
		for b.Loop() {
			for _, m := range moves {
				p.Make(m, d)
				p.Unmake()
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(moves)), "ns/move")
	}
	b.Run("plain", func(b *testing.B) { run(b, nil) })
	b.Run("delta", func(b *testing.B) { run(b, new(games.Delta)) })
}

func BenchmarkSEE(b *testing.B) {
	p := mustParse(b, perftTable[1].fen)
	moves := p.Moves(nil, games.TacticalMoves)
	for b.Loop() {
		for _, m := range moves {
			p.SEE(m, 0)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(moves)), "ns/move")
}

func BenchmarkLegal(b *testing.B) {
	p := mustParse(b, perftTable[1].fen)
	moves := p.Moves(nil, games.AllMoves)
	for b.Loop() {
		for _, m := range moves {
			p.Legal(m)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(moves)), "ns/move")
}
