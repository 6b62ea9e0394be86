package cluster

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"apprentice/games"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

// Options of a coordinator.
type Options struct {
	Game    games.Game
	File    *run.File
	Program run.Program // of this process, with its bench signature
	Access  Access
	Audit   int // one unit in so many is played again here; 0 for none

	// Patience is how long something may show no sign of life. 0 stands for 15
	// seconds.
	Patience time.Duration

	Notice func(text string) // tells people; it must not block; may be nil
	Log    func(text string) // keeps what only matters later; may be nil
	Clock  func() time.Time  // of the day, for what people read; nil for time.Now

	now     func() time.Time     // of everything that is waited for; it may jump
	guess   time.Duration        // how long a unit takes where nothing is known; 0 for the standard
	ackWait time.Duration        // of the server for a word of a worker; 0 for the standard
	tend    time.Duration        // between two looks at the server; 0 for the standard
	spoil   func(*selfplay.Unit) // changes what this machine plays again; for tests
	aloof   func() bool          // whether all units are left to workers, whatever they do; nil for never; for tests
	calm    func() bool          // whether nobody is called late; nil for never; for tests
}

// Coordinator lets workers on other machines play units of a run. It is the
// selfplay.Helpers of the process that trains.
type Coordinator struct {
	o         Options
	names     names
	session   string // of this process
	probeSeed uint64
	probeHash string
	conn      *nats.Conn
	js        jetstream.JetStream
	stop      context.CancelFunc
	running   sync.WaitGroup
	time      steady
	woken     chan struct{} // something has changed
	notes     chan noted
	ensuring  sync.Mutex

	mu      sync.Mutex
	members map[string]*member    // by nonce
	byName  map[string]*member    // the same, by the names that they have in the run
	refused map[string]string     // why, by the name that the owner gave
	told    map[string]string     // refusals that were noted
	outside map[string]run.Worker // those that were not let in, by the name that the owner gave
	shift   *shift                // nil while no batch is played
	shifts  int                   // that were begun
	strikes map[string]int        // times in a row that a stream did not take a message, by its name
	misses  int                   // times in a row that the streams were not there
	trouble string                // that people were told of; "" for none
	paused  bool

	dropped time.Time // when the server was first found away; zero while it is there
	away    bool      // people were told that it is away
}

