package search

import "apprentice/games"

// maySingular reports whether the table knows enough of its move to ask whether
// it stands alone.
func (w *worker) maySingular(n *node) bool {
	return w.o.Singular && !n.root() && n.known && n.tableMove != games.NoMove && n.depth >= w.o.SingularDepth && w.mayExtend(n.ply) &&
		n.hit.depth >= n.depth-3 && n.hit.bound&Lower != 0 && !isMate(n.hit.value)
}

// singular is step 8: it asks whether the table move stands alone, that is
// whether all others fail low against a value somewhat below its own
// (Anantharaman, Campbell and Hsu 1988; form as in Stockfish). It sets by how
// much to extend the table move, or returns a value that decides the node.
func (w *worker) singular(n *node) (value int, ok bool) {
	f := n.f
	target := n.hit.value - w.o.SingularMargin*n.depth/16
	f.excluded = n.tableMove
	v := w.search(target-1, target, (n.depth-1)/2, n.ply, n.cut)
	f.excluded = games.NoMove
	switch {
	case w.stopped:
	case v < target:
		n.extension = 1
		if !n.pv && v < target-w.o.DoubleMargin && f.doubles < 8 {
			n.extension = 2
		}
	case v >= n.beta && !isMate(v):
		// Multi-cut: another move fails high too (Björnsson and Marsland 2001).
		return v, true
	case n.hit.value >= n.beta:
		n.extension = -2
	case n.cut:
		n.extension = -1
	}
	return 0, false
}
