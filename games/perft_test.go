package games_test

import (
	"context"
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
		divided, err := games.Divide(t.Context(), pos, depth)
		if err != nil {
			t.Fatal(err)
		}
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

// A count ends with its context, and leaves the position as it was.
func TestPerftEndsWithContext(t *testing.T) {
	pos := tictactoe.Game{}.Start()
	before := pos.FEN()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if n, err := games.PerftContext(ctx, pos, 9); err != context.Canceled || n != 0 {
		t.Errorf("perft of a context that is done: %d, %v", n, err)
	}
	if d, err := games.Divide(ctx, pos, 9); err != context.Canceled || d != nil {
		t.Errorf("divide of a context that is done: %v, %v", d, err)
	}
	late := &lateContext{Context: t.Context(), left: 50}
	if n, err := games.PerftContext(late, pos, 9); err != context.Canceled || n != 0 {
		t.Errorf("perft of a context that ends meanwhile: %d, %v", n, err)
	}
	if pos.FEN() != before {
		t.Errorf("perft left %s", pos.FEN())
	}
	if n := games.Perft(pos, games.MaxPerftDepth); n != 0 {
		t.Errorf("%d paths of %d moves", n, games.MaxPerftDepth)
	}
}

// lateContext is done after some looks at it.
type lateContext struct {
	context.Context
	left int
}

func (c *lateContext) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}
