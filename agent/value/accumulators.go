package value

import (
	"apprentice/agent/kernel"
	"apprentice/games"
)

// startPlies is how many plies an evaluator has room for at first: more than a
// search is deep. It grows if a line is longer.
const startPlies = 256

// Accumulators is a network that follows a search: the first layer of both
// views for every ply of the current line. It implements search.Evaluator.
//
// It is lazy. Push only keeps the delta; Value goes back to the last ply that
// was computed and applies the deltas since. A position that is never
// valued costs next to nothing, and a pass costs nothing, since it shares the
// accumulator of the position before it.
//
// Nothing allocates, except a Push beyond the longest line so far. It is not
// safe for concurrent use.
type Accumulators struct {
	net    *Network
	inputs *games.InputSet // set of the network; nil: the game's own
	plies  []ply
	top    int
	buf    []games.Feature

	refreshes *refreshes // nil without inputs
}

// ply is the accumulator of one position of the line.
type ply struct {
	delta  games.Delta // from the ply below
	views  [2][]int16  // by side, adjacent halves of both
	both   []int16
	ready  [2]bool // the view is computed
	active int     // active features of a view; known if a view is ready
	passes int     // passes on top of this position, which share it

	context [2]int // of the views, where the network has a further input set
}

// unknown is a context after a delta of the game that asks for a refresh.
const unknown = -1

// NewEvaluator returns an evaluator of its own for one searching goroutine. It panics
// if the network does not fit the game; see Shape.Fits.
func (n *Network) NewEvaluator(g games.Game) *Accumulators {
	in, err := games.InputSetNamed(g, n.shape.Inputs)
	if err == nil {
		err = n.shape.Fits(g)
	}
	if err != nil {
		panic("value: " + err.Error())
	}
	a := &Accumulators{net: n, inputs: in, buf: make([]games.Feature, 0, n.shape.MaxActive)}
	if in != nil {
		a.refreshes = newRefreshes(n, g, in)
	}
	a.grow(startPlies)
	return a
}

// grow adds room for more plies.
func (a *Accumulators) grow(more int) {
	n := a.net.shape.Hidden
	arena := make([]int16, more*2*n)
	for range more {
		both := arena[: 2*n : 2*n]
		arena = arena[2*n:]
		a.plies = append(a.plies, ply{both: both, views: [2][]int16{both[:n:n], both[n:]}})
	}
}

// Reset begins a new line at pos.
func (a *Accumulators) Reset(pos games.Position) {
	a.top = 0
	p := &a.plies[0]
	p.passes = 0
	a.refresh(p, pos, games.First)
	a.refresh(p, pos, games.Second)
}

// Push follows a move that was made. d is how it changed the features; Push
// copies it. An empty delta is a pass.
func (a *Accumulators) Push(d *games.Delta) {
	if d.NumAdded|d.NumRemoved == 0 && !d.Refresh[0] && !d.Refresh[1] {
		a.plies[a.top].passes++
		return
	}
	a.top++
	if a.top == len(a.plies) {
		a.grow(len(a.plies))
	}
	p := &a.plies[a.top]
	p.delta = *d
	p.ready = [2]bool{}
	p.passes = 0
	if a.inputs != nil {
		a.renumber(p, &a.plies[a.top-1])
	}
}

// renumber turns the delta of a ply into the input set of the network.
func (a *Accumulators) renumber(p, from *ply) {
	for view := range games.Side(2) {
		if p.delta.Refresh[view] || from.context[view] == unknown {
			p.delta.Refresh[view], p.context[view] = true, unknown
			continue
		}
		p.context[view] = a.inputs.RenumberDelta(&p.delta, view, from.context[view])
	}
}

// Pop takes back the last Push.
func (a *Accumulators) Pop() {
	if p := &a.plies[a.top]; p.passes > 0 {
		p.passes--
		return
	}
	a.top--
}

// Value returns the value of pos, the end of the line, in centipawns from the
// view of the side to move, within +-MaxCentipawns.
func (a *Accumulators) Value(pos games.Position) int {
	p := &a.plies[a.top]
	if !p.ready[0] || !p.ready[1] {
		a.update(pos)
	}
	s := &a.net.shape
	bucket := Bucket(p.active, s.MaxActive, s.Buckets)
	us := pos.Side()
	sum := kernel.SCReLUDotPair(p.views[us], p.views[us.Other()], a.net.outW[bucket*2*s.Hidden:][:2*s.Hidden])
	return centipawns(sum+a.net.outB[bucket], a.net.outShift[bucket])
}

// update brings the last ply up to date: both views at once as a rule, one by
// one if a view has to be rebuilt on the way.
func (a *Accumulators) update(pos games.Position) {
	i := a.top
	for !a.plies[i].ready[0] || !a.plies[i].ready[1] {
		if d := &a.plies[i].delta; i == 0 || d.Refresh[0] || d.Refresh[1] {
			a.updateView(pos, games.First)
			a.updateView(pos, games.Second)
			return
		}
		i--
	}
	for i++; i <= a.top; i++ {
		from, p := &a.plies[i-1], &a.plies[i]
		kernel.Update(p.both, from.both, a.net.featureW, &p.delta)
		p.active = from.active + int(p.delta.NumAdded) - int(p.delta.NumRemoved)
		p.ready = [2]bool{true, true}
	}
}

// updateView brings one view of the last ply up to date.
func (a *Accumulators) updateView(pos games.Position, view games.Side) {
	i := a.top
	for !a.plies[i].ready[view] {
		if i == 0 || a.plies[i].delta.Refresh[view] {
			a.refresh(&a.plies[a.top], pos, view)
			return
		}
		i--
	}
	for i++; i <= a.top; i++ {
		from, p := &a.plies[i-1], &a.plies[i]
		a.step(p.views[view], from.views[view], &p.delta, view)
		p.active = from.active + int(p.delta.NumAdded) - int(p.delta.NumRemoved)
		p.ready[view] = true
	}
}

// step applies one delta to one view. Most moves take one pass.
func (a *Accumulators) step(dst, src []int16, d *games.Delta, view games.Side) {
	added, removed := d.Added[view][:d.NumAdded], d.Removed[view][:d.NumRemoved]
	if len(added) == 1 && len(removed) == 1 {
		kernel.AddSub(dst, src, a.row(added[0]), a.row(removed[0]))
		return
	}
	if len(added) == 1 && len(removed) == 2 {
		kernel.AddSubSub(dst, src, a.row(added[0]), a.row(removed[0]), a.row(removed[1]))
		return
	}
	copy(dst, src)
	for _, f := range added {
		kernel.Add(dst, dst, a.row(f))
	}
	for _, f := range removed {
		kernel.Sub(dst, dst, a.row(f))
	}
}

// row is the weights of a feature.
func (a *Accumulators) row(f games.Feature) []int16 {
	n := a.net.shape.Hidden
	return a.net.featureW[int(f)*n:][:n]
}

// refresh builds one view of pos from nothing.
func (a *Accumulators) refresh(p *ply, pos games.Position, view games.Side) {
	p.ready[view] = true
	if a.inputs != nil {
		p.context[view], p.active = a.rebuild(p.views[view], pos, view)
		return
	}
	a.buf = pos.Features(view, a.buf[:0])
	kernel.SumRows(p.views[view], a.net.featureB, a.net.featureW, a.buf)
	p.active = len(a.buf)
}
