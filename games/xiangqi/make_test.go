package xiangqi

import (
	"testing"

	"apprentice/games"
	"apprentice/games/gametest"
)

// TestUnmakeRestores plays and takes back every move, and a pass, in random
// games, and holds the key against one computed anew.
func TestUnmakeRestores(t *testing.T) {
	for p := range randomPositions(t, 11, 2000) {
		before := p.Clone().(*Position)
		moves := p.Moves(nil, games.AllMoves)
		if !p.InCheck() {
			moves = append(moves, games.NoMove)
		}
		for _, m := range moves {
			p.Make(m, nil)
			if want := p.fullKey(); p.key != want {
				t.Fatalf("%s: key %#x after %s, want %#x", before.FEN(), p.key, p.FormatMove(m), want)
			}
			p.Unmake()
			if !same(p, before) {
				t.Fatalf("%s: %s leaves %s", before.FEN(), p.FormatMove(m), p.FEN())
			}
		}
	}
}

// FuzzIncrementalKey plays the game that the bytes choose, and takes it back.
// All that Make keeps up to date must agree with a position made from the FEN.
func FuzzIncrementalKey(f *testing.F) {
	for i := range corners {
		f.Add(uint8(i), []byte("the quick brown fox jumps over the lazy dog"))
	}
	f.Fuzz(func(t *testing.T, start uint8, choices []byte) {
		fen := corners[int(start)%len(corners)]
		p := mustParse(t, fen)
		gametest.PlayBytes(t, p, choices, func() { checkAgainstFEN(t, p) })
		if !same(p, mustParse(t, fen)) {
			t.Errorf("%s: all moves taken back leave %s", fen, p.FEN())
		}
	})
}

func checkAgainstFEN(t *testing.T, p *Position) {
	t.Helper()
	q := mustParse(t, p.FEN())
	if p.key != q.key || p.danger != q.danger || p.board != q.board || p.pieces != q.pieces || p.sides != q.sides || p.lines != q.lines {
		t.Fatalf("%s: incremental state differs from that of the FEN", p.FEN())
	}
}

func TestNoAllocation(t *testing.T) {
	repeated := mustParse(t, chaseFEN)
	gametest.Play(t, repeated, chaseMoves...)
	if got := repeated.Ended(4).Reason; got != games.PerpetualChase {
		t.Fatalf("%s: ended by %v, want a chase to be judged", repeated.FEN(), got)
	}
	gametest.AllocatesNothing(t, mustParse(t, corners[0]), map[string]func(){
		"Ended, a chase": func() { repeated.Ended(4) },
	})
}
