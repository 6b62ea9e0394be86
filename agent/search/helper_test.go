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

// passEvaluator thinks that whoever passed stands well: the side to move in all
// positions after a pass has lost points.
type passEvaluator struct {
	hashEvaluator
	points int
	passer []int // of every move of the line: +1 for a pass by the side that began it, -1 by the other
}

func (e *passEvaluator) Reset(games.Position) { e.passer = e.passer[:0] }
func (e *passEvaluator) Pop()                 { e.passer = e.passer[:len(e.passer)-1] }

func (e *passEvaluator) Push(d *games.Delta) {
	sign := 1 - 2*(len(e.passer)&1)
	if d.NumAdded|d.NumRemoved != 0 {
		sign = 0
	}
	e.passer = append(e.passer, sign)
}

func (e *passEvaluator) Value(games.Position) int {
	v := 0
	for _, sign := range e.passer {
		v += sign * e.points
	}
	return v * (1 - 2*(len(e.passer)&1))
}

// with makes w value positions by e.
func (w *worker) with(e Evaluator) {
	e.Reset(w.pos)
	w.eval = e
}
