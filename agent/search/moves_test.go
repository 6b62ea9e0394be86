package search

import (
	"testing"

	"apprentice/games"
)

// Every reason to reduce more or less moves the reduction its own way. The
// margins are whole plies here, a different number each.
func TestReduction(t *testing.T) {
	opts := Options{Margins: Margins{
		LMRBase: 20 << 10, LMRHistory: 1000, LMRTactical: 512, LMRPV: 1 << 10, LMRWasPV: 2 << 10, LMRCut: 3 << 10,
		LMRWorse: 4 << 10, LMRTableTactical: 5 << 10, LMRCheck: 6 << 10, LMRFailures: 7 << 10, LMRRefutation: 8 << 10,
	}}
	const depth, count = 5, 9
	for _, test := range []struct {
		why        string
		node       node
		history    int
		tactical   bool
		child      frame
		refutation bool
		want       int
	}{
		{why: "plain", node: node{improving: true}, want: 20},
		{why: "tactical", node: node{improving: true}, tactical: true, want: 10},
		{why: "good history", node: node{improving: true}, history: 9000, want: 11},
		{why: "bad history", node: node{improving: true}, history: -9000, want: 29},
		{why: "principal variation", node: node{improving: true, pv: true}, want: 19},
		{why: "once there", node: node{improving: true, onPV: true}, want: 18},
		{why: "cut expected", node: node{improving: true, cut: true}, want: 23},
		{why: "not improving", want: 24},
		{why: "the table knows a capture", node: node{improving: true, tableTactical: true}, want: 25},
		{why: "the table knows a capture, and this is one", node: node{improving: true, tableTactical: true}, tactical: true, want: 10},
		{why: "check", node: node{improving: true}, child: frame{inCheck: true}, want: 14},
		{why: "three failures", node: node{improving: true}, child: frame{failures: 3}, want: 20},
		{why: "four failures", node: node{improving: true}, child: frame{failures: 4}, want: 27},
		{why: "killer", node: node{improving: true}, refutation: true, want: 12},
	} {
		w, f := workerAt(t, positions[0], opts)
		f.picker.stage = stageQuiet
		if test.refutation {
			f.picker.stage = stageRefutation
		}
		n := test.node
		n.f, n.depth, n.count = f, depth, count
		c := candidate{quiet: !test.tactical, history: test.history}
		if got := w.reduction(&n, &c, &test.child); got != test.want {
			t.Errorf("%s: %d plies, want %d", test.why, got, test.want)
		}
	}
}

// Later moves and deeper nodes are reduced more, and no entry overflows at the
// ends of what a tuner may try.
func TestReductionTable(t *testing.T) {
	opts := DefaultOptions()
	for _, p := range Tunables() {
		if p.Name == "LMRBase" || p.Name == "LMRScale" {
			*p.Of(&opts.Margins) = p.Max
		}
	}
	for _, o := range []Options{DefaultOptions(), opts} {
		w, _ := workerAt(t, positions[0], o)
		for d := 2; d < 64; d++ {
			for m := 2; m < 64; m++ {
				if r := w.lmr[d][m]; r < w.lmr[d-1][m] || r < w.lmr[d][m-1] || r < 0 {
					t.Fatalf("base %d, scale %d: depth %d, move %d: %d/1024 plies, less than the entry before it", o.LMRBase, o.LMRScale, d, m, r)
				}
			}
		}
	}
}

// The search of a late move is reduced, and repeated if it beats alpha: deeper
// where it beats the best value by far, at less depth where hardly. A move's
// value is the same at any depth here, so the depth of the last search is what
// the table has.
func TestReducedSearch(t *testing.T) {
	const depth = 7
	o := Options{Margins: Margins{LMRHistory: 1 << 30, LMRDeeper: 50}}
	o.Table, o.PVS, o.LMR = true, true, true
	for _, test := range []struct {
		why       string
		count     int
		depth     int
		plies     int // of the reduction
		best      int // below the value of the move
		low       bool
		extension int
		want      int // depth of the search that counts
	}{
		{why: "fails low", count: 5, depth: depth, plies: 2, low: true, want: 4},
		{why: "fails high", count: 5, depth: depth, plies: 2, best: 20, want: 6},
		{why: "fails high by far", count: 5, depth: depth, plies: 2, best: 50 + 2*6 + 1, want: 7},
		{why: "fails high by not so far", count: 5, depth: depth, plies: 2, best: 50 + 2*6, want: 6},
		{why: "fails high by far, hardly reduced", count: 5, depth: depth, plies: 1, best: 500, want: 6},
		{why: "hardly fails high", count: 5, depth: depth, plies: 2, best: 5, want: 5},
		{why: "hardly fails high, at the edge", count: 5, depth: depth, plies: 2, best: 6, want: 6},
		{why: "not reduced", count: 5, depth: depth, plies: 0, low: true, want: 6},
		{why: "never extended", count: 5, depth: depth, plies: -3, low: true, want: 6},
		{why: "to one ply at least", count: 5, depth: 3, plies: 9, low: true, want: 1},
		{why: "the second move", count: 2, depth: depth, plies: 2, low: true, want: 4},
		{why: "the first move", count: 1, depth: depth, plies: 2, low: true, want: 6},
		{why: "extended, first", count: 1, depth: depth, extension: 1, low: true, want: 7},
		{why: "extended twice, first", count: 1, depth: depth, extension: 2, low: true, want: 8},
		{why: "shortened", count: 1, depth: depth, extension: -2, low: true, want: 4},
	} {
		w, f := workerAt(t, "4k3/p7/8/8/8/8/7P/4K3 w - - 0 1", o)
		w.with(sideEvaluator{points: 100}) // every move is worth 100
		w.lmr[test.depth][test.count] = int16(1024 * test.plies)
		m := chessMove(t, w.pos, "h2h3")
		n := nodeAt(w, 0, 1, test.depth)
		n.cut, n.count, n.best, n.extension = false, test.count, 100-test.best, test.extension
		if test.low {
			n.alpha, n.beta = 200, 201
		}
		if test.extension != 0 {
			n.tableMove = m
		}
		c := candidate{tried: tried{move: m, slotBits: uint16(w.slot(m))}, quiet: true}
		f.picker.stage = stageQuiet
		w.push(m, c.slot(), 1)
		if v := w.searchMove(n, &c); v != 100 {
			t.Errorf("%s: value %d", test.why, v)
		}
		if e, ok := w.table.probe(w.pos.Key()); !ok || e.depth != test.want {
			t.Errorf("%s: searched to depth %d, %t, want %d", test.why, e.depth, ok, test.want)
		}
		if w.frame(2).doubles != max(test.extension-1, 0) {
			t.Errorf("%s: %d double extensions", test.why, w.frame(2).doubles)
		}
	}
}

