package search

import "apprentice/games"

// node is one visit to a position: what the search is asked about it, and what
// its steps have found so far. It lives on the stack of worker.search, whose
// steps share it.
type node struct {
	f   *frame
	ply int

	// The question: the value to this depth, as far as it lies between alpha
	// and beta. Moves that are found to be better raise alpha.
	alpha, beta, depth int

	pv  bool // the window is open: the node is on the principal variation
	cut bool // a null-window node that is expected to fail high

	// Step 4: the table.
	side      games.Side
	key       uint64
	hit       entry // mates counted from the root
	known     bool  // whether there is a hit
	onPV      bool  // this or an earlier search had it on the principal variation
	tableMove games.Move

	// Step 5: the value without a search. All are noValue in check.
	raw       int  // as the evaluator has it
	static    int  // corrected
	estimate  int  // static, or the bound of the table where that is better
	improving bool // the side to move stands better than at its last move

	// Step 8: plies by which to extend the table move.
	extension int

	// Steps 9 to 14: the moves.
	tableTactical bool  // the table move is a capture or promotion
	count         int   // moves handed out so far, pruned ones included
	best          int   // value of the best move searched
	bestMove      tried // the move that raised alpha last; the zero value if none did
}

func (n *node) root() bool { return n.ply == 0 }

// search returns the value of the position at ply from the view of the side to
// move, searched to depth, as far as it lies between alpha and beta (fail
// soft). cut says that a null-window node is expected to fail high.
func (w *worker) search(alpha, beta, depth, ply int, cut bool) int {
	f := w.frame(ply)

	// 1. Check extension: a side in check has few moves, and what is decided
	// by force should be seen to its end.
	if w.o.CheckExtension && f.inCheck && ply > 0 && w.mayExtend(ply) && f.excluded == games.NoMove {
		depth = max(depth, 0) + 1
	}
	if depth <= 0 {
		return w.quiesce(alpha, beta, ply, 0)
	}
	if w.stopped {
		return 0
	}
	f.pvLen = 0
	w.selDepth = max(w.selDepth, ply)
	n := node{f: f, ply: ply, alpha: alpha, beta: beta, depth: depth, pv: beta-alpha > 1, cut: cut}

	// 2. and 3. Finished games, and mates that are too late.
	if v, ok := w.decided(&n); ok {
		return v
	}
	// 4. Transposition table.
	if v, ok := w.lookUp(&n); ok {
		return v
	}
	// 5. Static value.
	w.assess(&n)
	c := w.frame(ply + 1)
	c.killers, c.failures = [2]games.Move{}, 0

	// 6. Whole-node pruning, where neither check nor the principal variation
	// forbids it (steps in prune.go).
	if !n.pv && !f.inCheck && f.excluded == games.NoMove {
		if v, ok := w.pruneNode(&n); ok {
			return v
		}
		if w.stopped {
			return 0
		}
	}

	// 7. Internal iterative reduction: without a move to try first, a search
	// to this depth is not worth its price; the next iteration will have one.
	if w.o.IIR && n.depth >= 4 && n.tableMove == games.NoMove && f.excluded == games.NoMove && (n.pv || cut) {
		n.depth--
	}

	// 8. Singular extension.
	if w.maySingular(&n) {
		v, ok := w.singular(&n)
		if w.stopped {
			return 0
		}
		if ok {
			return v
		}
	}

	// 9. to 14. The moves (steps in moves.go).
	w.searchMoves(&n)
	if w.stopped {
		return 0
	}

	// 15. No move: the rules say what that means.
	if n.count == 0 {
		if f.excluded != games.NoMove {
			return n.alpha
		}
		return outcomeValue(w.pos.Outcome().Result, ply)
	}

	// 16. Learn from the outcome.
	w.learn(&n)
	return n.best
}

// mayExtend reports whether a line may still be extended at this ply: not
// beyond twice the depth of the iteration.
func (w *worker) mayExtend(ply int) bool { return ply < 2*w.rootDepth }

