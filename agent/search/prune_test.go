package search

import (
	"slices"
	"testing"

	"apprentice/games"
)

// quietPosition has no captures and no checks for either side.
const quietPosition = "4k3/pppp4/8/8/8/8/4PPPP/2N1K3 w - - 0 1"

// only returns options with default margins and the techniques that set
// switches on.
func only(set func(*Techniques)) Options {
	o := Options{Margins: DefaultMargins()}
	set(&o.Techniques)
	return o
}

// ProbCut fails high where a capture beats beta by the margin, and leaves what
// it found in the table.
func TestProbCut(t *testing.T) {
	const depth = 6
	for _, q := range hangingQueens {
		w, f := workerAt(t, q.fen, DefaultOptions())
		margin := w.o.ProbCutMargin
		capture := chessMove(t, w.pos, q.capture)
		pawn := f.static + w.pos.Gain(capture) // what is left after the capture
		beta := pawn - margin - 10

		v, ok := w.probCut(nodeAt(w, beta-1, beta, depth), beta+margin)
		e, known := w.table.probe(w.pos.Key())
		if !known || e.move != capture || e.depth != depth-3 || e.bound != Lower || e.value < beta+margin || e.static != noValue {
			t.Errorf("%s: the table has %+v, %t", q.fen, e, known)
		}
		if !ok || v != e.value-margin {
			t.Errorf("%s: value %d, %t; want the %d that the capture is worth less the margin of %d", q.fen, v, ok, e.value, margin)
		}

		w, _ = workerAt(t, q.fen, DefaultOptions())
		if v, ok := w.probCut(nodeAt(w, pawn+9, pawn+10, depth), pawn+10+margin); ok {
			t.Errorf("%s: value %d with a beta that the pawn of %d does not reach", q.fen, v, pawn)
		}
		// A search that is over decides nothing.
		w, _ = workerAt(t, q.fen, DefaultOptions())
		w.stopped = true
		if v, ok := w.probCut(nodeAt(w, -301, -300, depth), -300+margin); ok {
			t.Errorf("%s: value %d of a search that was stopped", q.fen, v)
		}
	}
}

// ProbCut tries no capture that cannot raise the static value to the target,
// and no quiet move, even where the table has one.
func TestProbCutTries(t *testing.T) {
	const depth = 6
	for _, test := range []struct{ why, fen, table string }{
		{"a defended queen", "4k3/8/2p5/3q4/4P3/8/8/4K3 w - - 0 1", ""},
		{"a defended queen that the table takes", "4k3/8/2p5/3q4/4P3/8/8/4K3 w - - 0 1", "e4d5"},
		{"a quiet move of the table", quietPosition, "c1d3"},
	} {
		w, f := workerAt(t, test.fen, DefaultOptions())
		beta := f.static + 850 // a queen less half a pawn
		n := nodeAt(w, beta-1, beta, depth)
		if test.table != "" {
			n.tableMove = chessMove(t, w.pos, test.table)
		}
		if v, ok := w.probCut(n, beta+w.o.ProbCutMargin); ok || w.nodes != 0 {
			t.Errorf("%s: value %d, %t, after %d nodes", test.why, v, ok, w.nodes)
		}
	}
}

// A node is asked for a ProbCut from its depth on, unless beta is a mate or the
// table knows, from about this depth, that no move reaches the target.
func TestProbCutAsked(t *testing.T) {
	o := only(func(t *Techniques) { t.ProbCut, t.Quiescence = true, true })
	for _, test := range []struct {
		why  string
		set  func(n *node, target int)
		want bool
	}{
		{"deep enough", func(*node, int) {}, true},
		{"too shallow", func(n *node, _ int) { n.depth = o.ProbCutDepth - 1 }, false},
		{"beta is a mate", func(n *node, _ int) { n.alpha, n.beta = MateValue-10, MateValue-9 }, false},
		{"the table has less", func(n *node, target int) { n.known, n.hit.depth, n.hit.value = true, n.depth-3, target-1 }, false},
		{"the table has less, less deep", func(n *node, target int) { n.known, n.hit.depth, n.hit.value = true, n.depth-4, target-1 }, true},
		{"the table has enough", func(n *node, target int) { n.known, n.hit.depth, n.hit.value = true, n.depth-3, target }, true},
	} {
		w, f := workerAt(t, hangingQueens[0].fen, o)
		beta := f.static + 500
		n := nodeAt(w, beta-1, beta, o.ProbCutDepth)
		test.set(n, beta+o.ProbCutMargin)
		if _, ok := w.pruneNode(n); ok != test.want || w.nodes > 0 != test.want {
			t.Errorf("%s: cut is %t after %d nodes", test.why, ok, w.nodes)
		}
	}
}

