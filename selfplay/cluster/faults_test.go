package cluster

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"apprentice/games/record"
	"apprentice/selfplay"
	"apprentice/selfplay/run"

	"github.com/google/go-cmp/cmp"
	"github.com/nats-io/nats.go"
)

// training is a run that is trained while something goes wrong. Its machine plays
// only what the workers fail to play.
type training struct {
	f    *run.File
	c    *Coordinator
	done chan error

	mu   sync.Mutex
	said []string
}

// begin begins to train a run, which waits for workers.
func begin(t *testing.T, o Options) *training {
	t.Helper()
	wanted(t) // before the clock of anything runs
	r := &training{f: o.File, done: make(chan error, 1)}
	if r.f == nil {
		r.f = newRun(t)
		o.File = r.f
	}
	o.Notice = func(text string) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.said = append(r.said, text)
	}
	r.c = open(t, o)
	go func() { r.done <- trainRun(t, r.f, r.c) }()
	return r
}

// hold keeps the generation that is being played from ending until release.
func (r *training) hold(t *testing.T) (release func()) {
	t.Helper()
	var w *selfplay.Work
	until(t, "a generation is played", func() bool {
		r.c.mu.Lock()
		defer r.c.mu.Unlock()
		if r.c.shift != nil {
			w = r.c.shift.w
		}
		return w != nil
	})
	w.Hold()
	return w.Release
}

// plays reports whether a worker plays a unit.
func (r *training) plays(name string) bool {
	r.c.mu.Lock()
	defer r.c.mu.Unlock()
	if r.c.shift != nil {
		for _, l := range r.c.shift.leases {
			if l.worker == name {
				return true
			}
		}
	}
	return false
}

// row returns what is known of a worker.
func (r *training) row(name string) run.Worker {
	for _, w := range r.c.Workers() {
		if w.Name == name {
			return w
		}
	}
	return run.Worker{}
}

// units returns how many units of a generation the run file has.
func (r *training) units(t *testing.T, generation int) int {
	t.Helper()
	units, err := r.f.Units(generation)
	must(t, err)
	return len(units)
}

// heard reports whether people were told something.
func (r *training) heard(text string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.ContainsFunc(r.said, func(s string) bool { return strings.Contains(s, text) })
}

// ends waits for the end of the run, which must have the networks that it has
// alone, and every unit once. It logs what became of the units.
func (r *training) ends(t *testing.T) {
	t.Helper()
	must(t, ends(t, func() error { return <-r.done }))
	r.same(t)
}

// same checks the networks and units of a run that has ended.
func (r *training) same(t *testing.T) {
	t.Helper()
	if diff := cmp.Diff(wanted(t), networks(t, r.f)); diff != "" {
		t.Errorf("(-alone +with the fault):\n%s", diff)
	}
	for generation := 1; generation <= 2; generation++ {
		if n, want := r.units(t, generation), testUnits+generation-1; n != want { // the second has one more
			t.Errorf("%d units of generation %d, want %d", n, generation, want)
		}
	}
	duplicates, faults := 0, 0
	for _, w := range r.c.Workers() {
		duplicates += w.Duplicates
		faults += w.Faults
	}
	t.Logf("units by player %v; dropped because they were there: %d; asked for again for a fault: %d", playersOf(t, r.f), duplicates, faults)
}

// until waits for a condition, as long as it takes on a busy machine.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for begun := time.Now(); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Since(begun) > hopeless {
			t.Fatalf("never: %s", what)
		}
	}
}

// slow makes a worker think before every unit.
func slow(d time.Duration) func(int) bool {
	return func(int) bool { time.Sleep(d); return false }
}

// child starts a process of this test binary that runs a test with arguments, and
// returns it with its first line.
func child(t *testing.T, test string, args ...string) (*exec.Cmd, string) {
	t.Helper()
	c := exec.Command(os.Args[0], append([]string{"-test.run=^" + test + "$"}, args...)...)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	must(t, err)
	must(t, c.Start())
	lines := bufio.NewScanner(out)
	lines.Scan()
	var reading sync.WaitGroup
	reading.Go(func() {
		for lines.Scan() {
		}
	})
	t.Cleanup(func() { _ = c.Process.Kill(); reading.Wait(); _ = c.Wait() })
	return c, lines.Text()
}

// TestWorkerProcess is a worker that other tests stop and kill: its arguments are
// the address of the server, its name, how long it thinks before a unit, and after
// how long without a word of the coordinator it joins again, 0 for the standard.
func TestWorkerProcess(t *testing.T) {
	if flag.NArg() != 4 {
		t.Skip("runs as a child of other tests")
	}
	think, err := time.ParseDuration(flag.Arg(2))
	must(t, err)
	silence, err := time.ParseDuration(flag.Arg(3))
	must(t, err)
	fmt.Println("ready")
	access := Access{URL: "nats://" + flag.Arg(0), Token: testToken}
	_ = lend(t, WorkerOptions{Access: access, Name: flag.Arg(1), hang: slow(think), silence: silence}).wait()
}

