package cluster

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"apprentice/games"
	"apprentice/selfplay"
	"apprentice/selfplay/run"

	"github.com/google/go-cmp/cmp"
)

// Whoever plays, a run has the same networks, byte for byte.
func TestSameNetworks(t *testing.T) {
	t.Parallel() // it waits
	want := wanted(t)
	for _, n := range []int{1, 3} {
		t.Run(fmt.Sprint(n, " workers"), func(t *testing.T) {
			t.Parallel() // it waits
			server, f := listen(t, ServerOptions{}), newRun(t)
			c := open(t, Options{File: f, Access: server.Access(), Audit: 4})
			for range n {
				lend(t, WorkerOptions{Access: remote(server), Cores: 2})
			}
			must(t, ends(t, func() error { return trainRun(t, f, c) }))
			if diff := cmp.Diff(want, networks(t, f)); diff != "" {
				t.Errorf("(-alone +with workers):\n%s", diff)
			}
			if by := playersOf(t, f); by[""] > 0 || by["laptop"] == 0 {
				t.Errorf("units by player %v: all of them are to be played by workers", by)
			}
		})
	}
}

// Units reach the run although the server takes small messages only.
func TestSmallMessages(t *testing.T) {
	notInShort(t)
	t.Parallel() // it waits
	want := wanted(t)
	server, f := listen(t, ServerOptions{payload: 3 << 10}), newRun(t)
	c := open(t, Options{File: f, Access: server.Access()})
	lend(t, WorkerOptions{Access: remote(server)})
	must(t, ends(t, func() error { return trainRun(t, f, c) }))
	if diff := cmp.Diff(want, networks(t, f)); diff != "" {
		t.Errorf("(-alone +in small messages):\n%s", diff)
	}
	if by := playersOf(t, f); by[""] > 0 {
		t.Errorf("units by player %v", by)
	}
}

// A worker that does not fit is told what to install.
func TestRefused(t *testing.T) {
	t.Parallel() // it waits
	server, f := listen(t, ServerOptions{}), newRun(t)
	open(t, Options{File: f, Access: server.Access()})
	for name, test := range map[string]struct {
		change func(*WorkerOptions)
		says   string
	}{
		"another search": {func(o *WorkerOptions) {
			o.Version, o.Signature = "0.9", func(string) string { return "42" }
		}, "install that version"},
		"another game": {func(o *WorkerOptions) {
			o.Game = func(string) (games.Game, error) { return nil, errors.New("unknown") }
		}, "does not know the game tictactoe: install 1.0"},
	} {
		o := WorkerOptions{Access: remote(server), Name: strings.ReplaceAll(name, " ", "-")}
		test.change(&o)
		var refused *RefusedError
		if err := lend(t, o).wait(); !errors.As(err, &refused) || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: error %v, want one that says %q", name, err, test.says)
		}
	}
	if a := (&Coordinator{o: Options{Program: testProgram}, probeHash: "x"}).admit(hello{Protocol: Protocol, Program: testProgram, Probe: "y", Cores: 1, Nonce: "n"}); !strings.Contains(a.Refused, "memory") {
		t.Errorf("a machine that plays otherwise: %+v", a)
	}
	if a := (&Coordinator{o: Options{Program: testProgram}}).admit(hello{Protocol: Protocol + 1, Program: testProgram}); !strings.Contains(a.Refused, "protocol") {
		t.Errorf("another protocol: %+v", a)
	}
}

// Garbage and a wrong token cost their connection only; the worker with the
// wrong token says so and waits.
func TestStrangers(t *testing.T) {
	notInShort(t)
	t.Parallel() // it waits
	want := wanted(t)
	server, f := listen(t, ServerOptions{}), newRun(t)
	c := open(t, Options{File: f, Access: server.Access()})
	access := remote(server)
	access.Token = "wrong"
	wrong := lend(t, WorkerOptions{Access: access, Name: "wrong"})
	go func() {
		conn, err := net.Dial("tcp", server.Addr())
		if err != nil {
			return
		}
		defer conn.Close()
		garbage := make([]byte, 10<<20)
		for i := range garbage {
			garbage[i] = byte(rand.Uint32())
		}
		_, _ = io.Copy(conn, bytes.NewReader(garbage)) // until the server closes it
	}()
	lend(t, WorkerOptions{Access: remote(server)})
	must(t, ends(t, func() error { return trainRun(t, f, c) }))
	if diff := cmp.Diff(want, networks(t, f)); diff != "" {
		t.Errorf("(-alone +with strangers):\n%s", diff)
	}
	until(t, "it says so", func() bool { return strings.Contains(wrong.heard(), "refuses the token") })
	wrong.stop()
	must(t, wrong.wait())
}

