package cluster

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"apprentice/internal/crc32c"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// Constants of receiving.
const (
	fetchMessages = 16
	fetchWait     = time.Second
	stranger      = 10 // deliveries after which a shard of an unknown worker is dropped
	mostAssembled = 64 // shards of which parts are kept
	mostUseless   = 4  // units in a row that are none, after which a worker is refused
)

// assembly is a shard whose parts come one by one.
type assembly struct {
	parts    [][]byte
	messages []jetstream.Msg
	missing  int
	size     int
	began    time.Time
}

// receive takes finished units from the stream until ctx is done. Whatever
// becomes of the stream, it tries again.
func (s *shift) receive(ctx context.Context, audits chan<- audit) {
	parts := map[string]*assembly{}
	for failures := 0; ctx.Err() == nil; {
		if !s.c.conn.IsConnected() {
			pause(ctx, pulseInterval)
			continue
		}
		batch, err := s.fetch(ctx)
		if err == nil {
			for m := range batch.Messages() {
				s.take(ctx, m, parts, audits)
			}
			err = batch.Error()
		}
		if err == nil || errors.Is(err, context.DeadlineExceeded) && s.c.conn.IsConnected() || ctx.Err() != nil {
			failures = 0
			continue
		}
		s.c.o.Log("cluster: " + err.Error())
		pause(ctx, backoff(failures))
		failures++
	}
}

func (s *shift) fetch(ctx context.Context) (jetstream.MessageBatch, error) {
	asking, cancel := context.WithTimeout(ctx, publishPatience)
	defer cancel()
	consumer, err := s.c.js.Consumer(asking, s.c.names.shardStream(), keeper)
	if err != nil {
		return nil, err
	}
	return consumer.Fetch(fetchMessages, jetstream.FetchContext(listener{ctx, time.Now().Add(fetchWait)}))
}

// listener is a context of a fetch. The server ends the fetch before the deadline
// and says so. NATS would stop to listen at the deadline, a tenth of the time
// later, and what the server sent until then and came after it would be lost until
// the server sends it again, half a minute later. So this one is not done then:
// NATS listens until it hears of the end, or for a second more.
type listener struct {
	context.Context
	until time.Time
}

// Deadline implements context.Context.
func (l listener) Deadline() (time.Time, bool) { return l.until, true }

// take deals with a message: it is acknowledged once the run file has its unit,
// or if it is of no use.
func (s *shift) take(ctx context.Context, m jetstream.Msg, parts map[string]*assembly, audits chan<- audit) {
	r, part, err := decodeResult(m.Data())
	if err != nil || r.Generation != s.b.Generation {
		_ = m.Term()
		return
	}
	s.c.mu.Lock()
	w, known := s.c.members[r.Nonce]
	name := ""
	if known {
		name = w.row.Name
		_, known = s.c.refused[w.called]
		known = !known
	}
	s.c.mu.Unlock()
	if !known {
		meta, err := m.Metadata()
		if name != "" || err != nil || meta.NumDelivered > stranger {
			_ = m.Term()
			s.useless(r, "came from a worker that is not wanted")
			return
		}
		_ = m.NakWithDelay(time.Second) // it joins again soon
		return
	}
	blob, messages := s.assemble(m, r, part, parts)
	if blob == nil {
		return
	}
	acknowledge := func() {
		for _, m := range messages {
			_ = m.Ack() // comes again if that is lost, and counts once all the same
		}
	}
	u, err := s.b.Received(r.Unit, blob, r.Nodes, r.Seconds, r.Audit)
	if err == nil && (crc32c.Sum(blob) != r.CRC || r.Network != s.b.Network.SHA) {
		err = fmt.Errorf("unit %d was damaged on its way", r.Unit)
	}
	if err != nil {
		acknowledge()
		s.c.mu.Lock()
		s.c.fault(name, err.Error())
		w.useless++
		enough := w.useless >= mostUseless
		s.c.mu.Unlock()
		s.useless(r, err.Error())
		if enough {
			if err := s.expel(ctx, run.Shard{Generation: r.Generation, Unit: r.Unit, Player: name}); err != nil {
				s.c.o.Log("cluster: " + err.Error())
			}
		}
		return
	}
	u.Shard.Player = name
	s.deliver(ctx, u, r.Job, audits, acknowledge)
}

// useless has a unit asked for again whose games were dropped.
func (s *shift) useless(r result, why string) {
	s.c.mu.Lock()
	defer s.c.mu.Unlock()
	if l, ok := s.leases[r.Unit]; ok && l.job == r.Job {
		s.failed(l, why, s.c.now())
	}
}

// deliver hands in a unit.
func (s *shift) deliver(ctx context.Context, u selfplay.Unit, job string, audits chan<- audit, acknowledge func()) {
	s.w.Hold() // until it is known whether the unit is to be audited
	_ = s.w.Deliver(ctx, u, func(kept bool) {
		acknowledge()
		s.c.mu.Lock()
		defer s.c.mu.Unlock()
		if l, ok := s.leases[u.Shard.Unit]; ok {
			if l.job != job {
				s.cancel(l)
			}
			delete(s.leases, u.Shard.Unit)
		}
		if w := s.c.named(u.Shard.Player); w != nil {
			if !kept {
				w.row.Duplicates++
			} else {
				w.useless = 0
				w.row.Units++
				w.row.Games += int64(u.Shard.Games)
				w.row.Positions += u.Shard.Positions
				w.row.Seconds += u.Shard.Seconds
				s.seconds = max(s.seconds, u.Shard.Seconds)
			}
		}
		if kept && s.drawn(u) {
			select {
			case audits <- audit{u, s.w.Release}:
				return // which releases the batch
			default: // this process cannot keep up
			}
		}
		s.w.Release()
	})
}

// assemble returns a shard and its messages once all parts are there, nil before.
func (s *shift) assemble(m jetstream.Msg, r result, part []byte, parts map[string]*assembly) ([]byte, []jetstream.Msg) {
	if r.Parts == 1 {
		return slices.Clone(part), []jetstream.Msg{m}
	}
	key := fmt.Sprintf("%s %s %d", r.Nonce, r.Job, r.Parts)
	a, ok := parts[key]
	if !ok {
		s.forget(parts)
		a = &assembly{parts: make([][]byte, r.Parts), missing: r.Parts, began: s.c.now()}
		parts[key] = a
	}
	a.messages = append(a.messages, m)
	if a.parts[r.Part] == nil {
		a.parts[r.Part] = slices.Clone(part)
		a.missing--
		a.size += len(part)
	}
	switch {
	case a.size > maxBlob:
		for _, m := range a.messages {
			_ = m.Term()
		}
		delete(parts, key)
		return nil, nil
	case a.missing > 0:
		return nil, nil
	}
	delete(parts, key)
	return bytes.Join(a.parts, nil), a.messages
}

// forget drops the oldest shards whose parts do not come, with their messages:
// their units are asked for again.
func (s *shift) forget(parts map[string]*assembly) {
	for len(parts) >= mostAssembled {
		oldest := ""
		for key, a := range parts {
			if oldest == "" || a.began.Before(parts[oldest].began) {
				oldest = key
			}
		}
		for _, m := range parts[oldest].messages {
			_ = m.Term()
		}
		delete(parts, oldest)
	}
}

// pause waits, at most until ctx is done.
func pause(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}