// TestServerProcess is a server that other tests kill: its arguments are its
// address and its folder. It prints the address.
func TestServerProcess(t *testing.T) {
	if flag.NArg() != 2 {
		t.Skip("runs as a child of other tests")
	}
	s := listen(t, ServerOptions{Address: flag.Arg(0), Folder: flag.Arg(1)})
	fmt.Println(s.Addr())
	select {} // until it is killed
}

// Worker processes are killed in the middle of their units, without a word.
func TestWorkersKilled(t *testing.T) {
	t.Parallel() // it waits
	server := listen(t, ServerOptions{})
	var killed atomic.Int32
	var begins atomic.Bool // a worker
	r := begin(t, Options{
		Access: server.Access(), Patience: 2 * time.Second, guess: time.Second,
		aloof: func() bool { return killed.Load() < 3 }, // each has something to play
		calm:  begins.Load,
	})
	for i := range 3 {
		name := fmt.Sprint("killed-", i)
		begins.Store(true)
		worker, _ := child(t, "TestWorkerProcess", server.Addr(), name, "1h", "0")
		until(t, name+" plays", func() bool { return r.plays(name) })
		must(t, worker.Process.Kill())
		begins.Store(false)
		until(t, name+" is found out", func() bool { return !r.plays(name) })
		killed.Add(1)
	}
	lend(t, WorkerOptions{Access: remote(server), Name: "stays"})
	r.ends(t)
	for name := range playersOf(t, r.f) {
		if strings.HasPrefix(name, "killed") {
			t.Errorf("units of %s, which never finished one", name)
		}
	}
}

// A server process is killed in the middle of both generations and started again.
func TestServerKilled(t *testing.T) {
	t.Parallel() // it waits
	folder := t.TempDir()
	server, address := child(t, "TestServerProcess", "127.0.0.1:0", folder)
	access := Access{URL: "nats://" + address, Token: testToken}
	r := begin(t, Options{Access: access, Patience: 4 * time.Second, guess: time.Second})
	for range 2 {
		lend(t, WorkerOptions{Access: access, hang: slow(200 * time.Millisecond)})
	}
	for generation := 1; generation <= 2; generation++ {
		until(t, "a unit has come", func() bool { return r.units(t, generation) > 0 })
		must(t, server.Process.Kill())
		_ = server.Wait()
		server, _ = child(t, "TestServerProcess", address, folder)
	}
	r.ends(t)
}

// The server takes a unit from a worker that says nothing for long and hands it
// to another one; when the first one finishes after all, nothing counts twice.
func TestHandedOutTwice(t *testing.T) {
	notInShort(t)
	t.Parallel() // it waits
	server := listen(t, ServerOptions{})
	r := begin(t, Options{Access: server.Access(), ackWait: time.Second})
	release := r.hold(t)
	lend(t, WorkerOptions{Access: remote(server), Name: "slow", hang: func(int) bool {
		for units := []int(nil); len(units) < testUnits; time.Sleep(10 * time.Millisecond) { // until others have played it
			units, _ = r.f.Units(1)
		}
		return false
	}})
	until(t, "slow plays", func() bool { return r.plays("slow") })
	lend(t, WorkerOptions{Access: remote(server), Name: "quick"})
	until(t, "the late unit has come", func() bool { return r.row("slow").Duplicates > 0 })
	release()
	r.ends(t)
}

// The network loses, doubles and delays what it carries, and breaks, for the
// coordinator and for a worker.
func TestNetworkFaults(t *testing.T) {
	for name, fault := range map[string]func(*proxy){
		"cut":   (*proxy).cut,
		"twice": func(p *proxy) { p.next.Store(twice) },
		"lost":  func(p *proxy) { p.next.Store(swallow) },
		"late":  func(p *proxy) { p.next.Store(late) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // it waits
			server := listen(t, ServerOptions{})
			mine, yours := newProxy(t, server.Addr()), newProxy(t, server.Addr())
			r := begin(t, Options{Access: mine.access(), Patience: 4 * time.Second, guess: time.Second})
			var n atomic.Int64
			lend(t, WorkerOptions{Access: yours.access(), hang: func(int) bool {
				fault([]*proxy{mine, yours}[n.Add(1)%2])
				return false
			}})
			r.ends(t)
			t.Logf("%s: %d times", name, n.Load())
		})
	}
}

// For a while nothing passes in one direction, and no connection breaks; then all
// of it comes at once.
func TestSilentNetwork(t *testing.T) {
	t.Parallel() // it waits
	silentNetwork(t, 3*time.Second)
}