// Open begins to accept workers. It returns at once, also while the server
// cannot be reached.
func Open(ctx context.Context, o Options) (*Coordinator, error) {
	o.Patience = cmp.Or(o.Patience, 15*time.Second)
	if o.Notice == nil {
		o.Notice = func(string) {}
	}
	if o.Log == nil {
		o.Log = func(string) {}
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	o.ackWait, o.tend = cmp.Or(o.ackWait, ackWait), cmp.Or(o.tend, tendInterval)
	if o.now == nil {
		o.now = time.Now
	}
	if o.aloof == nil {
		o.aloof = func() bool { return false }
	}
	if o.calm == nil {
		o.calm = func() bool { return false }
	}
	c := &Coordinator{
		o: o, names: names(runID(o.File.Config())), session: nonce(), probeSeed: rand.Uint64(), woken: make(chan struct{}, 1), notes: make(chan noted, 256),
		members: map[string]*member{}, byName: map[string]*member{}, refused: map[string]string{}, told: map[string]string{}, outside: map[string]run.Worker{},
		strikes: map[string]int{}, time: steady{from: o.now, most: o.Patience / 8},
	}
	var err error
	if c.probeHash, err = probe(ctx, o.Game, c.probeSeed); err != nil {
		return nil, err
	}
	before, err := o.File.Workers()
	if err != nil {
		return nil, err
	}
	for _, w := range before {
		if w.Expelled() {
			c.refused[w.Called] = w.Fault
		}
	}
	if c.conn, err = o.Access.connect("apprentice train", func(text string) { o.Log("cluster: " + text) }); err != nil {
		return nil, fmt.Errorf("reach %s: %w", o.Access.URL, err)
	}
	if c.js, err = jetstream.New(c.conn); err != nil {
		c.conn.Close()
		return nil, err
	}
	for subject, take := range map[string]nats.MsgHandler{enquiries: c.answerEnquiry, c.names.join(): c.answerHello, c.names.beats(): c.hear} {
		if _, err := c.conn.Subscribe(subject, take); err != nil {
			c.conn.Close()
			return nil, err
		}
	}
	ctx, c.stop = context.WithCancel(ctx)
	c.running.Go(func() { c.run(ctx) })
	return c, nil
}

// Close ends the coordinator. Workers wait for the next one.
func (c *Coordinator) Close() {
	c.stop()
	c.running.Wait()
	c.conn.Close()
	c.mu.Lock()
	for _, w := range c.members {
		if !w.gone {
			w.gone, w.row.State = true, run.WorkerGone
		}
	}
	c.mu.Unlock()
	c.write()
	c.keepRows()
}

// now returns the time that waiting is measured by.
func (c *Coordinator) now() time.Time { return c.time.now() }

// wake has the coordinator look again.
func (c *Coordinator) wake() {
	select {
	case c.woken <- struct{}{}:
	default:
	}
}

// noted is an event that is to be written.
type noted struct {
	generation int
	event      event.Data
}

// note has an event written into the log book of the run. It never waits; a
// flood of events is cut.
func (c *Coordinator) note(generation int, e event.Data) {
	select {
	case c.notes <- noted{generation, e}:
	default:
	}
}

// write writes the events that were noted. Before them come the rows of the
// workers, so that whoever reads of a worker that joined finds it.
func (c *Coordinator) write() {
	if len(c.notes) > 0 {
		c.keepRows()
	}
	for {
		select {
		case n := <-c.notes:
			if err := c.o.File.AddEvent(n.generation, n.event); err != nil {
				c.o.Log(err.Error())
			}
		default:
			return
		}
	}
}

// Intervals of what is done besides.
const (
	pulseInterval = time.Second
	rowsInterval  = 5 * time.Second
	tendInterval  = 5 * time.Second
)

// run gives the pulse and keeps the streams and the rows until ctx is done.
func (c *Coordinator) run(ctx context.Context) {
	tick := time.NewTicker(pulseInterval)
	defer tick.Stop()
	var tended, kept time.Time
	for {
		now := c.now()
		c.lookForServer(now)
		if now.Sub(tended) >= c.o.tend && c.conn.IsConnected() {
			tended = now
			c.tend(ctx)
		}
		if now.Sub(kept) >= rowsInterval {
			kept = now
			c.keepRows()
		}
		c.write()
		c.mu.Lock()
		c.lookForGhosts(now)
		c.mu.Unlock()
		c.givePulse()
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// lookForServer tells people when the server is away for longer than a moment,
// and when it is there again. Only run calls it.
func (c *Coordinator) lookForServer(now time.Time) {
	switch {
	case c.conn.IsConnected():
		if c.away {
			c.o.Notice("the server is there: other machines get units")
		}
		c.dropped, c.away = time.Time{}, false
	case c.dropped.IsZero():
		c.dropped = now
	case !c.away && now.Sub(c.dropped) >= c.o.Patience/4:
		c.away = true
		why := "it does not answer"
		if err := c.conn.LastError(); err != nil && !errors.Is(err, nats.ErrNoServers) {
			why = cannot(err)
		}
		c.o.Notice(fmt.Sprintf("other machines get no units while the server %s is away (%s); trying again", c.o.Access.public(), why))
	}
}

// givePulse tells all workers how the run stands. The next pulse comes soon.
func (c *Coordinator) givePulse() {
	c.mu.Lock()
	p := pulse{Session: c.session, Over: c.shifts, Paused: c.paused}
	if c.shift != nil {
		p.Over--
	}
	for nonce, w := range c.members {
		if w.row.State == run.WorkerRefusedState {
			p.Out = append(p.Out, nonce)
		}
	}
	c.mu.Unlock()
	_ = c.conn.Publish(c.names.pulses(), encode(p))
}

var _ selfplay.Helpers = (*Coordinator)(nil)
