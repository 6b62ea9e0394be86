package search

import (
	"testing"

	"apprentice/games"
)

// A table move that stands alone is extended; where others are as good it is
// not, and may be searched less or not at all. All moves but the capture leave
// the side a queen down.
func TestSingular(t *testing.T) {
	const (
		depth = 8
		good  = 100   // about the value of the capture
		low   = -2000 // below that of every other move
	)
	tests := []struct {
		why        string
		value      int // of the table move
		beta       int
		margin     int // SingularMargin
		pv, cut    bool
		doubles    int
		extension  int
		cutsByHigh bool
	}{
		{why: "alone, on the principal variation", value: good, beta: good + 50, margin: 19, pv: true, extension: 1},
		{why: "far alone", value: good, beta: good + 50, margin: 19, extension: 2},
		{why: "far alone, extended often before", value: good, beta: good + 50, margin: 19, doubles: 8, extension: 1},
		{why: "others beat beta", value: low, beta: 2 * low, margin: 19, cutsByHigh: true},
		{why: "beats beta, not alone", value: good, beta: good - 50, margin: 6000, extension: -2},
		{why: "not alone where a cut is expected", value: low, beta: good, margin: 19, cut: true, extension: -1},
		{why: "not alone", value: low, beta: good, margin: 19},
	}
	for _, q := range hangingQueens {
		for _, test := range tests {
			opts := DefaultOptions()
			opts.SingularMargin = test.margin
			w, f := workerAt(t, q.fen, opts)
			f.doubles = test.doubles
			n := nodeAt(w, test.beta-1, test.beta, depth)
			n.pv, n.cut = test.pv, test.cut
			n.hit, n.known = entry{value: test.value, depth: depth, bound: Lower}, true
			n.tableMove = chessMove(t, w.pos, q.capture)
			v, done := w.singular(n)
			if n.extension != test.extension || done != test.cutsByHigh || done && v < test.beta {
				t.Errorf("%s, %s: extension %d, value %d, decides %t; want %d and %t",
					test.why, q.fen, n.extension, v, done, test.extension, test.cutsByHigh)
			}
			if f.excluded != games.NoMove {
				t.Errorf("%s: a move is still excluded", test.why)
			}
		}
	}
}

// Every reason not to ask is enough.
func TestMaySingular(t *testing.T) {
	o := DefaultOptions()
	for _, test := range []struct {
		why  string
		set  func(w *worker, n *node)
		want bool
	}{
		{"all is known", func(*worker, *node) {}, true},
		{"switched off", func(w *worker, _ *node) { w.o.Singular = false }, false},
		{"at the root", func(_ *worker, n *node) { n.ply = 0 }, false},
		{"no hit", func(_ *worker, n *node) { n.known = false }, false},
		{"no move", func(_ *worker, n *node) { n.tableMove = games.NoMove }, false},
		{"too shallow", func(_ *worker, n *node) { n.depth-- }, false},
		{"extended enough", func(w *worker, n *node) { n.ply = 2 * w.rootDepth }, false},
		{"almost extended enough", func(w *worker, n *node) { n.ply = 2*w.rootDepth - 1 }, true},
		{"the hit is too shallow", func(_ *worker, n *node) { n.hit.depth-- }, false},
		{"an upper bound", func(_ *worker, n *node) { n.hit.bound = Upper }, false},
		{"a lower bound", func(_ *worker, n *node) { n.hit.bound = Lower }, true},
		{"a mate", func(_ *worker, n *node) { n.hit.value = MaxValue + 1 }, false},
	} {
		w, _ := workerAt(t, hangingQueens[0].fen, o)
		opts := o
		w.o = &opts
		n := nodeAt(w, 0, 1, o.SingularDepth)
		n.known, n.hit = true, entry{depth: n.depth - 3, bound: Exact}
		n.tableMove = chessMove(t, w.pos, hangingQueens[0].capture)
		test.set(w, n)
		if got := w.maySingular(n); got != test.want {
			t.Errorf("%s: %t", test.why, got)
		}
	}
}

// A search without the table move neither looks into the table nor writes into
// it, and says what the best other move is worth.
func TestExcludedMove(t *testing.T) {
	for _, q := range hangingQueens {
		w, f := workerAt(t, q.fen, only(func(t *Techniques) { t.Table, t.Quiescence, t.PVS = true, true, true }))
		with := w.search(-infinity, infinity, 2, 1, false)
		stored, _ := w.table.probe(w.pos.Key())
		f.excluded = chessMove(t, w.pos, q.capture)
		without := w.search(-infinity, infinity, 2, 1, false)
		if with-without < 700 {
			t.Errorf("%s: %d with the capture of a queen and %d without", q.fen, with, without)
		}
		if e, _ := w.table.probe(w.pos.Key()); e != stored || e.move != f.excluded {
			t.Errorf("%s: the table has %+v, and had %+v", q.fen, e, stored)
		}
	}
	// Without its only move a node cannot reach its window.
	w, f := workerAt(t, "7k/5Q2/8/8/8/8/6q1/7K w - - 0 1", Options{})
	f.excluded = chessMove(t, w.pos, "h1g2")
	if v := w.search(30, 31, 2, 1, false); v != 30 {
		t.Errorf("value %d without a move, want alpha, 30", v)
	}
}

// The other moves are searched to about half the depth.
func TestSingularDepth(t *testing.T) {
	w, _ := workerAt(t, quietPosition, only(func(t *Techniques) { t.Table, t.PVS, t.Singular = true, true, true }))
	n := nodeAt(w, 0, 1, 8)
	n.hit, n.known, n.tableMove = entry{value: 5000, depth: 8, bound: Lower}, true, chessMove(t, w.pos, "c1d3")
	w.singular(n)
	w.pos.Make(chessMove(t, w.pos, "e2e4"), nil)
	if e, ok := w.table.probe(w.pos.Key()); !ok || e.depth != 2 {
		t.Errorf("another move was searched to depth %d, %t, want 2", e.depth, ok)
	}
}

// A search without the table move is not extended for a check: the search with
// it is.
func TestExcludedInCheck(t *testing.T) {
	w, f := workerAt(t, "4k3/8/8/8/8/8/4r3/4K2R w K - 0 1", only(func(t *Techniques) { t.Table, t.PVS, t.CheckExtension = true, true, true }))
	f.excluded = chessMove(t, w.pos, "e1e2")
	w.search(-infinity, infinity, 3, 1, false)
	w.pos.Make(chessMove(t, w.pos, "e1d1"), nil)
	if e, ok := w.table.probe(w.pos.Key()); !ok || e.depth != 2 {
		t.Errorf("another evasion was searched to depth %d, %t, want 2", e.depth, ok)
	}
}
