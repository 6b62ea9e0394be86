package cluster

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"
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

// lease is a unit that the workers were asked for.
type lease struct {
	unit     int
	job      string // the last asking; "" while it still has to be made
	sequence uint64 // of its message
	asks     int    // that nobody took up
	failures int    // that were taken up and came to nothing
	at       time.Time
	worker   string // who plays it; "" for nobody yet
	begun    time.Time
	games    int // that it has played
	moved    time.Time
}

// Bounds of asking for a unit.
const (
	mostFailures = 2 // after these this process plays it
	mostAsks     = 4 // after these this process plays it
	aheadOfCores = 2 // units asked for, for each core
)

// guessSeconds is how long a unit takes where nothing is known.
const guessSeconds = 20

// tickInterval is how often the leases are looked at.
const tickInterval = 200 * time.Millisecond

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
		s.purge(ctx)
	}()
	c.ensure(ctx)
	s.purge(ctx) // what an earlier process asked for
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
		s.look(ctx)
		select {
		case <-changed:
			select { // a moment, so that a flood of changes is one
			case <-time.After(10 * time.Millisecond):
			case <-ctx.Done():
			}
		case <-s.c.woken:
		case <-tick.C:
		case <-s.w.Over():
			return
		case <-ctx.Done():
			return
		}
	}
}

// look asks for as many units as the workers can play, and again for those that
// have not come.
func (s *shift) look(ctx context.Context) {
	c := s.c
	c.mu.Lock()
	defer c.mu.Unlock()
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
		s.stop(ctx)
	}
	for want := aheadOfCores * c.cores(); len(s.leases) < want && !c.paused && !s.stopped && c.conn.IsConnected() && now.After(s.resting); {
		unit, ok := s.w.Take()
		if !ok {
			break
		}
		s.leases[unit] = &lease{unit: unit, at: now}
	}
	if c.stuck() && s.w.Reserved() == 0 && !c.paused {
		if unit, ok := s.w.Take(); ok { // nobody else would play it
			s.w.Reserve(unit)
		}
	}
	for _, l := range s.leases {
		if why := s.late(l, now); why != "" && !c.paused {
			s.failed(l, why, now)
		}
	}
	for _, l := range s.sorted() {
		if s.leases[l.unit] == l && l.job == "" && now.After(s.resting) {
			s.publish(ctx, l, now)
		}
	}
}

// late says what is wrong with a lease, "" if nothing. The caller holds the lock.
func (s *shift) late(l *lease, now time.Time) string {
	patience, unit := s.c.o.Patience, s.unitTime()
	switch {
	case l.job == "":
		if now.Sub(l.at) > 2*patience { // the server is away; this process may have nothing else to do
			return "could not be asked for"
		}
	case l.worker == "":
		if now.Sub(l.at) > patience+3*unit || s.c.cores() == 0 && now.Sub(l.at) > patience {
			return "was not taken up"
		}
	default:
		w := s.c.named(l.worker)
		switch {
		case w == nil || w.gone:
			return "its worker is gone"
		case now.Sub(l.moved) > patience+unit/4:
			w.stuck = true
			return "its worker plays no further game"
		case now.Sub(l.begun) > 4*patience+6*unit:
			return "its worker takes too long"
		}
	}
	return ""
}

// unitTime is how long a unit takes. The caller holds the lock.
func (s *shift) unitTime() time.Duration {
	if s.seconds == 0 {
		return cmp.Or(s.c.o.guess, guessSeconds*time.Second)
	}
	return time.Duration(s.seconds * float64(time.Second))
}

