package search

import (
	"testing"

	"apprentice/games"
)

// What the table knows decides a null-window node if it is as deep and on the
// right side of the window, and rewards the quiet move that it names.
func TestLookUp(t *testing.T) {
	const depth, beta = 5, 50
	for _, test := range []struct {
		why  string
		hit  entry
		pv   bool
		want bool
	}{
		{"high enough", entry{depth: depth, value: beta, bound: Lower}, false, true},
		{"exact", entry{depth: depth + 1, value: beta + 9, bound: Exact}, false, true},
		{"low enough", entry{depth: depth, value: beta - 1, bound: Upper}, false, true},
		{"too shallow", entry{depth: depth - 1, value: beta, bound: Lower}, false, false},
		{"at least too little", entry{depth: depth, value: beta - 1, bound: Lower}, false, false},
		{"at most enough", entry{depth: depth, value: beta, bound: Upper}, false, false},
		{"on the principal variation", entry{depth: depth, value: beta, bound: Exact}, true, false},
	} {
		w, f := workerAt(t, quietPosition, DefaultOptions())
		move := chessMove(t, w.pos, "c1d3")
		test.hit.move = move
		w.table.store(w.pos.Key(), test.hit)
		n := &node{f: f, ply: 1, alpha: beta - 1, beta: beta, depth: depth, pv: test.pv}
		v, ok := w.lookUp(n)
		if ok != test.want || ok && v != test.hit.value {
			t.Errorf("%s: value %d, %t", test.why, v, ok)
		}
		rewarded := w.quietHistory(f, w.pos.Side(), w.slot(move)) > 0
		if rewarded != (test.want && test.hit.value >= beta) {
			t.Errorf("%s: rewarded is %t", test.why, rewarded)
		}
		if !ok && (n.tableMove != move || !n.known || n.onPV != test.pv) {
			t.Errorf("%s: %+v", test.why, n)
		}
	}
}

// A mate in the table counts from the node that it was found at.
func TestLookUpMate(t *testing.T) {
	w, f := workerAt(t, quietPosition, DefaultOptions())
	w.table.store(w.pos.Key(), entry{depth: 9, value: toTable(MateValue-6, 3), bound: Lower, pv: true})
	n := &node{f: f, ply: 1, alpha: 49, beta: 50, depth: 5}
	if v, ok := w.lookUp(n); !ok || v != MateValue-4 {
		t.Errorf("value %d, %t, want %d", v, ok, MateValue-4)
	}
}

// A move in the table that is not legal, as another position may have left it
// there, is not taken; a node that was on a principal variation stays marked.
func TestLookUpForeignMove(t *testing.T) {
	w, f := workerAt(t, quietPosition, DefaultOptions())
	w.table.store(w.pos.Key(), entry{depth: 1, bound: Lower, move: 65535, pv: true})
	n := &node{f: f, ply: 1, alpha: 49, beta: 50, depth: 5}
	if _, ok := w.lookUp(n); ok || n.tableMove != games.NoMove || !n.onPV {
		t.Errorf("decided is %t; %+v", ok, n)
	}
}

// The static value comes from the table where that has it, is corrected, and
// gives way to a bound that says more.
func TestAssess(t *testing.T) {
	const points = 40 // what the evaluator says
	for _, test := range []struct {
		why           string
		hit           *entry
		raw, estimate int
	}{
		{"no hit", nil, points, points},
		{"value from the table", &entry{static: 33}, 33, 33},
		{"none in the table", &entry{static: noValue}, points, points},
		{"at least more", &entry{static: 33, value: 60, bound: Lower}, 33, 60},
		{"at most more", &entry{static: 33, value: 60, bound: Upper}, 33, 33},
		{"at most less", &entry{static: 33, value: 20, bound: Upper}, 33, 20},
		{"at least less", &entry{static: 33, value: 20, bound: Lower}, 33, 33},
		{"a mate", &entry{static: 33, value: MaxValue + 1, bound: Exact}, 33, 33},
	} {
		w, f := workerAt(t, quietPosition, DefaultOptions())
		w.with(sideEvaluator{points: points})
		n := &node{f: f, ply: 1}
		if test.hit != nil {
			n.known, n.hit = true, *test.hit
		}
		w.assess(n)
		if n.raw != test.raw || n.static != test.raw || f.static != test.raw || n.estimate != test.estimate {
			t.Errorf("%s: raw %d, static %d, kept %d, estimate %d", test.why, n.raw, n.static, f.static, n.estimate)
		}

		// Searches found more after such moves.
		for range 50 {
			w.correct(f, w.pos.Side(), f.static+300, Exact, 8)
		}
		w.assess(n)
		if n.raw != test.raw || n.static <= test.raw || n.static != f.static {
			t.Errorf("%s: raw %d, corrected to %d, kept %d", test.why, n.raw, n.static, f.static)
		}
	}
}

