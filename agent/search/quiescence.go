package search

import "apprentice/games"

// maxQuietEvasions is how many quiet ways out of a check quiescence looks at
// once it has one that does not lose (Stockfish).
const maxQuietEvasions = 2

// maxIgnored is how many ignored checks quiescence follows on one line. One is
// enough to see the reply that exploits it. Without this bound two sides that
// keep threatening each other would never come to rest.
const maxIgnored = 1

// quiesce searches captures, promotions and ways out of check until the
// position is quiet enough for the static value. ignored counts the moves on
// the line from depth 0 that left their own side in check and gave check
// themselves. Where an evasion must end the check it stays 0.
func (w *worker) quiesce(alpha, beta, ply, ignored int) int {
	f := w.frame(ply)
	f.pvLen = 0
	w.selDepth = max(w.selDepth, ply)
	if w.stopped {
		return 0
	}

	// 1. Finished games have their value.
	if v, ok := w.finished(ply); ok {
		return v
	}
	if !w.o.Quiescence {
		return w.leaf(ply)
	}

	// 2. Another path may have answered already.
	pv := beta-alpha > 1
	key := w.pos.Key()
	var hit entry
	var known bool
	if w.o.Table {
		hit, known = w.table.probe(key)
	}
	if known {
		hit.value = fromTable(hit.value, ply)
		if !pv && cuts(hit.bound, hit.value, beta) {
			return hit.value
		}
	}

	// 3. Stand pat: unless in check, the side to move need not capture.
	inCheck := f.inCheck && ignored <= maxIgnored
	raw, best, futile := noValue, -infinity, -infinity
	if inCheck {
		f.static = noValue
	} else {
		raw, best = w.standPat(f, &hit, known)
		if best >= beta {
			if !known && w.o.Table {
				w.table.store(key, entry{value: toTable(best, ply), static: raw, bound: Lower})
			}
			return best
		}
		alpha = max(alpha, best)
		futile = f.static + w.o.DeltaMargin
	}

	// 4. Captures that do not lose material, or every way out of check.
	p := w.pickQuiescence(f, &hit, inCheck)
	bestMove, moves, quiets := games.NoMove, 0, 0
	for m := w.nextMove(f); m != games.NoMove; m = w.nextMove(f) {
		moves++
		if best > -MaxValue {
			// 5. Delta pruning: not even the prize for free would reach alpha.
			if !inCheck && w.o.DeltaPruning && futile+p.gain <= alpha {
				best = max(best, futile+p.gain)
				continue
			}
			// 6. With a way out in hand, the late quiet ones seldom matter.
			if inCheck && p.gain == 0 {
				if quiets++; quiets > maxQuietEvasions {
					continue
				}
			}
		}
		w.foresee(m)
		w.push(m, p.slot, ply)
		after := ignored
		if inCheck && w.frame(ply+1).inCheck && w.leftInCheck() {
			after++
		}
		v := -w.quiesce(-beta, -alpha, ply+1, after)
		w.pop()
		if w.stopped {
			return 0
		}
		if v > best {
			best = v
			if v > alpha {
				bestMove = m
				if pv {
					w.extendPV(f, m, ply)
				}
				if v >= beta {
					break
				}
				alpha = v
			}
		}
	}

	// 7. No way out of check, or no move at all in games without checks.
	if inCheck && moves == 0 {
		return outcomeValue(w.pos.Outcome().Result, ply)
	}
	if w.o.Table {
		bound := Upper
		if best >= beta {
			bound = Lower
		}
		w.table.store(key, entry{move: bestMove, value: toTable(best, ply), static: raw, bound: bound, pv: known && hit.pv})
	}
	return best
}

// standPat returns the static value, raw, and the best value that the side to
// move can count on: the corrected one, or that of the table if its bound is
// better.
func (w *worker) standPat(f *frame, hit *entry, known bool) (raw, best int) {
	if known && hit.static != noValue {
		raw = hit.static
	} else {
		raw = w.value()
	}
	f.static = w.corrected(f, w.pos.Side(), raw)
	best = f.static
	if known && cuts(hit.bound, hit.value, best) {
		best = hit.value
	}
	return raw, best
}

// pickQuiescence starts handing out the moves that quiescence looks at, that of
// the table first.
func (w *worker) pickQuiescence(f *frame, hit *entry, inCheck bool) *picker {
	m := hit.move
	if m != games.NoMove && (!w.pos.Legal(m) || !inCheck && w.pos.Gain(m) == 0) {
		m = games.NoMove
	}
	if inCheck {
		return w.pickEvasions(f, m)
	}
	return w.pickTacticals(f, m, 0)
}

// leftInCheck reports whether the side that has just moved would be in check if
// it were to move again: whether it ignored a check.
func (w *worker) leftInCheck() bool {
	w.pos.Make(games.NoMove, nil)
	defer w.pos.Unmake()
	return w.pos.InCheck()
}

// finished returns the value of a position that ends its line: where a rule has
// ended the game, and at the greatest ply.
func (w *worker) finished(ply int) (value int, ok bool) {
	if o := w.pos.Ended(ply); o.Over() {
		return outcomeValue(o.Result, ply), true
	}
	if ply >= MaxPly {
		return w.value(), true
	}
	return 0, false
}

// leaf is the value at the end of a search without quiescence: the static
// value, or the outcome if there is no legal move.
func (w *worker) leaf(ply int) int {
	if len(w.pos.Moves(w.moves[:0], games.AllMoves)) == 0 {
		return outcomeValue(w.pos.Outcome().Result, ply)
	}
	return w.value()
}

// cuts reports whether a value with this bound decides a node against beta.
func cuts(b Bound, value, beta int) bool {
	if value >= beta {
		return b&Lower != 0
	}
	return b&Upper != 0
}

// extendPV makes m, followed by the child's variation, that of the node.
func (w *worker) extendPV(f *frame, m games.Move, ply int) {
	c := w.frame(ply + 1)
	f.pv[0] = m
	n := copy(f.pv[1:], c.pv[:c.pvLen])
	f.pvLen = n + 1
}