// failed asks again for a unit that has not come, or leaves it to this process.
// The caller holds the lock.
func (s *shift) failed(l *lease, why string, now time.Time) {
	s.c.o.Log(fmt.Sprintf("cluster: unit %d of generation %d %s (%s)", l.unit, s.b.Generation, why, l.worker))
	if l.worker != "" {
		l.failures++
		s.c.fault(l.worker, fmt.Sprintf("unit %d of generation %d: %s", l.unit, s.b.Generation, why))
	} else {
		l.asks++
	}
	s.cancel(l)
	l.worker, l.at = "", now
	if l.failures >= mostFailures || l.asks >= mostAsks || s.stopped || s.c.stuck() {
		delete(s.leases, l.unit)
		s.w.Reserve(l.unit)
		return
	}
	if s.c.cores() == 0 {
		delete(s.leases, l.unit)
		if s.returned[l.unit]++; s.returned[l.unit] > mostAsks && len(s.c.members) > 0 {
			s.w.Reserve(l.unit)
			return
		}
		s.w.Return(l.unit)
	}
}

// cancel takes back the message of a lease, if it is still there. The caller
// holds the lock.
func (s *shift) cancel(l *lease) {
	if l.job == "" {
		return
	}
	sequence := l.sequence
	l.job, l.sequence = "", 0
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), publishPatience)
		defer cancel()
		if stream, err := s.c.js.Stream(ctx, s.c.names.workStream()); err == nil {
			_ = stream.DeleteMsg(ctx, sequence) // a worker that has it plays in vain
		}
	}()
}

// publishPatience is how long one message to the server may take.
const publishPatience = 3 * time.Second

// publish asks for a unit. The caller holds the lock.
func (s *shift) publish(ctx context.Context, l *lease, now time.Time) {
	s.asked++
	j := job{
		// The server drops a second message of one id without an error.
		ID: fmt.Sprintf("%s.%d.%d.%d", s.c.session, s.b.Generation, l.unit, s.asked), Session: s.c.session, Shift: s.number,
		Generation: s.b.Generation, Unit: l.unit, Seed: s.b.Seed, Rules: s.b.Rules, Network: s.b.Network.SHA,
	}
	c := s.c
	c.mu.Unlock() // heartbeats come in meanwhile
	ctx, cancel := context.WithTimeout(ctx, publishPatience)
	ack, err := c.js.Publish(ctx, c.names.jobs(), encode(j), jetstream.WithMsgID(j.ID))
	cancel()
	c.mu.Lock()
	switch {
	case err != nil:
		s.resting = now.Add(backoff(2))
		c.o.Log("cluster: " + err.Error())
	case ack.Duplicate:
		c.o.Log("cluster: the server takes a new message for an old one")
	default:
		l.job, l.sequence, l.at = j.ID, ack.Sequence, now
	}
	if s.leases[l.unit] != l { // it has come meanwhile
		s.cancel(l)
	}
}

// stop takes back what nobody has begun: there is enough. The caller holds the
// lock.
func (s *shift) stop(ctx context.Context) {
	s.stopped = true
	for unit, l := range s.leases {
		if l.worker == "" {
			delete(s.leases, unit)
			s.w.Return(unit)
		}
	}
	go s.purge(ctx)
}

// purge drops all jobs that wait.
func (s *shift) purge(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), publishPatience)
	defer cancel()
	if !s.c.conn.IsConnected() {
		return
	}
	if stream, err := s.c.js.Stream(ctx, s.c.names.workStream()); err == nil {
		_ = stream.Purge(ctx) // workers leave out what is old
	}
}

// progress takes what a worker says of a unit, and reports whether it has played
// on. The caller holds the lock.
func (s *shift) progress(worker string, u under, now time.Time) bool {
	l, ok := s.leases[u.Unit]
	if !ok || l.job != u.Job {
		return false
	}
	if l.worker != worker {
		l.worker, l.begun, l.moved, l.games = worker, now, now, u.Games
	}
	if u.Games > l.games {
		l.games, l.moved = u.Games, now
		return true
	}
	return false
}

// sorted returns the leases by unit, so that units are begun in order. The caller
// holds the lock.
func (s *shift) sorted() []*lease {
	return slices.SortedFunc(maps.Values(s.leases), func(a, b *lease) int { return a.unit - b.unit })
}

// givenBack takes back a job that a worker does not play to its end. The server
// hands it to the next one. The caller holds the lock.
func (s *shift) givenBack(id string, now time.Time) {
	for _, l := range s.leases {
		if l.job == id {
			l.worker, l.at = "", now
		}
	}
}
