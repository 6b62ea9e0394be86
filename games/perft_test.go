package games_test

import (
	"testing"

	"apprentice/games"
	"apprentice/games/tictactoe"
)

// slowPerft counts leaves one by one, without bulk counting.
func slowPerft(p games.Position, depth int) uint64 {
	if depth == 0 {
		return 1
	}
	var n uint64
	for _, m := range p.Moves(nil, games.AllMoves) {
		p.Make(m, nil)
		n += slowPerft(p, depth-1)
		p.Unmake()
	}
	return n
}

func TestPerftAgreesWithSlowCount(t *testing.T) {
	pos := tictactoe.Game{}.Start()
	before := pos.FEN()
	for depth := range 8 {
		if got, want := games.Perft(pos, depth), slowPerft(pos, depth); got != want {
			t.Errorf("perft(%d) = %d; counted one by one %d", depth, got, want)
		}
	}
	if pos.FEN() != before {
		t.Errorf("perft left %s", pos.FEN())
	}
}

func TestDivideSumsToPerft(t *testing.T) {
	pos := tictactoe.Game{}.Start()
	moves := pos.Moves(nil, games.AllMoves)
	for depth := 1; depth <= 6; depth++ {
		divided := games.Divide(pos, depth)
		if len(divided) != len(moves) {
			t.Fatalf("depth %d: %d root moves; want %d", depth, len(divided), len(moves))
		}
		var sum uint64
		for i, d := range divided {
			if d.Move != moves[i] {
				t.Errorf("depth %d: root move %d is %s; want %s", depth, i, pos.FormatMove(d.Move), pos.FormatMove(moves[i]))
			}
			sum += d.Nodes
		}
		if want := games.Perft(pos, depth); sum != want {
			t.Errorf("depth %d: root moves sum to %d; perft is %d", depth, sum, want)
		}
	}
}

func TestPerftAllocatesOnce(t *testing.T) {
	pos := tictactoe.Game{}.Start()
	if got := testing.AllocsPerRun(3, func() { games.Perft(pos, 5) }); got > 1 {
		t.Errorf("perft(5) allocates %v times; want one buffer", got)
	}
}
