package search

import "apprentice/games"

// pruneNode is step 6: it decides a null-window node without looking at all of
// its moves, where that can be done.
func (w *worker) pruneNode(n *node) (value int, ok bool) {
	o := w.o

	// 6a. Razoring: so far below alpha that only a capture can help.
	if o.Razoring && n.depth <= o.RazorDepth && !isMate(n.alpha) && n.estimate+o.RazorMargin+o.RazorSlope*n.depth*n.depth <= n.alpha {
		if v := w.quiesce(n.alpha, n.alpha+1, n.ply, 0); v <= n.alpha || w.stopped {
			return v, !w.stopped
		}
	}

	// 6b. Reverse futility pruning: so far above beta that the opponent will
	// not make up for it in the plies left.
	if o.ReverseFutility && n.depth <= o.ReverseFutilityDepth && !isMate(n.beta) && !isMate(n.estimate) {
		margin := o.ReverseFutilityMargin * n.depth
		if n.improving {
			margin -= o.ReverseFutilityBonus
		}
		if n.estimate-margin >= n.beta {
			return (2*n.beta + n.estimate) / 3, true
		}
	}

	// 6c. Null move.
	if w.mayPass(n) {
		if v, ok := w.nullMove(n); ok || w.stopped {
			return v, ok
		}
	}

	// 6d. ProbCut.
	target := n.beta + o.ProbCutMargin
	if o.ProbCut && n.depth >= o.ProbCutDepth && !isMate(n.beta) && !(n.known && n.hit.depth >= n.depth-3 && n.hit.value < target) {
		return w.probCut(n, target)
	}
	return 0, false
}

// mayPass reports whether the side to move stands well enough to try a null
// move.
func (w *worker) mayPass(n *node) bool {
	o := w.o
	return o.NullMove && n.depth >= 2 && n.estimate >= n.beta && n.f.static >= n.beta+o.NullStatic-o.NullSlope*n.depth &&
		!n.f.null && n.ply >= w.nullPly && n.beta > -MaxValue && w.pos.CanNull()
}

// nullMove is step 6c: if the opponent cannot even use a free move, a real one
// will do (Donninger 1993). From NullVerify on a cutoff is verified by a search
// without null moves on our part, against zugzwang.
func (w *worker) nullMove(n *node) (value int, ok bool) {
	o := w.o
	depth := n.depth - (o.NullBase+n.depth*o.NullDepth)/1024 - min((n.estimate-n.beta)/o.NullValue, 3)
	w.pushNull(n.ply)
	v := -w.search(-n.beta, -n.beta+1, depth, n.ply+1, !n.cut)
	w.pop()
	if w.stopped || v < n.beta {
		return 0, false
	}
	if isMate(v) {
		v = n.beta
	}
	if n.depth < o.NullVerify || w.nullPly > 0 {
		return v, true
	}
	w.nullPly = n.ply + 3*depth/4 + 1
	verified := w.search(n.beta-1, n.beta, depth, n.ply, false)
	w.nullPly = 0
	return v, verified >= n.beta && !w.stopped
}

// probCut is step 6d: a capture that beats beta by a margin, and so reaches
// target, at low depth will beat beta at this one (Buro 1995; form as in
// Stockfish). It tries the captures that may raise the static value to target.
func (w *worker) probCut(n *node, target int) (value int, ok bool) {
	f, tableMove := n.f, n.tableMove
	if tableMove != games.NoMove && (w.pos.Gain(tableMove) == 0 || !w.pos.SEE(tableMove, target-f.static)) {
		tableMove = games.NoMove
	}
	p := w.pickTacticals(f, tableMove, target-f.static)
	for m := w.nextMove(f); m != games.NoMove; m = w.nextMove(f) {
		w.foresee(m)
		w.push(m, p.slot, n.ply)
		v := -w.quiesce(-target, -target+1, n.ply+1, 0)
		if v >= target && !w.stopped {
			v = -w.search(-target, -target+1, n.depth-4, n.ply+1, !n.cut)
		}
		w.pop()
		if w.stopped {
			return 0, false
		}
		if v >= target {
			if w.o.Table {
				w.table.store(n.key, entry{move: m, value: toTable(v, n.ply), static: noValue, depth: n.depth - 3, bound: Lower})
			}
			if !isMate(v) {
				v -= target - n.beta
			}
			return v, true
		}
	}
	return 0, false
}

// verdict says which moves of a node are not worth a search.
type verdict uint8

const (
	pruneNone   verdict = iota
	pruneThis           // the move that was asked about
	pruneQuiets         // that move, and every quiet one after it
)

// pruneMove is step 10: whether the next move, c, is worth a search. It is
// asked only while some move does not lose.
func (w *worker) pruneMove(n *node, c *candidate) verdict {
	o := w.o
	if !c.quiet {
		// 10a. Captures that lose more than the depth left may win back.
		if o.SEEPruning && n.depth <= o.SEEDepth && n.f.picker.stage == stageBadTactical && !w.pos.SEE(c.move, -o.SEETactical*n.depth) {
			return pruneThis
		}
		return pruneNone
	}
	// 10b. Late move pruning: this many quiet moves did not help at this depth.
	limit := o.LMPBase + n.depth*n.depth*o.LMPSlope/1024
	if !n.improving {
		limit = limit * o.LMPWorse / 1024
	}
	if o.LMP && n.count > limit {
		return pruneQuiets
	}
	// The depth to which the move would be searched.
	left := n.depth - 1
	if o.LMR {
		left = max(left-(w.lateness(n.depth, n.count)-1024*c.history/o.LMRHistory)/1024, 0)
	}
	switch {
	// 10c. Quiet moves that rarely worked.
	case o.HistoryPruning && left <= o.HistoryDepth && c.history < -o.HistoryMargin*n.depth:
		return pruneThis
	// 10d. Futility pruning: quiet moves do not raise the value by that much.
	case o.Futility && !n.f.inCheck && !isMate(n.alpha) && left <= o.FutilityDepth &&
		n.static+o.FutilityMargin+o.FutilitySlope*left <= n.alpha:
		return pruneQuiets
	// 10e. Quiet moves that put something en prise.
	case o.SEEPruning && left <= o.SEEDepth && !w.pos.SEE(c.move, -o.SEEQuiet*left*left):
		return pruneThis
	}
	return pruneNone
}
