package cluster

import (
	"context"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// soaks skips a test that takes minutes.
func soaks(t *testing.T) {
	t.Helper()
	if os.Getenv("APPRENTICE_SOAK") == "" {
		t.Skip("a soak: runs with APPRENTICE_SOAK=1")
	}
}

// A server that runs by itself does as well as the embedded one, also with small
// messages.
func TestSoakStandalone(t *testing.T) {
	soaks(t)
	want := wanted(t)
	dir := t.TempDir()
	program := filepath.Join(dir, "nats-server")
	if out, err := exec.Command("go", "build", "-o", program, "github.com/nats-io/nats-server/v2").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, payload := range []string{"1048576", "65536"} {
		free, err := net.Listen("tcp", "127.0.0.1:0")
		must(t, err)
		address := free.Addr().String()
		free.Close()
		settings := filepath.Join(dir, payload)
		must(t, os.WriteFile(settings, []byte("listen: \""+address+"\"\nmax_payload: "+payload+"\nauthorization { token: \""+testToken+"\" }\njetstream { store_dir: \""+settings+".d\" }\n"), 0o600))
		server := exec.Command(program, "-c", settings)
		must(t, server.Start())
		t.Cleanup(func() { _ = server.Process.Kill(); _ = server.Wait() })
		f := newRun(t)
		access := Access{URL: "nats://" + address, Token: testToken}
		c := open(t, Options{File: f, Access: access})
		lend(t, WorkerOptions{Access: access, Cores: 2})
		must(t, ends(t, func() error { return trainRun(t, f, c) }))
		if diff := cmp.Diff(want, networks(t, f)); diff != "" {
			t.Errorf("max_payload %s (-alone +with it):\n%s", payload, diff)
		}
		if by := playersOf(t, f); by[""] > 0 {
			t.Errorf("max_payload %s: units by player %v", payload, by)
		}
	}
}

// proxy passes bytes on to a server, and does to them what a bad network does.
type proxy struct {
	to      string
	listens net.Listener
	bad     atomic.Int32 // what happens to the next piece of a connection
	mu      sync.Mutex
	conns   map[net.Conn]bool
}

// What a proxy can do.
const (
	passOn int32 = iota
	twice
	swallow
	late
)

func newProxy(t testing.TB, to string) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	p := &proxy{to: to, listens: l, conns: map[net.Conn]bool{}}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go p.serve(conn)
		}
	}()
	t.Cleanup(func() { l.Close(); p.cut() })
	return p
}

func (p *proxy) serve(client net.Conn) {
	server, err := net.Dial("tcp", p.to)
	if err != nil {
		client.Close()
		return
	}
	p.mu.Lock()
	p.conns[client], p.conns[server] = true, true
	p.mu.Unlock()
	pass := func(to, from net.Conn) {
		defer to.Close()
		defer from.Close()
		b := make([]byte, 32<<10)
		for {
			n, err := from.Read(b)
			if err != nil {
				return
			}
			switch p.bad.Swap(passOn) {
			case twice:
				_, _ = to.Write(b[:n])
			case swallow:
				continue
			case late:
				time.Sleep(time.Duration(rand.IntN(1000)) * time.Millisecond)
			}
			if _, err := to.Write(b[:n]); err != nil {
				return
			}
		}
	}
	go pass(server, client)
	pass(client, server)
}

// cut ends all connections.
func (p *proxy) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.conns {
		c.Close()
		delete(p.conns, c)
	}
}

// Under random faults, run after run has the networks that it has alone: nothing
// is lost and nothing counts twice.
func TestSoakFaults(t *testing.T) {
	soaks(t)
	want := wanted(t)
	most := 500
	if n, err := strconv.Atoi(os.Getenv("APPRENTICE_SOAK_FAULTS")); err == nil {
		most = n
	}
	did := map[string]int{}
	faults, runs, duplicates, replayed := 0, 0, 0, 0
	for faults < most {
		folder, f := t.TempDir(), newRun(t)
		server := listen(t, ServerOptions{Folder: folder})
		address := server.Addr()
		p := newProxy(t, address)
		access := Access{URL: "nats://" + p.listens.Addr().String(), Token: testToken}
		c := open(t, Options{File: f, Access: access, Audit: 8, Patience: 4 * time.Second, guess: time.Second})
		workers := []*running{lend(t, WorkerOptions{Access: access}), lend(t, WorkerOptions{Access: access}), lend(t, WorkerOptions{Access: access})}
		done := make(chan error, 1)
		go func() { done <- trainRun(t, f, c) }()
		kinds := map[string]func(){
			"connections cut": p.cut,
			"bytes twice":     func() { p.bad.Store(twice) },
			"bytes lost":      func() { p.bad.Store(swallow) },
			"bytes late":      func() { p.bad.Store(late) },
			"work lost":       func() { _ = c.js.DeleteStream(brief(), c.names.workStream()) },
			"shards lost":     func() { _ = c.js.DeleteStream(brief(), c.names.shardStream()) },
			"networks lost":   func() { _ = c.js.DeleteObjectStore(brief(), c.names.networks()) },
			"garbage":         func() { throw(address) },
			"worker exchanged": func() {
				i := rand.IntN(len(workers))
				workers[i].stop()
				workers[i] = lend(t, WorkerOptions{Access: access})
			},
			"server restarted": func() { server.Close(); server = listen(t, ServerOptions{Folder: folder, Address: address}) },
		}
		for running := true; running; {
			for name, fault := range kinds { // in random order
				select {
				case err := <-done:
					must(t, err)
					running = false
				case <-time.After(time.Duration(rand.IntN(400)) * time.Millisecond):
					if faults < most {
						fault()
						did[name]++
						faults++
					}
				}
				break
			}
		}
		runs++
		if diff := cmp.Diff(want, networks(t, f)); diff != "" {
			t.Fatalf("run %d after %d faults (-alone +with faults):\n%s", runs, faults, diff)
		}
		for _, w := range c.Workers() {
			duplicates += w.Duplicates
			replayed += w.Faults
		}
		for _, w := range workers {
			w.stop()
		}
		c.Close()
	}
	t.Logf("%d faults in %d runs, 0 units lost, 0 twice; %d units came twice or late and were dropped, %d were asked for again for a fault", faults, runs, duplicates, replayed)
	for name, n := range did {
		t.Logf("%4d %s", n, name)
	}
}

// brief is a context for what may fail.
func brief() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	time.AfterFunc(time.Second, cancel)
	return ctx
}

// throw sends garbage to a server.
func throw(address string) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(100 * time.Millisecond))
	_, _ = io.CopyN(conn, rand.NewChaCha8([32]byte{}), 64<<10)
}