// The same for longer than connections live without a word.
func TestSoakSilentNetwork(t *testing.T) {
	soaks(t)
	silentNetwork(t, time.Minute)
}

func silentNetwork(t *testing.T, length time.Duration) {
	for _, name := range []string{"coordinator", "worker"} {
		for direction, way := range []string{"to the server", "from the server"} {
			t.Run(name+" "+way, func(t *testing.T) {
				t.Parallel() // it waits
				server := listen(t, ServerOptions{})
				p := newProxy(t, server.Addr())
				mine, yours := server.Access(), p.access()
				if name == "coordinator" {
					mine, yours = p.access(), remote(server)
				}
				silent := make(chan struct{})
				r := begin(t, Options{
					Access: mine, Patience: 2 * time.Second, guess: time.Second,
					calm: func() bool {
						select {
						case <-silent:
							return false
						default:
							return true
						}
					},
				})
				release := r.hold(t)
				lend(t, WorkerOptions{Access: yours, Name: "far", hang: func(int) bool {
					select {
					case <-silent:
						time.Sleep(500 * time.Millisecond)
					case <-t.Context().Done():
					}
					return false
				}})
				until(t, "far plays", func() bool { return r.plays("far") })
				p.holds[direction].Store(true)
				close(silent)
				begun := time.Now()
				if name == "worker" {
					lend(t, WorkerOptions{Access: remote(server), Name: "near"})
					until(t, "the others have played all units", func() bool { return r.units(t, 1) == testUnits })
				}
				time.Sleep(length - time.Since(begun))
				before := r.row("far").Seen
				p.holds[direction].Store(false)
				until(t, "far is heard again", func() bool { return r.row("far").Seen.After(before) })
				release()
				r.ends(t)
			})
		}
	}
}

// Units come over a network on which everything takes a while: no message is lost
// because the one who asked for it has stopped to listen.
func TestSlowNetwork(t *testing.T) {
	notInShort(t)
	t.Parallel() // it waits
	server := listen(t, ServerOptions{})
	p := newProxy(t, server.Addr())
	r := begin(t, Options{Access: p.access(), ackWait: time.Hour}) // nothing is sent again meanwhile
	release := r.hold(t)
	slow := make(chan struct{})
	lend(t, WorkerOptions{Access: remote(server), hang: func(int) bool {
		select {
		case <-slow:
		case <-t.Context().Done():
		}
		return false
	}})
	until(t, "the worker plays", func() bool { return r.plays("laptop") })
	p.delay.Store(int64(300 * time.Millisecond))
	close(slow)
	until(t, "all units have come", func() bool { return r.units(t, 1) == testUnits })
	p.delay.Store(0)
	release()
	r.ends(t)
}

// The clock that waiting is measured by jumps an hour forward or back, time
// and again. Nobody is blamed, and nothing waits for an hour.
func TestClockJumps(t *testing.T) {
	notInShort(t)
	t.Parallel() // it waits
	for name, jump := range map[string]time.Duration{"forward": time.Hour, "back": -time.Hour} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // it waits
			server := listen(t, ServerOptions{})
			var shift atomic.Int64
			clock := func() time.Time { return time.Now().Add(time.Duration(shift.Load())).Round(0) }
			r := begin(t, Options{Access: server.Access(), now: clock, Clock: clock})
			lend(t, WorkerOptions{Access: remote(server), hang: func(unit int) bool {
				if unit%2 == 0 {
					shift.Add(int64(jump))
				}
				time.Sleep(50 * time.Millisecond)
				return false
			}})
			r.ends(t)
			if w := r.row("laptop"); w.Faults > 0 || w.Units != 2*testUnits+1 {
				t.Errorf("%+v: all units are its, and it did nothing wrong", w)
			}
			r.c.Close()
			if text := events(t, r.f); strings.Contains(text, "not heard of") {
				t.Errorf("log book:\n%s", text)
			}
		})
	}
	t.Run("back, with a worker that is gone", func(t *testing.T) {
		t.Parallel() // it waits
		server := listen(t, ServerOptions{})
		var shift atomic.Int64
		clock := func() time.Time { return time.Now().Add(time.Duration(shift.Load())).Round(0) }
		var jumped atomic.Bool
		r := begin(t, Options{
			Access: server.Access(), now: clock, Patience: 2 * time.Second, guess: time.Second,
			calm: func() bool { return !jumped.Load() },
		})
		lend(t, WorkerOptions{Access: remote(server), Name: "ghost", hang: func(int) bool { return true }})
		until(t, "ghost plays", func() bool { return r.plays("ghost") })
		shift.Store(-int64(time.Hour))
		jumped.Store(true)
		r.ends(t)
	})
}

