package chess

import (
	"slices"
	"testing"

	"apprentice/games"
	"apprentice/games/gametest"
)

// TestUnmakeRestores checks every field, also those that nobody can see from
// outside. Legal moves and a pass are tried.
func TestUnmakeRestores(t *testing.T) {
	for p := range randomPositions(t, 11, 2000) {
		checkUnmake(t, p)
	}
}

func checkUnmake(t *testing.T, p *Position) {
	t.Helper()
	before := p.Clone().(*Position)
	moves := p.Moves(nil, games.AllMoves)
	if !p.InCheck() {
		moves = append(moves, games.NoMove)
	}
	for _, m := range moves {
		p.Make(m, nil)
		if want := p.fullKey(); p.key != want {
			t.Fatalf("%s: key %#x after %s, want %#x", before.FEN(), p.key, formatMove(m), want)
		}
		p.Unmake()
		if !same(p, before) {
			t.Fatalf("%s: %s leaves %s", before.FEN(), formatMove(m), p.FEN())
		}
	}
}

// FuzzIncrementalKey plays the game that the bytes choose, and takes it back.
// All that Make keeps up to date must agree with a position made from the FEN.
func FuzzIncrementalKey(f *testing.F) {
	starts := slices.Concat(corners, shuffled)
	for i := range starts {
		f.Add(uint8(i), []byte("the quick brown fox jumps over the lazy dog"))
	}
	f.Fuzz(func(t *testing.T, start uint8, choices []byte) {
		fen := starts[int(start)%len(starts)]
		p, err := ParseFEN(fen)
		if err != nil {
			p = mustParse960(t, fen)
		}
		gametest.PlayBytes(t, p, choices, func() { checkAgainstFEN(t, p) })
		if q, err := parseLike(p, fen); err != nil || !same(p, q) {
			t.Errorf("%s: all moves taken back leave %s", fen, p.FEN())
		}
	})
}

func checkAgainstFEN(t *testing.T, p *Position) {
	t.Helper()
	q, err := parseLike(p, p.FEN())
	if err != nil {
		t.Fatal(err)
	}
	if p.key != q.key || p.checkers != q.checkers || p.pinned != q.pinned || p.ep != q.ep ||
		p.kinds != q.kinds || p.colours != q.colours || p.board != q.board {
		t.Fatalf("%s: incremental state differs from that of the FEN", p.FEN())
	}
}

func TestNoAllocation(t *testing.T) {
	gametest.AllocatesNothing(t, mustParse(t, corners[0]), nil)
}
