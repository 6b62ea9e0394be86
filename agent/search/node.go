package search

import "apprentice/games"

// node returns the value of the position at ply from the view of the side to
// move, searched to depth, as far as it lies between alpha and beta (fail
// soft). cut says that a null-window node is expected to fail high.
func (w *worker) node(alpha, beta, depth, ply int, cut bool) int {
	f := w.frame(ply)
	pos := w.pos
	root := ply == 0

	// 1. Check extension: a side in check has few moves, and what is decided
	// by force should be seen to its end.
	if w.o.CheckExtension && f.inCheck && !root && ply < 2*w.rootDepth && f.excluded == games.NoMove {
		depth = max(depth, 0) + 1
	}
	if depth <= 0 {
		return w.quiesce(alpha, beta, ply, 0)
	}
	if w.stopped {
		return 0
	}
	pv := beta-alpha > 1
	f.pvLen = 0
	w.selDepth = max(w.selDepth, ply)

	if !root {
		// 2. Finished games have their value.
		if o := pos.Ended(ply); o.Over() {
			return outcomeValue(o.Result, ply)
		}
		if ply >= MaxPly {
			return w.value()
		}
		// 3. Mate distance pruning: a shorter mate is known already.
		if w.o.MateDistance {
			alpha, beta = max(alpha, ply-MateValue), min(beta, MateValue-ply-1)
			if alpha >= beta {
				return alpha
			}
		}
	}

	// 4. Transposition table: another path may have answered already. Not on
	// the principal variation, which would be cut short.
	side := pos.Side()
	key := pos.Key()
	excluded := f.excluded
	var hit entry
	known := false
	if w.o.Table && excluded == games.NoMove {
		hit, known = w.table.probe(key)
		hit.value = fromTable(hit.value, ply)
	}
	if known && !pv && hit.depth >= depth && cuts(hit.bound, hit.value, beta) {
		if hit.value >= beta && hit.move != games.NoMove && pos.Legal(hit.move) && pos.Gain(hit.move) == 0 {
			w.rewardQuiet(f, side, w.slot(hit.move), w.historyBonus(depth))
		}
		return hit.value
	}
	onPV := pv || hit.pv
	tableMove := games.NoMove
	switch {
	case root:
		tableMove = w.root[w.line].move
	case known && hit.move != games.NoMove && pos.Legal(hit.move):
		tableMove = hit.move
	}

	// 5. Static value, corrected, and the better estimate that the bound of
	// the table may give. A side is improving if it stands better than at its
	// last move: then there is less reason to prune and to reduce.
	raw, static, estimate, improving := noValue, noValue, noValue, false
	switch {
	case f.inCheck:
		f.static = noValue
	case excluded != games.NoMove:
		static, estimate = f.static, f.static
	default:
		raw = hit.static
		if !known || raw == noValue {
			raw = w.value()
		}
		static = w.corrected(f, side, raw)
		f.static, estimate = static, static
		if known && cuts(hit.bound, hit.value, estimate) && !isMate(hit.value) {
			estimate = hit.value
		}
	}
	if !f.inCheck {
		improving = w.improving(ply, static)
	}
	w.frame(ply + 1).killers = [2]games.Move{}
	w.frame(ply + 1).failures = 0

	// 6. Whole-node pruning, where neither check nor the principal variation
	// forbids it.
	if !pv && !f.inCheck && excluded == games.NoMove {
		if v, ok := w.pruneNode(f, alpha, beta, depth, ply, cut, improving, estimate, tableMove, known, &hit); ok {
			return v
		}
		if w.stopped {
			return 0
		}
	}

	// 7. Internal iterative reduction: without a move to try first, a search
	// to this depth is not worth its price; the next iteration will have one.
	if w.o.IIR && depth >= 4 && tableMove == games.NoMove && excluded == games.NoMove && (pv || cut) {
		depth--
	}

	// 8. Singular extension (steps in prune.go).
	tableExtension := 0
	if w.o.Singular && !root && known && tableMove != games.NoMove && depth >= w.o.SingularDepth && ply < 2*w.rootDepth &&
		hit.depth >= depth-3 && hit.bound&Lower != 0 && !isMate(hit.value) {
		ext, v, done := w.singular(f, &hit, tableMove, beta, depth, ply, pv, cut)
		if w.stopped {
			return 0
		}
		if done {
			return v
		}
		tableExtension = ext
	}

	// 9. The moves, best first.
	best, bestMove, oldAlpha := -infinity, tried{}, alpha
	tableTactical := tableMove != games.NoMove && pos.Gain(tableMove) != 0
	f.numQuiets, f.numTacticals = 0, 0
	count := 0
	var p *picker
	if root {
		p = w.pickRoot(f)
	} else {
		p = w.pick(f, tableMove)
	}
	for m := w.nextMove(f); m != games.NoMove; m = w.nextMove(f) {
		if m == excluded {
			continue
		}
		count++
		slot, gain := p.slot, p.gain
		quiet := gain == 0
		history := 0
		if quiet {
			history = w.quietHistory(f, side, slot)
		} else if w.o.CaptureHist {
			history = int(w.h.tactical[w.h.tacticalIndex(side, slot, gain)])
		}

		// 10. Moves that are not worth a search at low depth.
		if !root && best >= -MaxValue && w.pruneMove(f, m, alpha, depth, count, history, static, quiet, improving) {
			continue
		}

		// 11. Play it.
		before := w.nodes
		w.push(m, slot, ply)
		child := w.frame(ply + 1)
		extension := 0
		if m == tableMove {
			extension = tableExtension
			if extension > 1 {
				child.doubles++
			}
		}
		newDepth := depth - 1 + extension
		v := 0
		full := true // whether a search to newDepth is still needed

		// 12. Late move reductions: a move this late in a well-ordered list
		// rarely matters; if the reduced search says it does, search again.
		if w.o.LMR && depth >= 2 && count > 1 && (!root || count > 2) {
			r := w.reduction(f, child, depth, count, history, quiet, pv, onPV, cut, improving, tableTactical)
			d := min(max(newDepth-r, 1), newDepth)
			if d < newDepth {
				v = -w.node(-alpha-1, -alpha, d, ply+1, true)
				full = v > alpha
				if full && !w.stopped {
					// Deeper or shallower as the surprise is large or small (Stockfish).
					if v > best+w.o.LMRDeeper+2*newDepth && d < newDepth-1 {
						newDepth++
					} else if v < best+newDepth {
						newDepth--
					}
					full = d < newDepth
				}
			}
		}

		// 13. Principal variation search: after the first move prove only that
		// the others are no better (Marsland and Campbell 1982).
		if full && !w.stopped && w.o.PVS && (!pv || count > 1) {
			v = -w.node(-alpha-1, -alpha, newDepth, ply+1, !cut)
		}
		if !w.stopped && (pv && (count == 1 || v > alpha) || !w.o.PVS && full) {
			v = -w.node(-beta, -alpha, newDepth, ply+1, false)
		}
		w.pop()
		if w.stopped {
			return 0
		}
		if root {
			w.noteRoot(p.next-1, v, alpha, count == 1, w.nodes-before)
		}

		// 14. A new best move?
		t := tried{m, uint16(slot), int16(gain)}
		if v > best {
			best = v
			if v > alpha {
				bestMove = t
				if pv {
					w.extendPV(f, m, ply)
				}
				if v >= beta {
					break
				}
				alpha = v
			}
		}
		f.try(t)
	}

	// 15. No move: the rules say what that means.
	if count == 0 {
		if excluded != games.NoMove {
			return alpha
		}
		return outcomeValue(pos.Outcome().Result, ply)
	}

	// 16. Learn from the outcome.
	bound := Upper
	if alpha > oldAlpha {
		bound = Exact
	}
	if best >= beta {
		bound = Lower
		f.failures++
	}
	if bound != Upper {
		w.refuted(f, side, bestMove, depth)
	}
	if excluded != games.NoMove {
		return best
	}
	if w.o.Correction && !f.inCheck && bestMove.gain == 0 {
		w.correct(f, side, best, bound, depth)
	}
	if w.o.Table && !(root && w.line > 0) {
		w.table.store(key, entry{move: bestMove.move, value: toTable(best, ply), static: raw, depth: depth, bound: bound, pv: onPV})
	}
	return best
}
