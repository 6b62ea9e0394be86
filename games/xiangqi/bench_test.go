package xiangqi

import (
	"testing"

	"apprentice/games"
	"apprentice/games/gametest"
)

// BenchmarkPerft and BenchmarkPerftSlow count the same trees, with bulk counting
// in both.
func BenchmarkPerft(b *testing.B) {
	for _, test := range perftTable[:2] {
		b.Run(test.name, func(b *testing.B) {
			p := mustParse(b, test.fen)
			gametest.BenchmarkPerft(b, func() uint64 { return games.Perft(p, 4) })
		})
	}
}

func BenchmarkPerftSlow(b *testing.B) {
	for _, test := range perftTable[:2] {
		b.Run(test.name, func(b *testing.B) {
			board := slowBoardOf(mustParse(b, test.fen))
			gametest.BenchmarkPerft(b, func() uint64 { return board.perft(red, 2) })
		})
	}
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

// BenchmarkNode measures a position with 38 moves.
func BenchmarkNode(b *testing.B) { gametest.Benchmark(b, mustParse(b, perftTable[1].fen)) }

// BenchmarkEnded asks for the outcome of a repetition that nobody is to blame
// for, and of one that needs every move to be judged.
func BenchmarkEnded(b *testing.B) {
	idle := NewPosition()
	gametest.Play(b, idle, "b0c2", "b9c7", "c2b0", "c7b9")
	chase := mustParse(b, chaseFEN)
	gametest.Play(b, chase, chaseMoves...)
	for name, p := range map[string]*Position{"idle": idle, "chase": chase} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				p.Ended(4)
			}
		})
	}
}
