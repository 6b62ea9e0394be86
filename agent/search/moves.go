package search

import "apprentice/games"

// candidate is a move of a node that is about to be searched.
type candidate struct {
	tried
	quiet   bool
	history int // how well such moves did
}

// searchMoves searches the moves of a node, best first, until one fails high:
// steps 9 to 14.
func (w *worker) searchMoves(n *node) {
	f := n.f
	n.best = -infinity
	n.tableTactical = n.tableMove != games.NoMove && w.pos.Gain(n.tableMove) != 0
	f.numQuiets, f.numTacticals = 0, 0

	// 9. The moves, best first.
	p := w.pickNode(n)
	for m := w.nextMove(f); m != games.NoMove; m = w.nextMove(f) {
		if m == f.excluded {
			continue
		}
		n.count++
		w.foresee(m)
		c := candidate{tried: tried{m, uint16(p.slot), int16(p.gain)}, quiet: p.gain == 0}
		c.history = w.historyOf(n, &c)

		// 10. Moves that are not worth a search at low depth.
		if !n.root() && n.best >= -MaxValue {
			switch w.pruneMove(n, &c) {
			case pruneQuiets:
				p.skipQuiets = true
				continue
			case pruneThis:
				continue
			}
		}

		// 11. Play it, search it and take it back.
		before := w.nodes
		w.push(m, p.slot, n.ply)
		v := w.searchMove(n, &c)
		w.pop()
		if w.stopped {
			return
		}
		if n.root() {
			w.noteRoot(p.next-1, v, n.alpha, n.count == 1, w.nodes-before)
		}

		// 14. A new best move?
		if v > n.best {
			n.best = v
			if v > n.alpha {
				n.bestMove = c.tried
				if n.pv {
					w.extendPV(f, m, n.ply)
				}
				if v >= n.beta {
					return
				}
				n.alpha = v
			}
		}
		f.try(c.tried)
	}
}

// pickNode starts handing out the moves of a node.
func (w *worker) pickNode(n *node) *picker {
	if n.root() {
		return w.pickRoot(n.f)
	}
	return w.pick(n.f, n.tableMove)
}

// historyOf is how well moves such as c did.
func (w *worker) historyOf(n *node, c *candidate) int {
	switch {
	case c.quiet:
		return w.quietHistory(n.f, n.side, c.slot())
	case w.o.CaptureHist:
		return int(w.h.tactical[w.h.tacticalIndex(n.side, c.slot(), int(c.gain))])
	}
	return 0
}

// searchMove returns the value of c, which was just played: steps 12 and 13.
func (w *worker) searchMove(n *node, c *candidate) int {
	child := w.frame(n.ply + 1)
	depth := n.depth - 1
	if c.move == n.tableMove {
		depth += n.extension
		if n.extension > 1 {
			child.doubles++
		}
	}
	v := 0
	full := true // whether a search to depth is still needed

	// 12. Late move reductions: a move this late in a well-ordered list
	// rarely matters; if the reduced search says it does, search again.
	if w.o.LMR && n.depth >= 2 && n.count > 1 && (!n.root() || n.count > 2) {
		if d := min(max(depth-w.reduction(n, c, child), 1), depth); d < depth {
			v = -w.search(-n.alpha-1, -n.alpha, d, n.ply+1, true)
			full = v > n.alpha
			if full && !w.stopped {
				// Deeper or shallower as the surprise is large or small (Stockfish).
				if v > n.best+w.o.LMRDeeper+2*depth && d < depth-1 {
					depth++
				} else if v < n.best+depth {
					depth--
				}
				full = d < depth
			}
		}
	}

	// 13. Principal variation search: after the first move prove only that
	// the others are no better (Marsland and Campbell 1982).
	if full && !w.stopped && w.o.PVS && (!n.pv || n.count > 1) {
		v = -w.search(-n.alpha-1, -n.alpha, depth, n.ply+1, !n.cut)
	}
	if !w.stopped && (n.pv && (n.count == 1 || v > n.alpha) || !w.o.PVS && full) {
		v = -w.search(-n.beta, -n.alpha, depth, n.ply+1, false)
	}
	return v
}

// reduction returns by how many plies to reduce the search of c, which leads to
// child. It may be negative.
func (w *worker) reduction(n *node, c *candidate, child *frame) int {
	o := w.o
	r := w.lateness(n.depth, n.count)
	if !c.quiet {
		r = r * o.LMRTactical / 1024
	}
	r -= 1024 * c.history / o.LMRHistory
	if n.pv {
		r -= o.LMRPV
	}
	if n.onPV {
		r -= o.LMRWasPV
	}
	if n.cut {
		r += o.LMRCut
	}
	if !n.improving {
		r += o.LMRWorse
	}
	if n.tableTactical && c.quiet {
		r += o.LMRTableTactical
	}
	if child.inCheck {
		r -= o.LMRCheck
	}
	if child.failures > 3 {
		r += o.LMRFailures
	}
	if n.f.picker.stage == stageRefutation {
		r -= o.LMRRefutation
	}
	return r / 1024
}

// lateness is the part of a reduction that depth and the number of the move
// make, in 1/1024 ply.
func (w *worker) lateness(depth, count int) int {
	return int(w.lmr[min(depth, 63)][min(count, 63)])
}