// In check there is no static value, and a search without a move takes over
// that of the search with it.
func TestAssessSpecial(t *testing.T) {
	w, f := workerAt(t, quietPosition, DefaultOptions())
	f.inCheck = true
	n := &node{f: f, ply: 1}
	if w.assess(n); n.raw != noValue || n.static != noValue || n.estimate != noValue || f.static != noValue || n.improving {
		t.Errorf("in check: %+v", n)
	}
	f.inCheck, f.excluded, f.static = false, 9, -123
	n = &node{f: f, ply: 1}
	if w.assess(n); n.raw != noValue || n.static != -123 || n.estimate != -123 {
		t.Errorf("without a move: %+v", n)
	}
}

// A side is improving if it stands better than at its last move, or the one
// before where it was in check.
func TestImproving(t *testing.T) {
	w, _ := workerAt(t, quietPosition, DefaultOptions())
	for _, test := range []struct {
		last, before int
		want         bool
	}{
		{9, noValue, true}, {10, noValue, false}, {11, 0, false},
		{noValue, 9, true}, {noValue, 10, false}, {noValue, noValue, true},
	} {
		w.frame(3).static, w.frame(1).static = test.last, test.before
		if got := w.improving(5, 10); got != test.want {
			t.Errorf("10 after %d and %d: improving is %t", test.last, test.before, got)
		}
	}
}

// Mate distance pruning narrows the window to what is still possible.
func TestMateDistance(t *testing.T) {
	w, f := workerAt(t, quietPosition, only(func(t *Techniques) { t.MateDistance = true }))
	n := &node{f: f, ply: 7, alpha: -infinity, beta: infinity}
	if _, ok := w.decided(n); ok || n.alpha != 7-MateValue || n.beta != MateValue-8 {
		t.Errorf("decided is %t, window %d to %d", ok, n.alpha, n.beta)
	}
	n = &node{f: f, ply: 7, alpha: MateValue - 8, beta: infinity}
	if v, ok := w.decided(n); !ok || v != MateValue-8 {
		t.Errorf("value %d, %t where a mate in 8 plies is known", v, ok)
	}
	w.o = &Options{}
	n = &node{f: f, ply: 7, alpha: MateValue - 8, beta: infinity}
	if _, ok := w.decided(n); ok {
		t.Error("decided with the technique switched off")
	}
	if v, ok := w.decided(&node{f: f, ply: MaxPly, alpha: -9, beta: 9}); !ok || v != w.value() {
		t.Errorf("value %d, %t at the greatest ply, want the static one", v, ok)
	}
}

// A node leaves its value with the right bound, depth and move in the table,
// and teaches only what it found.
func TestLearn(t *testing.T) {
	for _, test := range []struct {
		why   string
		best  int
		move  string // that raised alpha
		bound Bound
	}{
		{"failed high", 120, "c1d3", Lower},
		{"between", 60, "c1d3", Exact},
		{"failed low", 20, "", Upper},
	} {
		w, f := workerAt(t, quietPosition, DefaultOptions())
		n := &node{f: f, ply: 1, alpha: 50, beta: 100, depth: 6, side: w.pos.Side(), key: w.pos.Key(), raw: 33, best: test.best, onPV: true}
		f.static = 40
		slot := 0
		if test.move != "" {
			m := chessMove(t, w.pos, test.move)
			slot = w.slot(m)
			n.bestMove = tried{move: m, slotBits: uint16(slot)}
		}
		w.learn(n)
		want := entry{move: n.bestMove.move, value: test.best, static: 33, depth: 6, bound: test.bound, pv: true}
		if e, ok := w.table.probe(n.key); !ok || e != want {
			t.Errorf("%s: the table has %+v, want %+v", test.why, e, want)
		}
		if rewarded := test.move != "" && w.quietHistory(f, n.side, slot) > 0; rewarded != (test.move != "") {
			t.Errorf("%s: rewarded is %t", test.why, rewarded)
		}
		if f.failures != 0 != (test.bound == Lower) {
			t.Errorf("%s: %d failures", test.why, f.failures)
		}
		if c := w.corrected(f, n.side, 0); (c > 0) != (test.best > 40) || (c < 0) != (test.best < 40) {
			t.Errorf("%s: static values are corrected by %d", test.why, c)
		}
	}
}

