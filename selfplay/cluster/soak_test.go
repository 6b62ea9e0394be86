package cluster

import (
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
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
		access := p.access()
		c := open(t, Options{File: f, Access: access, Audit: 8, Patience: 4 * time.Second, guess: time.Second})
		workers := []*running{lend(t, WorkerOptions{Access: access}), lend(t, WorkerOptions{Access: access}), lend(t, WorkerOptions{Access: access})}
		done := make(chan error, 1)
		go func() { done <- trainRun(t, f, c) }()
		kinds := map[string]func(){
			"connections cut": p.cut,
			"bytes twice":     func() { p.next.Store(twice) },
			"bytes lost":      func() { p.next.Store(swallow) },
			"bytes late":      func() { p.next.Store(late) },
			"work lost":       func() { _ = c.js.DeleteStream(brief(), c.names.workStream()) },
			"shards lost":     func() { _ = c.js.DeleteStream(brief(), c.names.shardStream()) },
			"networks lost":   func() { _ = c.js.DeleteObjectStore(brief(), c.names.networks()) },
			"garbage":         func() { throw(address, 64<<10) },
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