// A worker that sends other games, or those of another unit, is found out.
func TestAlteredGames(t *testing.T) {
	notInShort(t)
	t.Parallel() // it waits
	var first []byte
	var once atomic.Bool
	for name, test := range map[string]struct {
		alter   func(*selfplay.Unit)
		refused bool // by name
	}{
		"another move's value": {func(u *selfplay.Unit) {
			played, err := record.DecodeShard(u.Shard.Blob)
			if err != nil {
				panic(err)
			}
			for i := range played {
				for j := range played[i].Plies {
					if p := &played[i].Plies[j]; p.Flags&record.HasValue != 0 {
						p.Value++
						u.Shard.Blob = record.EncodeShard(played)
						return
					}
				}
			}
		}, true},
		"another unit": {func(u *selfplay.Unit) {
			if first == nil {
				first = u.Shard.Blob
			}
			u.Shard.Blob = first
		}, true},
		"no games": {func(u *selfplay.Unit) { u.Shard.Blob = []byte("no games") }, true},
		"no games, once": {func(u *selfplay.Unit) {
			if once.CompareAndSwap(false, true) {
				u.Shard.Blob = []byte("no games")
			}
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // it waits
			server := listen(t, ServerOptions{})
			r := begin(t, Options{Access: server.Access(), Audit: 1})
			release := r.hold(t)
			cheat := lend(t, WorkerOptions{Access: remote(server), Name: "cheat", spoil: test.alter})
			until(t, "it is noticed", func() bool { return r.row("cheat").Faults > 0 })
			if test.refused {
				var refused *RefusedError
				if err := cheat.wait(); !errors.As(err, &refused) || !strings.Contains(err.Error(), "cheat is refused") {
					t.Errorf("the cheat ends with %v", err)
				}
			}
			lend(t, WorkerOptions{Access: remote(server), Name: "honest"})
			release()
			r.ends(t)
			if n := playersOf(t, r.f)["cheat"]; test.refused && n > 0 {
				t.Errorf("%d units of the cheat", n)
			}
		})
	}
}

// Somebody with the token sends garbage into every subject of the run.
func TestGarbageInside(t *testing.T) {
	notInShort(t)
	t.Parallel() // it waits
	server := listen(t, ServerOptions{})
	r := begin(t, Options{Access: server.Access()})
	release := r.hold(t)
	conn, err := nats.Connect("nats://"+server.Addr(), nats.Token(testToken))
	must(t, err)
	defer conn.Close()
	n := r.c.names
	rng := rand.New(rand.NewPCG(1, 1))
	for _, subject := range []string{enquiries, n.join(), n.beats(), n.pulses(), n.jobs(), n.shards()} {
		for _, size := range []int{0, 1, 100, 70 << 10, 1 << 20} {
			garbage := make([]byte, size)
			for i := range garbage {
				garbage[i] = byte(rng.Uint32())
			}
			must(t, conn.Publish(subject, garbage))
			must(t, conn.Publish(subject, []byte("{}")))
		}
	}
	must(t, conn.Flush())
	lend(t, WorkerOptions{Access: remote(server)})
	release()
	r.ends(t)
	if by := playersOf(t, r.f); by[""] > 0 {
		t.Errorf("units by player %v", by)
	}
}

// Garbage before the token, ten megabytes of it, costs its connection only.
func TestGarbage(t *testing.T) {
	notInShort(t)
	t.Parallel() // it waits
	server := listen(t, ServerOptions{})
	r := begin(t, Options{Access: server.Access()})
	for range 3 {
		throw(server.Addr(), 10<<20)
	}
	silent, err := net.Dial("tcp", server.Addr()) // and one who says nothing
	must(t, err)
	defer silent.Close()
	lend(t, WorkerOptions{Access: remote(server)})
	r.ends(t)
	if by := playersOf(t, r.f); by[""] > 0 {
		t.Errorf("units by player %v", by)
	}
}

// A server whose JetStream has switched itself off is started again.
func TestRevival(t *testing.T) {
	t.Parallel() // it waits
	server := listen(t, ServerOptions{revival: 100 * time.Millisecond})
	r := begin(t, Options{
		Access: server.Access(), Patience: 4 * time.Second, guess: time.Second, tend: time.Second,
		aloof: func() bool { return true }, // the worker has to play all units
	})
	var once atomic.Bool
	lend(t, WorkerOptions{Access: remote(server), hang: func(int) bool {
		if once.CompareAndSwap(false, true) {
			_ = server.current().ShutdownJetStream()
		}
		return false
	}})
	r.ends(t)
	if by := playersOf(t, r.f); by[""] > 0 {
		t.Errorf("units by player %v: the worker played all of them", by)
	}
}