// decided returns the value of a node that needs no search: steps 2 and 3. It
// narrows the window to the mates still possible.
func (w *worker) decided(n *node) (value int, ok bool) {
	if n.root() {
		return 0, false
	}
	// 2. Finished games have their value.
	if v, ok := w.finished(n.ply); ok {
		return v, true
	}
	// 3. Mate distance pruning: a shorter mate is known already.
	if w.o.MateDistance {
		n.alpha, n.beta = max(n.alpha, n.ply-MateValue), min(n.beta, MateValue-n.ply-1)
		if n.alpha >= n.beta {
			return n.alpha, true
		}
	}
	return 0, false
}

// lookUp is step 4: another path may have answered already. Not on the
// principal variation, which would be cut short.
func (w *worker) lookUp(n *node) (value int, ok bool) {
	f, pos := n.f, w.pos
	n.side, n.key = pos.Side(), pos.Key()
	if w.o.Table && f.excluded == games.NoMove {
		n.hit, n.known = w.table.probe(n.key)
		n.hit.value = fromTable(n.hit.value, n.ply)
	}
	hit := &n.hit
	if n.known && !n.pv && hit.depth >= n.depth && cuts(hit.bound, hit.value, n.beta) {
		if hit.value >= n.beta && hit.move != games.NoMove && pos.Legal(hit.move) && pos.Gain(hit.move) == 0 {
			w.rewardQuiet(f, n.side, w.slot(hit.move), w.historyBonus(n.depth))
		}
		return hit.value, true
	}
	n.onPV = n.pv || hit.pv
	switch {
	case n.root():
		n.tableMove = w.root[w.line].move
	case n.known && hit.move != games.NoMove && pos.Legal(hit.move):
		n.tableMove = hit.move
	}
	return 0, false
}

// assess is step 5: the static value, corrected, and the better estimate that
// the bound of the table may give. A side that is improving has less reason to
// prune and to reduce.
func (w *worker) assess(n *node) {
	f := n.f
	n.raw, n.static, n.estimate = noValue, noValue, noValue
	switch {
	case f.inCheck:
		f.static = noValue
		return
	case f.excluded != games.NoMove:
		n.static, n.estimate = f.static, f.static
	default:
		n.raw = n.hit.static
		if !n.known || n.raw == noValue {
			n.raw = w.value()
		}
		n.static = w.corrected(f, n.side, n.raw)
		f.static, n.estimate = n.static, n.static
		if n.known && cuts(n.hit.bound, n.hit.value, n.estimate) && !isMate(n.hit.value) {
			n.estimate = n.hit.value
		}
	}
	n.improving = w.improving(n.ply, n.static)
}

// improving reports whether the side to move, with this static value, stands
// better than at its last move that was not made in check.
func (w *worker) improving(ply, static int) bool {
	if v := w.frame(ply - 2).static; v != noValue {
		return static > v
	}
	if v := w.frame(ply - 4).static; v != noValue {
		return static > v
	}
	return true
}

// learn is step 16: it teaches the histories and the table what the search of
// the moves found.
func (w *worker) learn(n *node) {
	f := n.f
	bound := Upper
	switch {
	case n.best >= n.beta:
		bound = Lower
		f.failures++
	case n.bestMove.move != games.NoMove:
		bound = Exact
	}
	if bound != Upper {
		w.refuted(f, n.side, n.bestMove, n.depth)
	}
	if f.excluded != games.NoMove {
		return
	}
	if w.o.Correction && !f.inCheck && n.bestMove.gain == 0 {
		w.correct(f, n.side, n.best, bound, n.depth)
	}
	if w.o.Table && !(n.root() && w.line > 0) {
		w.table.store(n.key, entry{
			move: n.bestMove.move, value: toTable(n.best, n.ply), static: n.raw, depth: n.depth, bound: bound, pv: n.onPV,
		})
	}
}