// Razoring: a node far enough below alpha has the value of quiescence, unless
// that reaches alpha after all.
func TestRazoring(t *testing.T) {
	o := only(func(t *Techniques) { t.Razoring, t.Quiescence = true, true })
	for _, test := range []struct {
		why   string
		fen   string
		depth int
		alpha int // above the static value and the margin
		want  bool
	}{
		{"at the margin", quietPosition, 2, 0, true},
		{"below the margin", quietPosition, 2, -1, false},
		{"at the last depth", quietPosition, o.RazorDepth, 0, true},
		{"too deep", quietPosition, o.RazorDepth + 1, 0, false},
		{"a capture helps", hangingQueens[0].fen, 1, 0, false},
	} {
		w, f := workerAt(t, test.fen, o)
		alpha := f.static + o.RazorMargin + o.RazorSlope*test.depth*test.depth + test.alpha
		v, ok := w.pruneNode(nodeAt(w, alpha, alpha+1, test.depth))
		if ok != test.want || ok && v != f.static {
			t.Errorf("%s: value %d, %t; the static one is %d", test.why, v, ok, f.static)
		}
	}
	w, _ := workerAt(t, quietPosition, o)
	if v, ok := w.pruneNode(nodeAt(w, MateValue-9, MateValue-8, 1)); ok {
		t.Errorf("value %d where only a mate is good enough", v)
	}
}

// Reverse futility pruning: a node far enough above beta fails high, a third of
// the way from beta to its estimate.
func TestReverseFutility(t *testing.T) {
	o := only(func(t *Techniques) { t.ReverseFutility = true })
	for _, test := range []struct {
		why       string
		depth     int
		above     int // beta and margin
		improving bool
		beta      int
		want      bool
	}{
		{why: "at the margin", depth: 3, beta: 100, want: true},
		{why: "below the margin", depth: 3, above: -1, beta: 100},
		{why: "improving, at its margin", depth: 3, above: -o.ReverseFutilityBonus, improving: true, beta: 100, want: true},
		{why: "improving, below its margin", depth: 3, above: -o.ReverseFutilityBonus - 1, improving: true, beta: 100},
		{why: "at the last depth", depth: o.ReverseFutilityDepth, beta: 100, want: true},
		{why: "too deep", depth: o.ReverseFutilityDepth + 1, beta: 100},
		{why: "beta is a mate", depth: 1, beta: -MaxValue - 1},
		{why: "the estimate is a mate", depth: 1, above: MaxValue, beta: 100},
	} {
		w, _ := workerAt(t, quietPosition, o)
		n := nodeAt(w, test.beta-1, test.beta, test.depth)
		n.improving = test.improving
		n.estimate = test.beta + o.ReverseFutilityMargin*test.depth + test.above
		v, ok := w.pruneNode(n)
		if ok != test.want || ok && v != (2*test.beta+n.estimate)/3 {
			t.Errorf("%s: value %d, %t, for an estimate of %d", test.why, v, ok, n.estimate)
		}
	}
}

