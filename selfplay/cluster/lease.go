package cluster

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

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

// late says what is wrong with a lease, "" if nothing. The caller holds the lock.
func (s *shift) late(l *lease, now time.Time) string {
	patience, unit := s.c.o.Patience, s.unitTime()
	switch {
	case s.c.o.calm():
	case l.job == "":
		if now.Sub(l.at) > 2*patience { // the server is away; this process may have nothing else to do
			return "could not be asked for"
		}
	case l.worker == "":
		if now.Sub(l.at) > patience+3*unit || now.Sub(l.at) > patience && s.c.cores() == 0 {
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
	aloof := s.c.o.aloof()
	if !aloof && (l.failures >= mostFailures || l.asks >= mostAsks || s.stopped || s.c.stuck()) {
		delete(s.leases, l.unit)
		s.w.Reserve(l.unit)
		return
	}
	if s.c.cores() == 0 {
		delete(s.leases, l.unit)
		if s.returned[l.unit]++; s.returned[l.unit] > mostAsks && len(s.c.members) > 0 && !aloof {
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
	publishing, cancel := context.WithTimeout(ctx, publishPatience)
	ack, err := c.js.Publish(publishing, c.names.jobs(), encode(j), jetstream.WithMsgID(j.ID))
	cancel()
	c.stored(ctx, c.names.workStream(), err)
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

// givenBack takes back a job that a worker does not play to its end. The server
// hands it to the next one. The caller holds the lock.
func (s *shift) givenBack(id string, now time.Time) {
	for _, l := range s.leases {
		if l.job == id {
			l.worker, l.at = "", now
		}
	}
}
