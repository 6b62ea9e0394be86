package search

import (
	"testing"

	"apprentice/games"
)

// workerAt returns a worker in a chess position at ply 1 of a search that
// nothing stops, and the frame of that ply.
func workerAt(t *testing.T, fen string, opts Options) (*worker, *frame) {
	t.Helper()
	opts.HashKB = 64
	w := New(newMaterial, opts).workers[0]
	w.reset(position(t, fen))
	root, f := w.frame(0), w.frame(1)
	f.inCheck, f.lastSlot, f.beforeSlot, f.rows = root.inCheck, root.lastSlot, root.beforeSlot, root.rows
	f.static = w.pos.Material()
	w.rootDepth, w.rootBeta = 8, infinity
	return w, f
}

// nodeAt returns a null-window node for the worker of workerAt, as it stands
// after step 5 without a hit in the table, where a cut is expected.
func nodeAt(w *worker, alpha, beta, depth int) *node {
	f := w.frame(1)
	return &node{
		f: f, ply: 1, alpha: alpha, beta: beta, depth: depth, cut: true, side: w.pos.Side(), key: w.pos.Key(),
		raw: f.static, static: f.static, estimate: f.static, improving: true,
	}
}

// chessMove is the move that text names.
func chessMove(t *testing.T, pos games.Position, text string) games.Move {
	t.Helper()
	m, err := pos.ParseMove(text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// A pawn may take a queen, for both colours. Afterwards its side is a pawn up.
var hangingQueens = []struct{ fen, capture string }{
	{"4k3/8/8/3q4/4P3/8/8/4K3 w - - 0 1", "e4d5"},
	{"4k3/8/8/4p3/3Q4/8/8/4K3 b - - 0 1", "e5d4"},
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
		if !ok || v < beta {
			t.Errorf("%s: value %d, %t, with beta %d below the pawn of %d", q.fen, v, ok, beta, pawn)
		}
		if e, known := w.table.probe(w.pos.Key()); !known || e.move != capture || e.depth != depth-3 || e.bound != Lower || e.value < beta+margin {
			t.Errorf("%s: the table has %+v, %t", q.fen, e, known)
		}

		w, f = workerAt(t, q.fen, DefaultOptions())
		if v, ok := w.probCut(nodeAt(w, pawn+9, pawn+10, depth), pawn+10+margin); ok {
			t.Errorf("%s: value %d with a beta that the pawn of %d does not reach", q.fen, v, pawn)
		}
	}
	// A queen that is defended is not worth a node.
	w, f := workerAt(t, "4k3/8/2p5/3q4/4P3/8/8/4K3 w - - 0 1", DefaultOptions())
	beta := f.static + w.pos.Gain(chessMove(t, w.pos, "e4d5")) - w.o.ProbCutMargin - 10
	if v, ok := w.probCut(nodeAt(w, beta-1, beta, depth), beta+w.o.ProbCutMargin); ok || w.nodes != 0 {
		t.Errorf("a defended queen: value %d, %t, after %d nodes", v, ok, w.nodes)
	}
}

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
