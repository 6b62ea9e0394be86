package cluster

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"apprentice/agent"
	"apprentice/selfplay"
)

// slot is a core that plays.
type slot struct {
	mu      sync.Mutex
	message jetstream.Msg // nil while it plays nothing
	job     job
	cancel  context.CancelCauseFunc
	games   atomic.Int64 // that it has played, of the job
	told    int64        // that the server was told
	when    time.Time
}

// Why a worker leaves a session or a unit.
var (
	errOver   = errors.New("nobody wants the unit any more")
	errRejoin = errors.New("the coordinator began again")
)

// Intervals of a worker.
const (
	beatInterval  = time.Second
	fetchPatience = 5 * time.Second
	silence       = 20 * time.Second // of the coordinator, after which a worker asks again
)

// session is a worker as long as the coordinator knows it.
type session struct {
	*worker
	m    membership
	gate selfplay.Gate

	mu    sync.Mutex
	heard time.Time
	over  int // the last shift that is over, as far as is known
}

// play plays units until ctx is done or the coordinator has begun again.
func (w *worker) play(ctx context.Context, m membership) {
	s := &session{worker: w, m: m, heard: time.Now()}
	sessionCtx, leave := context.WithCancelCause(ctx)
	defer leave(nil)
	listening, err := w.conn.Subscribe(names(m.Run).pulses(), func(msg *nats.Msg) { s.feel(msg, leave) })
	if err != nil {
		pause(ctx, time.Second)
		return
	}
	defer listening.Unsubscribe()
	var playing sync.WaitGroup
	for i := range w.slots {
		playing.Go(func() { s.work(sessionCtx, &w.slots[i]) })
	}
	done := make(chan struct{})
	go func() { playing.Wait(); close(done) }()
	tick := time.NewTicker(beatInterval)
	defer tick.Stop()
	for {
		s.beat(false)
		select {
		case <-tick.C:
			if s.silent() {
				leave(errRejoin)
			}
		case <-done:
			s.beat(ctx.Err() != nil) // with what is given back
			ctx, cancel := context.WithTimeout(context.Background(), time.Second)
			_ = w.conn.FlushWithContext(ctx)
			cancel()
			return
		}
	}
}

// feel takes the pulse of the coordinator.
func (s *session) feel(msg *nats.Msg, leave context.CancelCauseFunc) {
	var p pulse
	if decode(msg.Data, &p) != nil {
		return
	}
	if p.Session != s.m.Session || slices.Contains(p.Out, s.nonce) {
		leave(errRejoin)
		return
	}
	s.mu.Lock()
	s.heard, s.over = time.Now(), max(p.Over, s.over)
	s.mu.Unlock()
	if p.Paused {
		s.gate.Close()
	} else {
		s.gate.Open()
	}
	for i := range s.slots {
		sl := &s.slots[i]
		sl.mu.Lock()
		if sl.message != nil && sl.job.Shift <= p.Over {
			sl.cancel(errOver)
		}
		sl.mu.Unlock()
	}
}

// silent reports whether the coordinator has not been heard of for long.
func (s *session) silent() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Since(s.heard) > s.o.silence
}

// stale reports whether nobody wants the unit of a job any more.
func (s *session) stale(j job) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return j.Session != s.m.Session || j.Shift <= s.over
}

// work fetches and plays units, one after the other, until ctx is done.
func (s *session) work(ctx context.Context, sl *slot) {
	var player *agent.Agent
	var consumer jetstream.Consumer // as long as units come from it; it may be another one then
	network := ""
	for failures := 0; ctx.Err() == nil; {
		message, err := s.fetch(ctx, &consumer)
		if err != nil || message == nil {
			consumer = nil
			if err != nil {
				pause(ctx, backoff(failures))
				failures++
			}
			continue
		}
		failures = 0
		var j job
		if decode(message.Data(), &j) != nil || s.stale(j) {
			_ = message.Term()
			continue
		}
		if j.Network != network {
			n, err := s.networkOf(ctx, s.m, j.Network)
			if err != nil {
				_ = message.NakWithDelay(time.Second)
				s.o.Notice(err.Error())
				pause(ctx, backoff(2))
				continue
			}
			player, network = selfplay.NewPlayer(s.m.game, n), j.Network
		}
		s.serve(ctx, sl, message, j, player)
	}
}

// fetch returns the next job, nil if there is none for now. It looks for the
// consumer where that is nil.
func (s *session) fetch(ctx context.Context, consumer *jetstream.Consumer) (_ jetstream.Msg, err error) {
	if *consumer == nil {
		asking, cancel := context.WithTimeout(ctx, askPatience)
		defer cancel()
		if *consumer, err = s.js.Consumer(asking, names(s.m.Run).workStream(), players); err != nil {
			*consumer = nil
			return nil, err
		}
	}
	batch, err := (*consumer).Fetch(1, jetstream.FetchContext(listener{ctx, time.Now().Add(fetchPatience)}))
	if err != nil {
		return nil, err
	}
	for m := range batch.Messages() {
		return m, nil
	}
	if err := batch.Error(); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return nil, err
	}
	return nil, nil
}

// serve plays a job and sends its games, or gives it back.
func (s *session) serve(ctx context.Context, sl *slot, message jetstream.Msg, j job, player *agent.Agent) {
	jobCtx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	sl.mu.Lock()
	sl.message, sl.job, sl.cancel, sl.told, sl.when = message, j, cancel, -1, time.Time{}
	sl.games.Store(0)
	sl.mu.Unlock()
	defer func() {
		sl.mu.Lock()
		sl.message = nil
		sl.mu.Unlock()
	}()
	b := selfplay.Batch{Game: s.m.game, Seed: j.Seed, Generation: j.Generation, Rules: j.Rules, Gate: &s.gate}
	if s.o.hang != nil && s.o.hang(j.Unit) {
		<-jobCtx.Done()
	}
	var u selfplay.Unit
	err := selfplay.Guard("unit", func() (err error) {
		u, err = b.PlayUnit(jobCtx, player, j.Unit, func(int64) { sl.games.Add(1) })
		return err
	})
	if err == nil {
		if s.o.spoil != nil {
			s.o.spoil(&u)
		}
		err = s.send(jobCtx, j, &u)
	}
	switch {
	case err == nil:
		_ = message.Ack()
	case errors.Is(context.Cause(jobCtx), errOver):
		_ = message.Term()
	case ctx.Err() != nil:
		s.worker.mu.Lock()
		s.back = append(s.back, j.ID)
		s.worker.mu.Unlock()
		_ = message.Nak() // for the next worker
	default:
		s.o.Notice(err.Error())
		_ = message.NakWithDelay(ackWait)
	}
}

// beat says what this worker plays, from what its players have done, and keeps
// the server from handing the same units to others.
func (s *session) beat(leaving bool) {
	b := beat{Nonce: s.nonce, Leaving: leaving}
	for i := range s.slots {
		sl := &s.slots[i]
		sl.mu.Lock()
		if sl.message != nil {
			games := sl.games.Load()
			b.Units = append(b.Units, under{Job: sl.job.ID, Unit: sl.job.Unit, Games: int(games)})
			if games > sl.told && time.Since(sl.when) > ackWait/4 {
				_ = sl.message.InProgress() // only for what moves
				sl.told, sl.when = games, time.Now()
			}
		}
		sl.mu.Unlock()
	}
	s.worker.mu.Lock()
	b.Back, s.back = s.back, nil
	s.worker.mu.Unlock()
	_ = s.conn.Publish(names(s.m.Run).beats(), encode(b)) // the next one comes soon
}