// At the root the second move is not reduced either.
func TestRootReduction(t *testing.T) {
	o := Options{Margins: Margins{LMRHistory: 1 << 30}}
	o.Table, o.PVS, o.LMR = true, true, true
	for count, want := range map[int]int{2: 6, 3: 4} {
		w, f := workerAt(t, quietPosition, o)
		w.with(sideEvaluator{points: 100})
		w.lmr[7][count] = 2048
		m := chessMove(t, w.pos, "c1d3")
		n := nodeAt(w, 200, 201, 7)
		n.ply, n.count, n.f = 0, count, w.frame(0)
		f.picker.stage = stageQuiet
		c := candidate{tried: tried{move: m, slotBits: uint16(w.slot(m))}, quiet: true}
		w.push(m, c.slot(), 0)
		w.searchMove(n, &c)
		if e, _ := w.table.probe(w.pos.Key()); e.depth != want {
			t.Errorf("move %d of the root is searched to depth %d, want %d", count, e.depth, want)
		}
	}
}

// On the principal variation the first move has the whole window, and another
// one if it beats alpha; elsewhere null windows do.
func TestWindows(t *testing.T) {
	o := Options{}
	o.Table, o.PVS = true, true
	for _, test := range []struct {
		why   string
		pv    bool
		count int
		alpha int
		want  Bound // of the child's value: exact in an open window only
	}{
		{"first move", true, 1, 0, Exact},
		{"first move, fails low", true, 1, 150, Lower},
		{"later move, fails low", true, 2, 150, Lower},
		{"later move, beats alpha", true, 2, 0, Exact},
		{"null window", false, 1, 0, Upper},
	} {
		w, _ := workerAt(t, quietPosition, o)
		w.with(sideEvaluator{points: 100})
		m := chessMove(t, w.pos, "c1d3")
		n := nodeAt(w, test.alpha, test.alpha+1, 3)
		n.pv, n.count = test.pv, test.count
		if test.pv {
			n.beta = 1000
		}
		c := candidate{tried: tried{move: m, slotBits: uint16(w.slot(m))}, quiet: true}
		w.push(m, c.slot(), 1)
		if v := w.searchMove(n, &c); v != 100 {
			t.Errorf("%s: value %d", test.why, v)
		}
		if e, _ := w.table.probe(w.pos.Key()); e.bound != test.want {
			t.Errorf("%s: bound %d, want %d", test.why, e.bound, test.want)
		}
	}
}

// A node searches every move unless one fails high, keeps the best one and its
// line, and notes what else it tried.
func TestSearchesAllMoves(t *testing.T) {
	o := only(func(t *Techniques) { t.PVS, t.Quiescence = true, true })
	w, f := workerAt(t, hangingQueens[0].fen, o)
	n := nodeAt(w, -infinity, infinity, 2)
	capture := chessMove(t, w.pos, hangingQueens[0].capture)
	n.pv, n.tableMove = true, capture
	w.searchMoves(n)
	if !n.tableTactical || n.bestMove.move != capture || int(n.bestMove.gain) != w.pos.Gain(capture) || n.best < 100 || n.alpha != n.best {
		t.Errorf("%+v", n)
	}
	if f.pvLen != 2 || f.pv[0] != capture {
		t.Errorf("a line of %d moves, %v", f.pvLen, f.pv[:f.pvLen])
	}
	if n.count != len(w.pos.Moves(nil, games.AllMoves)) || f.numQuiets != n.count-1 || f.numTacticals != 1 {
		t.Errorf("%d moves, %d quiet ones and %d captures tried", n.count, f.numQuiets, f.numTacticals)
	}

	// A move that fails high ends the node, and is not one that failed.
	n = nodeAt(w, 0, 1, 2)
	w.searchMoves(n)
	if n.count != 1 || n.bestMove.move != capture || f.numTacticals != 0 {
		t.Errorf("%d moves until one fails high; %d captures failed", n.count, f.numTacticals)
	}
}
