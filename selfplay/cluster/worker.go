package cluster

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"apprentice/agent/value"
	"apprentice/games"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// WorkerOptions are the options of Work.
type WorkerOptions struct {
	Access  Access
	Name    string // of this machine
	Cores   int    // units that are played at once
	Version string // of this program

	Game      func(name string) (games.Game, error)
	Signature func(game string) string // bench signature of this program

	Notice func(text string) // tells people; it must not block; may be nil

	spoil func(*selfplay.Unit) // changes what is sent; for tests
	hang  func(unit int) bool  // whether this unit is never played on; for tests

	silence time.Duration // of the coordinator, after which it joins again; 0 for the standard
}

// RefusedError says why a run does not take a worker.
type RefusedError struct{ Why string }

// Error implements error.
func (e *RefusedError) Error() string { return e.Why }

// worker is a process that plays units of a run elsewhere.
type worker struct {
	o     WorkerOptions
	nonce string
	conn  *nats.Conn
	js    jetstream.JetStream

	mu       sync.Mutex
	networks []cached // the newest last
	slots    []slot
	back     []string // jobs that are given back
}

// cached is a network that has been read.
type cached struct {
	sha     string
	network *value.Network
}

// Work plays units of whatever run the server has, until ctx is done, which is no
// error. It survives a lost connection, and a coordinator that ends and begins
// again. It returns a *RefusedError if the run does not want this worker.
func Work(ctx context.Context, o WorkerOptions) error {
	o.Cores, o.Name = max(o.Cores, 1), plainName(o.Name) // a server drops who greets with more than 4 kB
	o.silence = cmp.Or(o.silence, silence)
	if o.Notice == nil {
		o.Notice = func(string) {}
	}
	w := &worker{o: o, nonce: nonce(), slots: make([]slot, o.Cores)}
	var err error
	if w.conn, err = o.Access.connect("apprentice worker "+o.Name, o.Notice); err != nil {
		return fmt.Errorf("reach %s: %w", o.Access.URL, err)
	}
	defer w.conn.Close()
	if w.js, err = jetstream.New(w.conn); err != nil {
		return err
	}
	for failures := 0; ctx.Err() == nil; {
		joined, err := w.join(ctx)
		var refused *RefusedError
		switch {
		case errors.As(err, &refused):
			return err
		case err != nil:
			w.waits(ctx, failures, err)
			pause(ctx, backoff(failures))
			failures++
		default:
			failures = 0
			w.play(ctx, joined)
		}
	}
	return nil
}

// waits says why the worker has not joined a run after a number of failures in a
// row. What NATS says of a connection is often that it was closed; the reason
// comes now and then.
func (w *worker) waits(ctx context.Context, failures int, err error) {
	why := remedy(w.conn.LastError())
	switch {
	case ctx.Err() != nil:
	case !w.conn.IsConnected() && why != "":
		w.o.Notice(why)
	case failures == 0 && w.conn.IsConnected():
		w.o.Notice("waiting for a run: " + err.Error())
	}
}

// membership is what a worker has been told at joining.
type membership struct {
	offer
	name string // of this worker in the run
	game games.Game
}

// askPatience is how long an answer may take.
const askPatience = 5 * time.Second

// errNoRun says that nobody trains.
var errNoRun = errors.New("no run is being trained on this server")

// join finds a run and becomes its worker.
func (w *worker) join(ctx context.Context) (membership, error) {
	var m membership
	if err := w.request(ctx, enquiries, enquiry{Protocol, w.o.Version}, &m.offer); err != nil {
		return m, err
	}
	h := hello{
		Protocol: Protocol, Name: w.o.Name, Nonce: w.nonce, Platform: runtime.GOOS + "/" + runtime.GOARCH, Cores: w.o.Cores,
		Program: run.Program{Version: w.o.Version},
	}
	var err error
	if m.Protocol == Protocol {
		if m.game, err = w.o.Game(m.Game); err == nil {
			h.Program.Signature = w.o.Signature(m.Game)
			if h.Probe, err = probe(ctx, m.game, m.Probe); err != nil {
				return m, err
			}
		}
	}
	var a answer
	if err := w.request(ctx, names(m.Run).join(), h, &a); err != nil {
		return m, err
	}
	if a.Refused != "" {
		return m, &RefusedError{cut(a.Refused, maxHeader)}
	}
	m.name = a.Name
	w.o.Notice(fmt.Sprintf("joined as %s: plays %s for %s (cores: %d)", a.Name, m.Game, cmp.Or(m.Program.Version, "a run"), w.o.Cores))
	return m, nil
}

// request asks and waits for an answer.
func (w *worker) request(ctx context.Context, subject string, question, answer any) error {
	ctx, cancel := context.WithTimeout(ctx, askPatience)
	defer cancel()
	m, err := w.conn.RequestWithContext(ctx, subject, encode(question))
	if errors.Is(err, nats.ErrNoResponders) {
		return errNoRun
	}
	if err != nil {
		return err
	}
	return decode(m.Data, answer)
}

// networkOf returns the network with a hash: one that was read before, or from
// the object store.
func (w *worker) networkOf(ctx context.Context, m membership, sha string) (*value.Network, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.networks {
		if c.sha == sha {
			return c.network, nil
		}
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	store, err := w.js.ObjectStore(ctx, names(m.Run).networks())
	if err != nil {
		return nil, err
	}
	blob, err := store.GetBytes(ctx, sha)
	if err != nil {
		return nil, err
	}
	if got := run.Sum(blob); got != sha {
		return nil, fmt.Errorf("network %.12s came as %.12s", sha, got)
	}
	network, meta, err := value.ReadNetwork(bytes.NewReader(blob))
	if err == nil {
		err = meta.Matches(m.game)
	}
	if err != nil {
		return nil, fmt.Errorf("network %.12s: %w", sha, err)
	}
	w.networks = append(w.networks, cached{sha, network})
	if n := len(w.networks); n > keptNetworks {
		w.networks = append([]cached(nil), w.networks[n-keptNetworks:]...)
	}
	return network, nil
}