// A worker whose games differ is named and refused, its units are played again,
// and it cannot come back under its name.
func TestCheater(t *testing.T) {
	t.Parallel() // it waits
	want := wanted(t)
	server, f := listen(t, ServerOptions{}), newRun(t)
	c := open(t, Options{File: f, Access: server.Access(), Audit: 1})
	cheat := lend(t, WorkerOptions{Access: remote(server), Name: "cheater", spoil: func(u *selfplay.Unit) { u.Shard.Nodes++ }})
	learnt := make(chan error, 1)
	go func() { learnt <- trainRun(t, f, c) }()
	var refused *RefusedError
	if err := cheat.wait(); !errors.As(err, &refused) || !strings.Contains(err.Error(), "cheater is refused") {
		t.Errorf("the cheater ends with %v", err)
	}
	lend(t, WorkerOptions{Access: remote(server), Name: "honest"})
	must(t, ends(t, func() error { return <-learnt }))
	if diff := cmp.Diff(want, networks(t, f)); diff != "" {
		t.Errorf("(-alone +after a cheater):\n%s", diff)
	}
	if by := playersOf(t, f); by["cheater"] > 0 {
		t.Errorf("units by player %v", by)
	}
	c.Close()
	if text := events(t, f); !strings.Contains(text, "worker cheater sent other games") {
		t.Errorf("log book:\n%s", text)
	}
	rows, err := f.Workers()
	must(t, err)
	if len(rows) != 2 || rows[0].State != run.WorkerRefusedState || rows[1].Name != "honest" || rows[1].Units == 0 {
		t.Errorf("workers %+v", rows)
	}
	again := open(t, Options{File: f, Access: server.Access()})
	if a := again.admit(hello{Protocol: Protocol, Program: testProgram, Probe: again.probeHash, Cores: 1, Nonce: "n", Name: "cheater"}); a.Refused == "" {
		t.Error("the cheater may come back in the next sitting")
	}
}

// Where the machine that audits is the faulty one, no worker is blamed and the
// run stops.
func TestFaultyCoordinator(t *testing.T) {
	t.Parallel() // it waits
	server, f := listen(t, ServerOptions{}), newRun(t)
	var n atomic.Int64
	c := open(t, Options{File: f, Access: server.Access(), Audit: 1, spoil: func(u *selfplay.Unit) { u.Shard.Nodes += n.Add(1) }})
	lend(t, WorkerOptions{Access: remote(server)})
	if err := ends(t, func() error { return trainRun(t, f, c) }); !errors.Is(err, errMemory) {
		t.Errorf("error %v, want %v", err, errMemory)
	}
	if rows := c.Workers(); len(rows) != 1 || rows[0].State != run.WorkerPlays {
		t.Errorf("workers %+v", rows)
	}
}

// A worker that beats but does not play loses its unit, is named, and the run
// ends all the same.
func TestGhost(t *testing.T) {
	t.Parallel() // it waits
	want := wanted(t)
	server, f := listen(t, ServerOptions{}), newRun(t)
	var begun atomic.Bool
	c := open(t, Options{
		File: f, Access: server.Access(), Patience: 3 * time.Second, guess: time.Second,
		calm: func() bool { return !begun.Load() },
	})
	lend(t, WorkerOptions{Access: remote(server), Name: "ghost", hang: func(int) bool { begun.Store(true); return true }})
	must(t, ends(t, func() error { return trainRun(t, f, c) }))
	if diff := cmp.Diff(want, networks(t, f)); diff != "" {
		t.Errorf("(-alone +with a ghost):\n%s", diff)
	}
	for _, w := range c.Workers() {
		if w.Name == "ghost" && w.Faults == 0 {
			t.Errorf("no fault of %+v", w)
		}
	}
	if by := playersOf(t, f); by["ghost"] > 0 {
		t.Errorf("units by player %v", by)
	}
}

// Streams, consumers and networks that vanish are made again while the run goes
// on.
func TestVanishedStreams(t *testing.T) {
	notInShort(t)
	t.Parallel() // it waits
	want := wanted(t)
	server, f := listen(t, ServerOptions{}), newRun(t)
	c := open(t, Options{File: f, Access: server.Access(), Patience: 3 * time.Second, guess: time.Second})
	var once atomic.Bool
	lend(t, WorkerOptions{Access: remote(server), spoil: func(*selfplay.Unit) {
		if once.CompareAndSwap(false, true) {
			ctx := context.Background()
			_ = c.js.DeleteStream(ctx, c.names.workStream())
			_ = c.js.DeleteStream(ctx, c.names.shardStream())
			_ = c.js.DeleteObjectStore(ctx, c.names.networks())
		}
	}})
	must(t, ends(t, func() error { return trainRun(t, f, c) }))
	if diff := cmp.Diff(want, networks(t, f)); diff != "" {
		t.Errorf("(-alone +with streams that vanish):\n%s", diff)
	}
}

// A worker that is stopped gives its unit back, and a coordinator that begins
// again is joined again.
func TestRestarts(t *testing.T) {
	t.Parallel() // it waits
	want := wanted(t)
	folder := t.TempDir()
	server, f := listen(t, ServerOptions{Folder: folder}), newRun(t)
	access := remote(server)
	address := server.Addr()
	var plays atomic.Bool
	c := open(t, Options{
		File: f, Access: access, Patience: 3 * time.Second, guess: time.Second,
		calm: func() bool { return !plays.Load() },
	})
	begun := make(chan struct{}, 100)
	stopped := lend(t, WorkerOptions{Access: access, Name: "stopped", hang: func(int) bool {
		plays.Store(true)
		begun <- struct{}{}
		return true
	}})
	learnt := make(chan error, 1)
	go func() { learnt <- trainRun(t, f, c) }()
	<-begun
	stopped.stop()
	must(t, stopped.wait())
	server.Close() // in the middle
	listen(t, ServerOptions{Folder: folder, Address: address})
	stays := lend(t, WorkerOptions{Access: access, Name: "stays"})
	must(t, ends(t, func() error { return <-learnt }))
	if diff := cmp.Diff(want, networks(t, f)); diff != "" {
		t.Errorf("(-alone +after restarts):\n%s", diff)
	}
	c.Close()
	next := open(t, Options{File: f, Access: access})
	until(t, "the worker joins again", func() bool { return next.Cores() > 0 })
	select {
	case <-stays.done:
		t.Error("the worker ended with its coordinator")
	default:
	}
}