// Every reason not to try a null move is enough.
func TestMayPass(t *testing.T) {
	o := only(func(t *Techniques) { t.NullMove = true })
	const beta, depth = 100, 6
	enough := beta + o.NullStatic - o.NullSlope*depth
	for _, test := range []struct {
		why  string
		fen  string
		set  func(w *worker, n *node)
		want bool
	}{
		{"well above beta", quietPosition, func(*worker, *node) {}, true},
		{"switched off", quietPosition, func(w *worker, _ *node) { w.o.NullMove = false }, false},
		{"depth 2", quietPosition, func(_ *worker, n *node) { n.depth, n.f.static = 2, enough+o.NullSlope*depth }, true},
		{"depth 1", quietPosition, func(_ *worker, n *node) { n.depth, n.f.static = 1, enough+o.NullSlope*depth }, false},
		{"estimate below beta", quietPosition, func(_ *worker, n *node) { n.estimate = beta - 1 }, false},
		{"static value too low", quietPosition, func(_ *worker, n *node) { n.f.static = enough - 1 }, false},
		{"after a null move", quietPosition, func(_ *worker, n *node) { n.f.null = true }, false},
		{"while one is verified", quietPosition, func(w *worker, n *node) { w.nullPly = n.ply + 1 }, false},
		{"after one was verified", quietPosition, func(w *worker, n *node) { w.nullPly = n.ply }, true},
		{"against a mate", quietPosition, func(_ *worker, n *node) { n.beta = -MaxValue }, false},
		{"with nothing but pawns", "4k3/pppp4/8/8/8/8/4PPPP/4K3 w - - 0 1", func(*worker, *node) {}, false},
	} {
		w, f := workerAt(t, test.fen, o)
		n := nodeAt(w, beta-1, beta, depth)
		n.estimate, f.static = beta, enough
		test.set(w, n)
		if got := w.mayPass(n); got != test.want {
			t.Errorf("%s: %t", test.why, got)
		}
	}
}

// A null move that fails high decides the node at low depth. From NullVerify on
// a search that may not pass must confirm it, which it does not where passing is
// the only good move.
func TestNullMove(t *testing.T) {
	const beta, depth = 100, 6
	for _, test := range []struct {
		why        string
		pass, move int // values of a line that begins with a pass and with a move
		verify     int // NullVerify
		want       bool
	}{
		{"passing helps", 1000, 0, depth + 1, true},
		{"passing does not help", 0, 1000, depth + 1, false},
		{"only passing helps", 1000, 0, depth, false},
		{"a move helps too", 1000, 1000, depth, true},
	} {
		o := only(func(t *Techniques) { t.NullMove, t.PVS = true, true })
		o.NullBase, o.NullDepth, o.NullVerify = 1024, 0, test.verify
		w, _ := workerAt(t, quietPosition, o)
		w.with(&firstEvaluator{none: beta + o.NullStatic, pass: test.pass, move: test.move})
		n := nodeAt(w, beta-1, beta, depth)
		n.estimate, n.f.static = beta, beta+o.NullStatic
		v, ok := w.nullMove(n)
		if ok != test.want || ok && v != test.pass {
			t.Errorf("%s: value %d, %t", test.why, v, ok)
		}
		if w.nullPly != 0 {
			t.Errorf("%s: no null moves before ply %d, for ever", test.why, w.nullPly)
		}
	}
}

// A mate that a null move finds is a cutoff, but no mate.
func TestNullMoveFindsNoMates(t *testing.T) {
	o := only(func(t *Techniques) { t.NullMove, t.PVS = true, true })
	o.NullBase, o.NullDepth = 0, 0 // a pass costs a ply and no more, so that the mate is seen
	w, f := workerAt(t, "7k/R7/8/8/8/8/8/1R4K1 w - - 0 1", o)
	n := nodeAt(w, f.static+299, f.static+300, 6) // which nothing but a mate reaches
	n.estimate = n.beta
	if v, ok := w.nullMove(n); !ok || v != n.beta {
		t.Errorf("value %d, %t, want beta, %d", v, ok, n.beta)
	}
}

