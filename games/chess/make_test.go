package chess

import (
	"slices"
	"testing"

	"apprentice/games"
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
		played := 0
		for _, c := range choices[:min(len(choices), 200)] {
			moves := p.Moves(nil, games.AllMoves)
			if len(moves) == 0 {
				break
			}
			m := moves[int(c)%len(moves)]
			if c == 255 && !p.InCheck() {
				m = games.NoMove
			}
			before := p.Features(games.Second, nil)
			var d games.Delta
			p.Make(m, &d)
			played++
			checkAgainstFEN(t, p)
			checkDelta(t, p, before, &d)
		}
		for range played {
			p.Unmake()
		}
		if q, err := parseLike(p, fen); err != nil || !same(p, q) {
			t.Errorf("%s: %d moves taken back leave %s", fen, played, p.FEN())
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

// checkDelta checks the delta of the last move for Second.
func checkDelta(t *testing.T, p *Position, before []games.Feature, d *games.Delta) {
	t.Helper()
	removed := d.Removed[games.Second][:d.NumRemoved]
	got := slices.DeleteFunc(before, func(f games.Feature) bool { return slices.Contains(removed, f) })
	got = append(got, d.Added[games.Second][:d.NumAdded]...)
	want := p.Features(games.Second, nil)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Fatalf("%s: delta %+v gives features %v, want %v", p.FEN(), d, got, want)
	}
}

func TestNoAllocation(t *testing.T) {
	p := mustParse(t, corners[0])
	buf := make([]games.Move, 0, games.MaxMoves)
	features := make([]games.Feature, 0, maxActive)
	var d games.Delta
	moves := p.Moves(nil, games.AllMoves)
	calls := map[string]func(m games.Move){
		"Make and Unmake": func(m games.Move) { p.Make(m, &d); p.Unmake() },
		"Moves":           func(games.Move) { buf = p.Moves(buf[:0], games.AllMoves) },
		"Moves, no room":  func(games.Move) { buf = p.Moves(buf[:100:200], games.AllMoves)[:0] },
		"Legal":           func(m games.Move) { p.Legal(m) },
		"SEE":             func(m games.Move) { p.SEE(m, 0) },
		"Outcome":         func(games.Move) { p.Outcome() },
		"Ended":           func(games.Move) { p.Ended(3) },
		"Features":        func(games.Move) { features = p.Features(games.Second, features[:0]) },
		"Gain and Slot":   func(m games.Move) { _ = p.Gain(m) + p.Slot(m) },
	}
	for name, call := range calls {
		n := testing.AllocsPerRun(20, func() {
			for _, m := range moves {
				call(m)
			}
		})
		if n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}
