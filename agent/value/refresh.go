package value

import (
	"math/bits"

	"apprentice/agent/kernel"
	"apprentice/games"
)

// refreshes remembers, for each view and context of a further input set, the last
// accumulator that was rebuilt there and the features that it is of. A view that
// comes back to a context after a few moves differs from it by a few features, so
// that most rebuilding is as cheap as two or three moves.
type refreshes struct {
	contexts int
	entries  []rebuilt // by view, then by context
}

// rebuilt is an accumulator and its features, numbered as the game's own.
type rebuilt struct {
	values []int16
	active []uint64 // a bit for each feature
}

func newRefreshes(n *Network, g games.Game, in *games.InputSet) *refreshes {
	r := &refreshes{contexts: in.Contexts(), entries: make([]rebuilt, 2*in.Contexts())}
	words := (g.NumFeatures() + 63) / 64
	values := make([]int16, len(r.entries)*n.shape.Hidden)
	active := make([]uint64, len(r.entries)*words)
	for i := range r.entries {
		e := &r.entries[i]
		e.values = values[i*n.shape.Hidden:][:n.shape.Hidden]
		e.active = active[i*words:][:words]
		copy(e.values, n.featureB)
	}
	return r
}

// rebuild sets dst to the accumulator of a view of pos and returns its context and
// how many features are active. Sums of int16 wrap, so that the order of the steps does
// not matter.
func (a *Accumulators) rebuild(dst []int16, pos games.Position, view games.Side) (context, active int) {
	a.buf = pos.Features(view, a.buf[:0])
	context = a.inputs.Context(a.buf)
	e := &a.refreshes.entries[int(view)*a.refreshes.contexts+context]
	for _, f := range a.buf {
		if bit := uint64(1) << (f % 64); e.active[f/64]&bit == 0 {
			kernel.Add(e.values, e.values, a.row(a.inputs.Number(context, f)))
		} else {
			e.active[f/64] &^= bit // what is left has gone
		}
	}
	for i, gone := range e.active {
		e.active[i] = 0
		for ; gone != 0; gone &= gone - 1 {
			f := games.Feature(64*i + bits.TrailingZeros64(gone))
			kernel.Sub(e.values, e.values, a.row(a.inputs.Number(context, f)))
		}
	}
	for _, f := range a.buf {
		e.active[f/64] |= 1 << (f % 64)
	}
	copy(dst, e.values)
	return context, len(a.buf)
}
