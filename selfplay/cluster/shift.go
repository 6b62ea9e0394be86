package cluster

import (
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"apprentice/selfplay"
)

// shift is the work of the workers on one batch: what was asked for and has not
// come yet. The coordinator's lock guards it.
type shift struct {
	c *Coordinator
	b *selfplay.Batch
	w *selfplay.Work

	number   int            // of the shift in the session
	leases   map[int]*lease // by unit
	returned map[int]int    // how often a unit was given back, for want of workers
	asked    int            // jobs so far
	seconds  float64        // that a unit takes: the longest so far
	stopped  bool           // what was not begun has been taken back
	resting  time.Time      // until when nothing is asked for, after a failure
}

// Intervals of looking at the leases.
const (
	tickInterval = 200 * time.Millisecond // where nothing happens
	leastRest    = 10 * time.Millisecond  // between two looks, so that a flood of changes is one
	mostRest     = time.Second
	restForLook  = 20 // times as long as a look takes it rests, at least: many workers take many looks
)

// Help implements selfplay.Helpers.
func (c *Coordinator) Help(ctx context.Context, b *selfplay.Batch, w *selfplay.Work) error {
	s := &shift{c: c, b: b, w: w, leases: map[int]*lease{}, returned: map[int]int{}}
	c.mu.Lock()
	c.shifts++
	c.shift, s.number = s, c.shifts
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		c.shift = nil
		c.mu.Unlock()
		c.givePulse()
		s.purge()
	}()
	c.ensure(ctx)
	s.purge() // what an earlier process asked for
	group, groupCtx := errgroup.WithContext(ctx)
	over, end := context.WithCancel(groupCtx)
	defer end()
	audits := make(chan audit, waitingAudits)
	group.Go(func() error { s.receive(over, audits); return nil })
	group.Go(func() error { return s.audit(over, audits) })
	group.Go(func() error {
		defer end()
		s.ask(groupCtx)
		return nil
	})
	if err := group.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

// ask keeps the workers busy until the batch is over or ctx is done.
func (s *shift) ask(ctx context.Context) {
	tick := time.NewTicker(tickInterval)
	defer tick.Stop()
	for {
		changed := s.w.Changed()
		took := s.look()
		s.publishAll(ctx)
		select {
		case <-time.After(min(max(leastRest, restForLook*took), mostRest)):
		case <-s.w.Over():
			return
		case <-ctx.Done():
			return
		}
		select {
		case <-changed:
		case <-s.c.woken:
		case <-tick.C:
		case <-s.w.Over():
			return
		case <-ctx.Done():
			return
		}
	}
}

// look takes as many units as the workers can play, and finds out which have not
// come. It returns how long that took.
func (s *shift) look() time.Duration {
	c := s.c
	c.mu.Lock()
	defer c.mu.Unlock()
	begun := time.Now()
	c.paused = s.b.Gate.Closed()
	now := c.now()
	c.lookForGhosts(now)
	for unit, l := range s.leases {
		if !s.w.Away(unit) { // this process was faster
			s.cancel(l)
			delete(s.leases, unit)
		}
	}
	if s.w.Closed() && !s.stopped {
		s.stop()
	}
	if !c.paused {
		s.lease(now)
		for _, l := range s.sorted(func(l *lease) bool { return s.late(l, now) != "" }) {
			if why := s.late(l, now); why != "" {
				s.failed(l, why, now)
			}
		}
	}
	return time.Since(begun)
}

// publishAll asks for the units of leases that nobody was asked for.
func (s *shift) publishAll(ctx context.Context) {
	c := s.c
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, l := range s.sorted(func(l *lease) bool { return l.job == "" }) {
		if now := c.now(); s.leases[l.unit] == l && l.job == "" && c.conn.IsConnected() && now.After(s.resting) {
			s.publish(ctx, l, now)
		}
	}
}

// lease takes as many units as the workers can play. The caller holds the lock.
func (s *shift) lease(now time.Time) {
	c := s.c
	if c.stuck() && s.w.Reserved() == 0 && !c.o.aloof() {
		if unit, ok := s.w.Take(); ok { // nobody else would play it
			s.w.Reserve(unit)
		}
	}
	if s.stopped || !c.conn.IsConnected() || !now.After(s.resting) {
		return
	}
	for want := aheadOfCores * c.cores(); len(s.leases) < want; {
		unit, ok := s.w.Take()
		if !ok {
			return
		}
		s.leases[unit] = &lease{unit: unit, at: now}
	}
}

// stop takes back what nobody has begun: there is enough. The caller holds the
// lock.
func (s *shift) stop() {
	s.stopped = true
	for unit, l := range s.leases {
		if l.worker == "" {
			delete(s.leases, unit)
			s.w.Return(unit)
		}
	}
	s.c.running.Go(s.purge)
}

// purge drops all jobs that wait. Close waits for it.
func (s *shift) purge() {
	ctx, cancel := context.WithTimeout(context.Background(), publishPatience)
	defer cancel()
	if !s.c.conn.IsConnected() {
		return
	}
	if stream, err := s.c.js.Stream(ctx, s.c.names.workStream()); err == nil {
		_ = stream.Purge(ctx) // workers leave out what is old
	}
}

// sorted returns some of the leases by unit, so that units are begun in order. The
// caller holds the lock.
func (s *shift) sorted(which func(*lease) bool) []*lease {
	var some []*lease
	for _, l := range s.leases {
		if which(l) {
			some = append(some, l)
		}
	}
	slices.SortFunc(some, func(a, b *lease) int { return a.unit - b.unit })
	return some
}
