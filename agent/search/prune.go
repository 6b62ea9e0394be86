package search

import "apprentice/games"

// improving reports whether the side to move stands better than at its last
// move that was not made in check.
func (w *worker) improving(ply, static int) bool {
	if v := w.frame(ply - 2).static; v != noValue {
		return static > v
	}
	if v := w.frame(ply - 4).static; v != noValue {
		return static > v
	}
	return true
}

// pruneNode decides a null-window node without looking at all of its moves,
// where that can be done. estimate is the best guess of its value.
func (w *worker) pruneNode(f *frame, alpha, beta, depth, ply int, cut, improving bool, estimate int, tableMove games.Move, known bool, hit *entry) (int, bool) {
	o := w.o

	// 6a. Razoring: so far below alpha that only a capture can help.
	if o.Razoring && depth <= o.RazorDepth && !isMate(alpha) && estimate+o.RazorMargin+o.RazorSlope*depth*depth <= alpha {
		if v := w.quiesce(alpha, alpha+1, ply, 0); v <= alpha || w.stopped {
			return v, !w.stopped
		}
	}

	// 6b. Reverse futility pruning: so far above beta that the opponent will
	// not make up for it in the plies left.
	if o.ReverseFutility && depth <= o.ReverseFutilityDepth && !isMate(beta) && !isMate(estimate) {
		margin := o.ReverseFutilityMargin * depth
		if improving {
			margin -= o.ReverseFutilityBonus
		}
		if estimate-margin >= beta {
			return (2*beta + estimate) / 3, true
		}
	}

	// 6c. Null move: if the opponent cannot even use a free move, a real one
	// will do (Donninger 1993). From NullVerify on a cutoff is verified by a
	// search without null moves on our part, against zugzwang.
	if o.NullMove && depth >= 2 && estimate >= beta && f.static >= beta+o.NullStatic-o.NullSlope*depth && !f.null && ply >= w.nullPly &&
		beta > -MaxValue && w.pos.CanNull() {
		r := (o.NullBase+depth*o.NullDepth)/1024 + min((estimate-beta)/o.NullValue, 3)
		w.pushNull(ply)
		v := -w.node(-beta, -beta+1, depth-r, ply+1, !cut)
		w.pop()
		if w.stopped {
			return 0, false
		}
		if v >= beta {
			if isMate(v) {
				v = beta
			}
			if depth < o.NullVerify || w.nullPly > 0 {
				return v, true
			}
			w.nullPly = ply + 3*(depth-r)/4 + 1
			verified := w.node(beta-1, beta, depth-r, ply, false)
			w.nullPly = 0
			if w.stopped {
				return 0, false
			}
			if verified >= beta {
				return v, true
			}
		}
	}

	// 6d. ProbCut: a capture that beats beta by a margin at low depth will
	// beat beta at this one (Buro 1995; form as in Stockfish).
	target := beta + o.ProbCutMargin
	if o.ProbCut && depth >= o.ProbCutDepth && !isMate(beta) && !(known && hit.depth >= depth-3 && hit.value < target) {
		return w.probCut(f, beta, target, depth, ply, cut, tableMove)
	}
	return 0, false
}

// probCut tries the captures that may raise the static value to target.
func (w *worker) probCut(f *frame, beta, target, depth, ply int, cut bool, tableMove games.Move) (int, bool) {
	if tableMove != games.NoMove && (w.pos.Gain(tableMove) == 0 || !w.pos.SEE(tableMove, target-f.static)) {
		tableMove = games.NoMove
	}
	p := w.pickTacticals(f, tableMove, target-f.static)
	for m := w.nextMove(f); m != games.NoMove; m = w.nextMove(f) {
		w.push(m, p.slot, ply)
		v := -w.quiesce(-target, -target+1, ply+1, 0)
		if v >= target && !w.stopped {
			v = -w.node(-target, -target+1, depth-4, ply+1, !cut)
		}
		w.pop()
		if w.stopped {
			return 0, false
		}
		if v >= target {
			if w.o.Table {
				w.table.store(w.pos.Key(), entry{move: m, value: toTable(v, ply), static: noValue, depth: depth - 3, bound: Lower})
			}
			if !isMate(v) {
				v -= target - beta
			}
			return v, true
		}
	}
	return 0, false
}

