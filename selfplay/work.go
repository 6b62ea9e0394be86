package selfplay

import (
	"context"
	"slices"
	"sync"

	"apprentice/selfplay/run"
)

// Work is the units of a batch: which are still to be played, who plays which,
// and which are finished. The pool of this process and its Helpers share it. A
// unit may be played by several players at once, since all of them play the same
// games: the first one to deliver it counts.
//
// Its methods are safe for concurrent use.
type Work struct {
	enough     func() bool
	deliveries chan delivery
	over       chan struct{} // closed once nothing is left to play or to commit

	mu       sync.Mutex
	changed  chan struct{}  // closed and replaced at every change
	fresh    []int          // never handed out, in order
	returned []int          // handed out and given back, sorted
	reserved []int          // for this process alone, sorted
	away     map[int]bool   // with the helpers
	here     map[int]*claim // played by this process
	done     map[int]bool   // delivered
	required int            // units below it are played even when there is enough
	closed   bool           // there is enough
	pending  int            // deliveries not yet committed
	holds    int
	ended    bool
}

// delivery is a finished unit on its way to the run file, or a request to take
// back the units of a player.
type delivery struct {
	unit     Unit
	counted  bool         // in the tally
	kept     func(bool)   // may be nil
	withdraw *withdrawing // nil for a unit
}

// withdrawing is a request to take back what a player has delivered.
type withdrawing struct {
	player string
	result run.Withdrawal
	err    error
	done   chan struct{}
}

// newWork returns the work of a batch.
func newWork(units []int, required int, enough func() bool) *Work {
	w := &Work{
		enough: enough, required: required, fresh: slices.Clone(units),
		deliveries: make(chan delivery, pendingUnits), over: make(chan struct{}), changed: make(chan struct{}),
		away: map[int]bool{}, here: map[int]*claim{}, done: map[int]bool{},
	}
	if len(units) == 0 {
		w.ended = true
		close(w.over)
	}
	return w
}

// Over returns a channel that is closed once the batch is complete.
func (w *Work) Over() <-chan struct{} { return w.over }

// Changed returns a channel that is closed at the next change of the work.
func (w *Work) Changed() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.changed
}

// Closed reports whether there is enough: no unit is begun any more except to
// close gaps. Where the clock decides and nobody asks for units, this is what
// notices it.
func (w *Work) Closed() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if from := w.next(); !w.closed && len(*from) > 0 && (*from)[0] >= w.required && w.enough() {
		w.closed = true
		w.change()
	}
	return w.closed
}

// Take hands a unit to a helper, the first one that nobody has; ok is false if
// there is none now. Helpers deliver it or give it back by Return or Reserve.
func (w *Work) Take() (unit int, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if unit, ok = w.pick(); ok {
		w.away[unit] = true
		w.change()
	}
	w.settle()
	return unit, ok
}

// Away reports whether a unit that a helper took is still wanted from it.
func (w *Work) Away(unit int) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.away[unit]
}

// Reserved returns how many units wait for this process alone.
func (w *Work) Reserved() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.reserved)
}

// Return gives back a unit that was not played.
func (w *Work) Return(unit int) { w.giveBack(unit, &w.returned) }

// Reserve gives back a unit that only this process may play from now on.
func (w *Work) Reserve(unit int) { w.giveBack(unit, &w.reserved) }

func (w *Work) giveBack(unit int, to *[]int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.away[unit] {
		return
	}
	delete(w.away, unit)
	if _, played := w.here[unit]; !played && !w.done[unit] {
		insert(to, unit)
	}
	w.change()
}

// Hold keeps the batch from ending until Release, while something is checked
// that may need units to be played again.
func (w *Work) Hold() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.holds++
}

// Release ends a Hold.
func (w *Work) Release() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.holds--
	w.change()
}

// Deliver hands in a finished unit. kept, which may be nil, is called once it is
// known whether the run file has the unit from this delivery: it has not if
// somebody else delivered it before. kept must not block. Deliver waits while
// commits are delayed, and returns ctx.Err() if ctx is done first.
func (w *Work) Deliver(ctx context.Context, u Unit, kept func(bool)) error {
	return w.deliver(ctx, delivery{unit: u, kept: kept})
}

func (w *Work) deliver(ctx context.Context, d delivery) error {
	w.mu.Lock()
	unit := d.unit.Shard.Unit
	first := w.wants(unit)
	if first {
		w.done[unit] = true
		delete(w.away, unit)
		for _, list := range []*[]int{&w.fresh, &w.returned, &w.reserved} {
			drop(list, unit)
		}
		if c, played := w.here[unit]; played {
			delete(w.here, unit)
			c.cancel()
		}
		w.pending++
	}
	w.change()
	w.mu.Unlock()
	if !first {
		if d.kept != nil {
			d.kept(false)
		}
		return nil
	}
	select {
	case w.deliveries <- d:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Withdraw takes the units of the batch that a player has delivered out of the
// run file, to be played again. It does nothing once the batch is over.
func (w *Work) Withdraw(ctx context.Context, player string) (run.Withdrawal, error) {
	request := &withdrawing{player: player, done: make(chan struct{})}
	w.Hold()
	defer w.Release()
	select {
	case w.deliveries <- delivery{withdraw: request}:
	case <-w.over:
		return run.Withdrawal{}, nil
	case <-ctx.Done():
		return run.Withdrawal{}, ctx.Err()
	}
	select {
	case <-request.done:
		return request.result, request.err
	case <-ctx.Done():
		return run.Withdrawal{}, ctx.Err()
	}
}

// withdrawn notes that units are to be played again.
func (w *Work) withdrawn(units []int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, unit := range units {
		delete(w.done, unit)
		insert(&w.returned, unit)
	}
	w.change()
}

// committed notes that a delivery has been dealt with.
func (w *Work) committed() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pending--
	w.change()
}
