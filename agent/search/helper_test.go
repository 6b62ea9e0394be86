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

// sideEvaluator gives every position its number of points for First, so that
// the value of a search without a mate does not depend on its depth.
type sideEvaluator struct {
	hashEvaluator
	points int
}

func (e sideEvaluator) Value(pos games.Position) int {
	if pos.Side() == games.First {
		return e.points
	}
	return -e.points
}

// firstEvaluator values a line by what the side that began it did first, from
// the view of that side.
type firstEvaluator struct {
	none, pass, move int
	line             []bool // whether each move was a pass
}

func (e *firstEvaluator) Reset(games.Position) { e.line = e.line[:0] }
func (e *firstEvaluator) Pop()                 { e.line = e.line[:len(e.line)-1] }
func (e *firstEvaluator) Push(d *games.Delta)  { e.line = append(e.line, d.NumAdded|d.NumRemoved == 0) }

func (e *firstEvaluator) Value(games.Position) int {
	v := e.none
	switch {
	case len(e.line) == 0:
	case e.line[0]:
		v = e.pass
	default:
		v = e.move
	}
	return v * (1 - 2*(len(e.line)&1))
}

// with makes w value positions by e.
func (w *worker) with(e Evaluator) {
	e.Reset(w.pos)
	w.eval = e
}
