package xiangqi

import (
	"testing"

	"apprentice/games"
)

// BenchmarkPerft and BenchmarkPerftSlow count the same trees, with bulk counting
// in both.
func BenchmarkPerft(b *testing.B) {
	for _, test := range perftTable[:2] {
		b.Run(test.name, func(b *testing.B) {
			p := mustParse(b, test.fen)
			benchmarkPerft(b, func() uint64 { return games.Perft(p, 4) })
		})
	}
}

func BenchmarkPerftSlow(b *testing.B) {
	for _, test := range perftTable[:2] {
		b.Run(test.name, func(b *testing.B) {
			board := slowBoardOf(mustParse(b, test.fen))
			benchmarkPerft(b, func() uint64 { return board.perft(red, 2) })
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

func (b *slowBoard) perft(side uint8, depth int) uint64 {
	moves := b.moves(side)
	if depth == 1 {
		return uint64(len(moves))
	}
	var n uint64
	for _, m := range moves {
		after := *b
		after[toOf(m)], after[fromOf(m)] = b[fromOf(m)], noPiece
		n += after.perft(side^1, depth-1)
	}
	return n
}

func BenchmarkMoves(b *testing.B) {
	p := mustParse(b, perftTable[1].fen)
	buf := make([]games.Move, 0, games.MaxMoves)
	b.Run("all", func(b *testing.B) {
		for b.Loop() {
			buf = p.Moves(buf[:0], games.AllMoves)
		}
	})
	b.Run("tactical", func(b *testing.B) {
		for b.Loop() {
			buf = p.Moves(buf[:0], games.TacticalMoves)
		}
	})
}

// BenchmarkMake plays and takes back each of 38 moves.
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
		reportPerMove(b, moves)
	}
	b.Run("plain", func(b *testing.B) { run(b, nil) })
	b.Run("delta", func(b *testing.B) { run(b, new(games.Delta)) })
}

func BenchmarkSEE(b *testing.B) {
	p := mustParse(b, perftTable[1].fen)
	moves := p.Moves(nil, games.AllMoves)
	for b.Loop() {
		for _, m := range moves {
			p.SEE(m, 0)
		}
	}
	reportPerMove(b, moves)
}

func BenchmarkLegal(b *testing.B) {
	p := mustParse(b, perftTable[1].fen)
	moves := p.Moves(nil, games.AllMoves)
	for b.Loop() {
		for _, m := range moves {
			p.Legal(m)
		}
	}
	reportPerMove(b, moves)
}

func reportPerMove(b *testing.B, moves []games.Move) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(moves)), "ns/move")
}

// BenchmarkEnded asks for the outcome of a repetition that nobody is to blame
// for, and of one that needs every move to be judged.
func BenchmarkEnded(b *testing.B) {
	idle := NewPosition()
	play(b, idle, "b0c2", "b9c7", "c2b0", "c7b9")
	chase := mustParse(b, chaseFEN)
	play(b, chase, chaseMoves...)
	for name, p := range map[string]*Position{"idle": idle, "chase": chase} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				p.Ended(4)
			}
		})
	}
}