// pruneMove reports whether the next move, the count-th, is not worth a
// search. It is asked only while some move does not lose.
func (w *worker) pruneMove(f *frame, m games.Move, alpha, depth, count, history, static int, quiet, improving bool) bool {
	o := w.o
	if !quiet {
		// 10a. Captures that lose more than the depth left may win back.
		return o.SEEPruning && depth <= o.SEEDepth && f.picker.stage == stageBadTactical &&
			!w.pos.SEE(m, -o.SEETactical*depth)
	}
	// 10b. Late move pruning: so many quiet moves did not help at this depth.
	limit := o.LMPBase + depth*depth*o.LMPSlope/1024
	if !improving {
		limit = limit * o.LMPWorse / 1024
	}
	if o.LMP && count > limit {
		f.picker.skipQuiets = true
		return true
	}
	// The depth to which the move would be searched.
	left := depth - 1
	if o.LMR {
		left = max(left-(int(w.lmr[min(depth, 63)][min(count, 63)])-1024*history/o.LMRHistory)/1024, 0)
	}
	// 10c. Quiet moves that rarely worked.
	if o.HistoryPruning && left <= o.HistoryDepth && history < -o.HistoryMargin*depth {
		return true
	}
	// 10d. Futility pruning: quiet moves do not raise the value by that much.
	if o.Futility && !f.inCheck && !isMate(alpha) && left <= o.FutilityDepth && static+o.FutilityMargin+o.FutilitySlope*left <= alpha {
		f.picker.skipQuiets = true
		return true
	}
	// 10e. Quiet moves that put something en prise.
	return o.SEEPruning && left <= o.SEEDepth && !w.pos.SEE(m, -o.SEEQuiet*left*left)
}

// reduction is by how many plies to reduce the search of a move.
func (w *worker) reduction(f, child *frame, depth, count, history int, quiet, pv, onPV, cut, improving, tableTactical bool) int {
	o := w.o
	r := int(w.lmr[min(depth, 63)][min(count, 63)])
	if !quiet {
		r = r * o.LMRTactical / 1024
	}
	r -= 1024 * history / o.LMRHistory
	if pv {
		r -= o.LMRPV
	}
	if onPV {
		r -= o.LMRWasPV
	}
	if cut {
		r += o.LMRCut
	}
	if !improving {
		r += o.LMRWorse
	}
	if tableTactical && quiet {
		r += o.LMRTableTactical
	}
	if child.inCheck {
		r -= o.LMRCheck
	}
	if child.failures > 3 {
		r += o.LMRFailures
	}
	if f.picker.stage == stageRefutation {
		r -= o.LMRRefutation
	}
	return r / 1024
}

// singular asks whether the table move stands alone: whether all others fail
// low against a value somewhat below its own (Anantharaman, Campbell and Hsu
// 1988; form as in Stockfish). It returns by how much to extend the table
// move, or a value that decides the node.
func (w *worker) singular(f *frame, hit *entry, tableMove games.Move, beta, depth, ply int, pv, cut bool) (extension, value int, done bool) {
	target := hit.value - w.o.SingularMargin*depth/16
	f.excluded = tableMove
	v := w.node(target-1, target, (depth-1)/2, ply, cut)
	f.excluded = games.NoMove
	if w.stopped {
		return 0, 0, false
	}
	switch {
	case v < target:
		if !pv && v < target-w.o.DoubleMargin && f.doubles < 8 {
			return 2, 0, false
		}
		return 1, 0, false
	case v >= beta && !isMate(v):
		// Multi-cut: another move fails high too (Björnsson and Marsland 2001).
		return 0, v, true
	case hit.value >= beta:
		return -2, 0, false
	case cut:
		return -1, 0, false
	}
	return 0, 0, false
}
