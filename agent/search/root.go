package search

import (
	"slices"

	"apprentice/games"
)

// rootMove is a move of the root and what is known of it.
type rootMove struct {
	move  games.Move
	value int   // -infinity if no better than another move
	bound Bound // of value: Lower where the window ended below it
	last  int   // value of the iteration before
	nodes int64
	pv    []games.Move
}

// bestLine is the outcome of the last iteration that counts.
type bestLine struct {
	move  games.Move
	value int
	depth int // 0: none was finished
	pv    []games.Move
}

// listRoot lists the root moves in the order of the picker, only those in
// wanted unless none of them is legal.
func (w *worker) listRoot(wanted []games.Move) {
	if w.root == nil {
		w.root = make([]rootMove, games.MaxMoves)
		for i := range w.root {
			w.root[i].pv = make([]games.Move, 0, MaxPly+1)
		}
		w.best.pv = make([]games.Move, 0, MaxPly+1)
	}
	f := w.frame(0)
	tableMove := games.NoMove
	if e, ok := w.tableEntry(); ok {
		tableMove = e.move
	}
	for _, filter := range []bool{len(wanted) > 0, false} {
		w.root = w.root[:0]
		w.pick(f, tableMove)
		for m := w.nextMove(f); m != games.NoMove; m = w.nextMove(f) {
			if filter && !slices.Contains(wanted, m) {
				continue
			}
			n := len(w.root)
			w.root = w.root[:n+1]
			r := &w.root[n]
			r.move, r.value, r.bound, r.last, r.nodes, r.pv = m, -infinity, Exact, -infinity, 0, append(r.pv[:0], m)
		}
		if len(w.root) > 0 {
			return
		}
	}
}

// keep makes root[0] the answer so far.
func (w *worker) keep(depth int) {
	r := &w.root[0]
	w.best.move, w.best.value, w.best.depth = r.move, r.value, depth
	w.best.pv = append(w.best.pv[:0], r.pv...)
}

// iteration searches all lines to one depth. bounded, unless nil, is called when
// a window fails.
func (w *worker) iteration(depth, lines int, bounded func(Bound)) {
	w.rootDepth = depth
	w.raised = false
	w.selDepth = 0
	for i := range w.root {
		w.root[i].last, w.root[i].value = w.root[i].value, -infinity
	}
	for w.line = 0; w.line < min(lines, len(w.root)) && !w.stopped; w.line++ {
		w.aspire(depth, bounded)
		w.sortRoot(0)
		if w.line == 0 && !w.stopped {
			w.raised = true
		}
	}
	w.line = 0
}

// aspirationDepth is the first iteration that knows enough of the value to
// guess it.
const aspirationDepth = 4

// aspire searches the current line with a window around the value of the
// iteration before, widened while the value falls outside (Slate and Atkin
// 1977; steps as in Stockfish).
func (w *worker) aspire(depth int, bounded func(Bound)) {
	alpha, beta, half := -infinity, infinity, infinity
	guess := w.root[w.line].last
	if w.o.Aspiration && depth >= aspirationDepth && !isMate(guess) && guess > -infinity {
		half = w.o.AspirationWindow + guess*guess/16384
		alpha, beta = max(guess-half, -infinity), min(guess+half, infinity)
	}
	reduce := 0
	for {
		w.rootBeta = beta
		v := w.search(alpha, beta, max(depth-reduce, 1), 0, false)
		w.sortRoot(w.line)
		if w.stopped {
			return
		}
		switch {
		case v <= alpha && alpha > -infinity:
			beta = (alpha + beta) / 2
			alpha = max(v-half, -infinity)
			reduce = 0
			if w.line == 0 {
				w.raised = false
			}
			if bounded != nil {
				bounded(Upper)
			}
		case v >= beta && beta < infinity:
			beta = min(v+half, infinity)
			reduce = min(reduce+1, 3)
			if bounded != nil {
				bounded(Lower)
			}
		default:
			return
		}
		half += half / 2
		if isMate(v) {
			alpha, beta = -infinity, infinity
		}
	}
}

// sortRoot orders the moves from index from on by value, keeping the order of
// equals.
func (w *worker) sortRoot(from int) {
	r := w.root
	for i := from + 1; i < len(r); i++ {
		for j := i; j > from && r[j].value > r[j-1].value; j-- {
			r[j], r[j-1] = r[j-1], r[j]
		}
	}
}

// noteRoot records what the search of root move i found. first is the first
// move of the line, whose value counts even where it fails low.
func (w *worker) noteRoot(i int, value, alpha int, first bool, nodes int64) {
	r := &w.root[i]
	r.nodes += nodes
	if !first && value <= alpha {
		r.value = -infinity
		return
	}
	r.value, r.bound = value, Exact
	if value <= alpha {
		return
	}
	if value >= w.rootBeta {
		r.bound = Lower
	}
	c := w.frame(1)
	r.pv = append(append(r.pv[:0], r.move), c.pv[:c.pvLen]...)
	if w.line == 0 {
		w.raised = true
	}
}