// Nothing is learnt about static values in check or from a capture, and nothing
// stored of a search without a move or of a later line of MultiPV.
func TestLearnNot(t *testing.T) {
	for _, test := range []struct {
		why             string
		set             func(w *worker, n *node)
		correct, stored bool
	}{
		{"in general", func(*worker, *node) {}, true, true},
		{"in check", func(_ *worker, n *node) { n.f.inCheck = true }, false, true},
		{"a capture", func(_ *worker, n *node) { n.bestMove.gain = 100 }, false, true},
		{"without a move", func(_ *worker, n *node) { n.f.excluded = 9 }, false, false},
		{"the second line", func(w *worker, n *node) { n.ply, w.line = 0, 1 }, true, false},
		{"the second line, not at the root", func(w *worker, n *node) { w.line = 1 }, true, true},
	} {
		w, f := workerAt(t, quietPosition, DefaultOptions())
		m := chessMove(t, w.pos, "c1d3")
		n := &node{f: f, ply: 1, beta: 100, depth: 6, key: w.pos.Key(), best: 500, bestMove: tried{move: m, slotBits: uint16(w.slot(m))}}
		f.static = 40
		test.set(w, n)
		w.learn(n)
		if c := w.corrected(f, n.side, 0); (c != 0) != test.correct {
			t.Errorf("%s: static values are corrected by %d", test.why, c)
		}
		if _, ok := w.table.probe(n.key); ok != test.stored {
			t.Errorf("%s: stored is %t", test.why, ok)
		}
	}
}

// A check is searched a ply deeper, up to twice the depth of the iteration, and
// never turns into quiescence; a node without a move to try first, a ply less.
func TestDepthOfNode(t *testing.T) {
	const check, calm = "4k3/8/8/8/8/8/4r3/4K2R w K - 0 1", quietPosition
	for _, test := range []struct {
		why       string
		set       func(*Techniques)
		fen       string
		depth     int
		rootDepth int
		want      int
	}{
		{"check", func(t *Techniques) { t.CheckExtension = true }, check, 3, 8, 4},
		{"check at the end", func(t *Techniques) { t.CheckExtension = true }, check, -2, 8, 1},
		{"check far from the root", func(t *Techniques) { t.CheckExtension = true }, check, 3, 0, 3},
		{"check, switched off", func(*Techniques) {}, check, 3, 8, 3},
		{"no check", func(t *Techniques) { t.CheckExtension = true }, calm, 3, 8, 3},
		{"no table move", func(t *Techniques) { t.IIR = true }, calm, 4, 8, 3},
		{"no table move, too shallow", func(t *Techniques) { t.IIR = true }, calm, 3, 8, 3},
		{"no table move, switched off", func(*Techniques) {}, calm, 4, 8, 4},
	} {
		o := only(test.set)
		o.Table, o.PVS = true, true
		w, _ := workerAt(t, test.fen, o)
		w.rootDepth = test.rootDepth
		w.search(-infinity, infinity, test.depth, 1, false)
		if e, ok := w.table.probe(w.pos.Key()); !ok || e.depth != test.want {
			t.Errorf("%s: the table has depth %d, %t, want %d", test.why, e.depth, ok, test.want)
		}
	}
}

// Where neither the principal variation goes nor a cut is expected, a node
// without a move to try first keeps its depth.
func TestReducesUnknownNodes(t *testing.T) {
	for cut, want := range map[bool]int{true: 3, false: 4} {
		w, _ := workerAt(t, quietPosition, only(func(t *Techniques) { t.Table, t.PVS, t.IIR = true, true, true }))
		w.search(0, 1, 4, 1, cut)
		if e, ok := w.table.probe(w.pos.Key()); !ok || e.depth != want {
			t.Errorf("cut expected %t: depth %d, %t, want %d", cut, e.depth, ok, want)
		}
	}
}

// A node begins with nothing known of its children.
func TestClearsChildren(t *testing.T) {
	w, f := workerAt(t, quietPosition, only(func(t *Techniques) { t.PVS = true }))
	child := w.frame(2)
	child.killers, child.failures = [2]games.Move{7, 8}, 9
	w.search(-infinity, infinity, 1, 1, false)
	if child.killers != [2]games.Move{} || child.failures != 0 || f.numQuiets == 0 {
		t.Errorf("killers %v and %d failures of an earlier node", child.killers, child.failures)
	}
}

// A mate is stored as it counts from the node.
func TestLearnMate(t *testing.T) {
	w, f := workerAt(t, quietPosition, DefaultOptions())
	n := &node{f: f, ply: 3, beta: 100, depth: 6, key: w.pos.Key(), best: MateValue - 8}
	w.learn(n)
	if e, _ := w.table.probe(n.key); e.value != MateValue-5 {
		t.Errorf("a mate in 8 plies from the root is stored as %d, want %d at ply 3", e.value, MateValue-5)
	}
}