// Every reason not to search a move works up to its margin, and no further.
func TestPruneMove(t *testing.T) {
	const (
		depth = 3
		quiet = "c1d3" // nothing attacks it
		hangs = "c1b3" // a pawn takes it
	)
	fen := "4k3/pppp4/8/8/p7/8/4PPPP/2N1K3 w - - 0 1"
	o := only(func(*Techniques) {})
	o.LMPBase, o.LMPSlope, o.LMPWorse = 5, 1024, 512
	late := 5 + depth*depth
	tests := []struct {
		why    string
		set    func(*Techniques)
		move   string
		change func(w *worker, n *node, c *candidate)
		want   verdict
	}{
		{"nothing is switched on", func(*Techniques) {}, hangs, func(_ *worker, n *node, c *candidate) { n.count, c.history = 200, -historyMax }, pruneNone},

		{"not too late", func(t *Techniques) { t.LMP = true }, quiet, func(_ *worker, n *node, _ *candidate) { n.count = late }, pruneNone},
		{"too late", func(t *Techniques) { t.LMP = true }, quiet, func(_ *worker, n *node, _ *candidate) { n.count = late + 1 }, pruneQuiets},
		{"not improving, not too late", func(t *Techniques) { t.LMP = true }, quiet, func(_ *worker, n *node, _ *candidate) { n.count, n.improving = late/2, false }, pruneNone},
		{"not improving, too late", func(t *Techniques) { t.LMP = true }, quiet, func(_ *worker, n *node, _ *candidate) { n.count, n.improving = late/2+1, false }, pruneQuiets},
		{"late, but a capture", func(t *Techniques) { t.LMP = true }, quiet, func(_ *worker, n *node, c *candidate) { n.count, c.quiet = 200, false }, pruneNone},

		{"history at the margin", func(t *Techniques) { t.HistoryPruning = true }, quiet, func(_ *worker, _ *node, c *candidate) { c.history = -depth * o.HistoryMargin }, pruneNone},
		{"history below the margin", func(t *Techniques) { t.HistoryPruning = true }, quiet, func(_ *worker, _ *node, c *candidate) { c.history = -depth*o.HistoryMargin - 1 }, pruneThis},
		{"bad history, too deep", func(t *Techniques) { t.HistoryPruning = true }, quiet, func(_ *worker, n *node, c *candidate) {
			n.depth = o.HistoryDepth + 2
			c.history = -n.depth*o.HistoryMargin - 1
		}, pruneNone},
		{"bad history, deep but reduced", func(t *Techniques) { t.HistoryPruning, t.LMR = true, true }, quiet, func(w *worker, n *node, c *candidate) {
			n.depth, n.count = o.HistoryDepth+2, 9
			w.lmr[n.depth][n.count] = 1024
			c.history = -n.depth*o.HistoryMargin - 1
			w.o.LMRHistory = 1 << 30
		}, pruneThis},

		{"futile", func(t *Techniques) { t.Futility = true }, quiet, func(w *worker, n *node, _ *candidate) {
			n.static = n.alpha - o.FutilityMargin - o.FutilitySlope*(depth-1)
		}, pruneQuiets},
		{"not quite futile", func(t *Techniques) { t.Futility = true }, quiet, func(w *worker, n *node, _ *candidate) {
			n.static = n.alpha - o.FutilityMargin - o.FutilitySlope*(depth-1) + 1
		}, pruneNone},
		{"futile in check", func(t *Techniques) { t.Futility = true }, quiet, func(w *worker, n *node, _ *candidate) {
			n.static, n.f.inCheck = -MaxValue, true
		}, pruneNone},
		{"futile against a mate", func(t *Techniques) { t.Futility = true }, quiet, func(w *worker, n *node, _ *candidate) {
			n.static, n.alpha = -MaxValue, MaxValue+1
		}, pruneNone},
		{"futile, too deep", func(t *Techniques) { t.Futility = true }, quiet, func(w *worker, n *node, _ *candidate) {
			n.static, n.depth = -MaxValue, o.FutilityDepth+2
		}, pruneNone},

		{"safe", func(t *Techniques) { t.SEEPruning = true }, quiet, func(*worker, *node, *candidate) {}, pruneNone},
		{"en prise", func(t *Techniques) { t.SEEPruning = true }, hangs, func(*worker, *node, *candidate) {}, pruneThis},
		{"en prise, deep", func(t *Techniques) { t.SEEPruning = true }, hangs, func(w *worker, n *node, _ *candidate) {
			w.o.SEEQuiet, n.depth = 1, o.SEEDepth+1
		}, pruneThis},
		{"en prise, too deep", func(t *Techniques) { t.SEEPruning = true }, hangs, func(w *worker, n *node, _ *candidate) {
			w.o.SEEQuiet, n.depth = 1, o.SEEDepth+2
		}, pruneNone},
	}
	for _, test := range tests {
		o.Techniques = Techniques{}
		test.set(&o.Techniques)
		w, _ := workerAt(t, fen, o)
		opts := o // its own, to be changed
		w.o = &opts
		n := nodeAt(w, -1, 0, depth)
		n.count = 2
		c := candidate{tried: tried{move: chessMove(t, w.pos, test.move)}, quiet: true}
		test.change(w, n, &c)
		if got := w.pruneMove(n, &c); got != test.want {
			t.Errorf("%s: %d, want %d", test.why, got, test.want)
		}
		if n.f.picker.skipQuiets {
			t.Errorf("%s: the verdict changed the picker", test.why)
		}
	}
}

