package selfplay

import (
	"context"
	"slices"
)

// claim is a unit that this process plays.
type claim struct {
	unit   int
	ctx    context.Context // done when somebody else has delivered the unit
	cancel context.CancelFunc
}

// claim returns a unit for this process to play; the caller calls left once it
// has stopped. claim waits until there is one, and returns nil when the batch is
// over or ctx is done. With spare, it returns only units that the helpers failed
// to play. Otherwise it prefers units that nobody has, and then plays what
// helpers have too.
func (w *Work) claim(ctx context.Context, spare bool) *claim {
	for {
		w.mu.Lock()
		if unit, ok := w.choose(spare); ok {
			c := &claim{unit: unit}
			c.ctx, c.cancel = context.WithCancel(ctx)
			w.here[unit] = c
			w.mu.Unlock()
			return c
		}
		w.settle()
		changed, ended := w.changed, w.ended
		w.mu.Unlock()
		if ended {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil
		}
	}
}

// choose finds a unit for this process. The caller holds the lock.
func (w *Work) choose(spare bool) (unit int, ok bool) {
	if len(w.reserved) > 0 {
		unit, w.reserved = w.reserved[0], w.reserved[1:]
		return unit, true
	}
	if spare {
		return 0, false
	}
	if unit, ok = w.pick(); ok {
		return unit, true
	}
	// What was handed out last is done last; once there is enough, gaps count.
	for other := range w.away {
		if _, played := w.here[other]; !played && (!ok || (other < unit) == w.closed) {
			unit, ok = other, true
		}
	}
	return unit, ok
}

// left notes that this process has stopped playing what it claimed.
func (w *Work) left(c *claim) {
	c.cancel()
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.here[c.unit] == c {
		delete(w.here, c.unit)
	}
	w.change()
}

// pick takes the first unit that nobody has. The caller holds the lock.
func (w *Work) pick() (unit int, ok bool) {
	from := w.next()
	if len(*from) == 0 {
		return 0, false
	}
	unit = (*from)[0]
	if unit >= w.required && !w.closed && w.enough() {
		w.closed = true
	}
	if w.closed && unit >= w.bound() {
		return 0, false
	}
	*from = (*from)[1:]
	return unit, true
}

// next returns the list of which the first unit is the next one; it is empty
// where none is left. The caller holds the lock.
func (w *Work) next() *[]int {
	if len(w.returned) == 0 || len(w.fresh) > 0 && w.fresh[0] < w.returned[0] {
		return &w.fresh
	}
	return &w.returned
}

// bound returns the unit from which on none is begun once there is enough. The
// caller holds the lock.
func (w *Work) bound() int {
	bound := w.required
	for unit := range w.done {
		bound = max(bound, unit+1)
	}
	for unit := range w.away {
		bound = max(bound, unit+1)
	}
	for unit := range w.here {
		bound = max(bound, unit+1)
	}
	return bound
}

// wants reports whether a delivery of a unit would count: it is of the batch,
// and either it was handed out or there is not enough yet. The caller holds the
// lock.
func (w *Work) wants(unit int) bool {
	if w.done[unit] || w.ended {
		return false
	}
	if _, here := w.here[unit]; here || w.away[unit] {
		return true
	}
	for _, list := range [][]int{w.fresh, w.returned, w.reserved} {
		if _, there := slices.BinarySearch(list, unit); there {
			return !w.closed || unit < w.bound()
		}
	}
	return false
}

// change wakes all who wait for a change, and ends the batch if nothing is left.
// The caller holds the lock.
func (w *Work) change() {
	close(w.changed)
	w.changed = make(chan struct{})
	w.settle()
}

// settle ends the batch if nothing is left to play or to commit. The caller
// holds the lock.
func (w *Work) settle() {
	if w.ended || w.pending > 0 || w.holds > 0 || len(w.away) > 0 || len(w.here) > 0 || len(w.reserved) > 0 {
		return
	}
	first, left := 0, false
	for _, list := range [][]int{w.returned, w.fresh} {
		if len(list) > 0 && (!left || list[0] < first) {
			first, left = list[0], true
		}
	}
	if left && !(w.closed && first >= w.bound()) {
		return
	}
	w.ended = true
	close(w.over)
	close(w.changed)
	w.changed = make(chan struct{})
}

// insert adds a unit to a sorted list that may have it.
func insert(list *[]int, unit int) {
	if i, there := slices.BinarySearch(*list, unit); !there {
		*list = slices.Insert(*list, i, unit)
	}
}

// drop removes a unit from a sorted list that may have it.
func drop(list *[]int, unit int) {
	if i, there := slices.BinarySearch(*list, unit); there {
		*list = slices.Delete(*list, i, i+1)
	}
}