// A losing capture is left out while the depth left cannot win back what it
// loses, but never when it is not known to lose.
func TestPruneLosingCapture(t *testing.T) {
	o := only(func(t *Techniques) { t.SEEPruning = true })
	o.SEETactical, o.SEEDepth = 150, 4
	for _, test := range []struct {
		why   string
		stage stage
		depth int
		want  verdict
	}{
		{"a queen for a pawn", stageBadTactical, 4, pruneThis},
		{"too deep", stageBadTactical, 5, pruneNone},
		{"among the good ones", stageTactical, 4, pruneNone},
	} {
		w, f := workerAt(t, "4k3/2p5/3p4/8/8/3Q4/8/4K3 w - - 0 1", o)
		f.picker.stage = test.stage
		n := nodeAt(w, -1, 0, test.depth)
		m := chessMove(t, w.pos, "d3d6")
		c := candidate{tried: tried{move: m, gain: int16(w.pos.Gain(m))}}
		if got := w.pruneMove(n, &c); got != test.want {
			t.Errorf("%s: %d, want %d", test.why, got, test.want)
		}
	}
}

// What the search leaves out on a verdict of pruneQuiets is every later quiet
// move, and nothing else; at the root it is nothing.
func TestSkipsQuietsOnly(t *testing.T) {
	const fen = "4k3/2p5/3p4/8/8/3Q4/8/4K3 w - - 0 1" // the only capture loses the queen
	o := only(func(t *Techniques) { t.LMP, t.PVS = true, true })
	o.LMPBase, o.LMPSlope = 3, 0
	w, f := workerAt(t, fen, o)
	n := nodeAt(w, MaxValue-1, MaxValue, 2) // fails low, so that no move ends it
	w.searchMoves(n)
	legal := len(w.pos.Moves(nil, games.AllMoves))
	if f.numQuiets != 3 || f.numTacticals != 1 || n.count != 5 || legal < 20 {
		t.Errorf("%d quiet moves and %d captures were searched, %d handed out of %d; want 3, 1 and 5", f.numQuiets, f.numTacticals, n.count, legal)
	}

	w, _ = workerAt(t, fen, o)
	w.listRoot(nil)
	n = nodeAt(w, MaxValue-1, MaxValue, 2)
	n.ply, n.f = 0, w.frame(0)
	w.searchMoves(n)
	if got := n.f.numQuiets + n.f.numTacticals; got != legal || n.count != legal {
		t.Errorf("%d moves of the root were searched, %d handed out of %d", got, n.count, legal)
	}
}

// On a verdict of pruneThis the search leaves out one move.
func TestSkipsOneMove(t *testing.T) {
	w, f := workerAt(t, "4k3/pppp4/8/8/p7/8/4PPPP/2N1K3 w - - 0 1", only(func(t *Techniques) { t.SEEPruning, t.PVS = true, true }))
	hangs := chessMove(t, w.pos, "c1b3")
	n := nodeAt(w, MaxValue-1, MaxValue, 2)
	w.searchMoves(n)
	searched := slices.ContainsFunc(f.quiets[:f.numQuiets], func(x tried) bool { return x.move == hangs })
	if searched || f.numQuiets != len(w.pos.Moves(nil, games.AllMoves))-1 {
		t.Errorf("a move that hangs a piece was searched: %t; %d moves were", searched, f.numQuiets)
	}
}

// While every move so far is mated nothing is left out.
func TestNothingSkippedInMate(t *testing.T) {
	o := only(func(t *Techniques) { t.LMP, t.PVS = true, true })
	o.LMPBase, o.LMPWorse = 200, 0 // no move at all where not improving
	// Black mates with any move of a rook to the first rank.
	w, f := workerAt(t, "4k3/8/8/8/8/1r6/r7/6K1 w - - 0 1", o)
	n := nodeAt(w, -infinity, infinity, 3)
	n.pv, n.improving = true, false
	w.searchMoves(n)
	if legal := len(w.pos.Moves(nil, games.AllMoves)); f.numQuiets != legal || n.best >= -MaxValue {
		t.Errorf("%d of %d moves were searched; value %d", f.numQuiets, legal, n.best)
	}
}
