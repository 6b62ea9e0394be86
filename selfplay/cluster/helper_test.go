package cluster

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"apprentice/games"
	"apprentice/games/tictactoe"
	"apprentice/selfplay"
	"apprentice/selfplay/run"

	"go.uber.org/goleak"
)

// Whatever outlives a coordinator, a worker or a server would be found here. The
// tests wait far more than they compute: many of them run at once unless -parallel
// says otherwise.
func TestMain(m *testing.M) {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "test.parallel" })
	if !given {
		_ = flag.Set("test.parallel", "8")
	}
	goleak.VerifyTestMain(m,
		goleak.IgnoreAnyFunction("github.com/nats-io/nats-server/v2/server.(*ipQueue[...]).push"),
		goleak.IgnoreAnyFunction("github.com/nats-io/nats-server/v2/server.init.0.func1"),
		// A server that is shut down while it makes a stream may leave that open.
		goleak.IgnoreAnyFunction("github.com/nats-io/nats-server/v2/server/ats.Register.func1"),
		goleak.IgnoreAnyFunction("github.com/nats-io/nats-server/v2/server.(*fileStore).flushStreamStateLoop"),
		// The end of a Put into an object store may come before this begins, which then waits for ever.
		goleak.IgnoreAnyFunction("github.com/nats-io/nats.go/jetstream.(*jetStream).resetPendingAcksOnReconnect"))
}

// testPatience is what tests wait for signs of life, except in tests of what is
// late: longer than a test may take, so that nobody is called late because the
// machine is busy.
const testPatience = 2 * hopeless

// hopeless is after how long what a test waits for will not come any more.
const hopeless = 5 * time.Minute

// notInShort skips a test under -short, as the race detector runs the tests: what
// it lets run at once others do too, with other data.
func notInShort(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: the same is done at once in other tests")
	}
}

const testToken = "secret"

// newRun creates a run of tic-tac-toe.
func newRun(t testing.TB) *run.File {
	t.Helper()
	f := newRunIn(t, t.TempDir())
	t.Cleanup(func() { f.Close() })
	return f
}

// newRunIn creates test.run in a folder. The caller closes it.
func newRunIn(t testing.TB, folder string) *run.File {
	t.Helper()
	g := tictactoe.Game{}
	f, err := run.Create(filepath.Join(folder, "test.run"), run.Config{
		Game: g.Name(), InputSet: g.InputSet(), Seed: 7, Version: "test", Created: time.Unix(1, 0),
	})
	must(t, err)
	return f
}

// listen starts a server.
func listen(t testing.TB, o ServerOptions) *Server {
	t.Helper()
	if o.Address == "" {
		o.Address = "127.0.0.1:0"
	}
	if o.Folder == "" {
		o.Folder = filepath.Join(t.TempDir(), "streams")
	}
	o.Token = testToken
	var mu sync.Mutex
	ended := false
	o.Log = func(text string) {
		mu.Lock()
		defer mu.Unlock()
		if !ended {
			t.Log(text)
		}
	}
	s, err := Listen(o)
	must(t, err)
	t.Cleanup(func() {
		s.Close()
		mu.Lock()
		ended = true
		mu.Unlock()
	})
	return s
}

// remote returns how others reach a server.
func remote(s *Server) Access { return Access{URL: "nats://" + s.Addr(), Token: testToken} }

// testProgram is what all of the tests say they are.
var testProgram = run.Program{Version: "1.0", Signature: "4711"}

// open opens a coordinator.
func open(t testing.TB, o Options) *Coordinator {
	t.Helper()
	o.Game = tictactoe.Game{}
	if o.Program == (run.Program{}) {
		o.Program = testProgram
	}
	if o.Patience == 0 {
		o.Patience = testPatience
	}
	var mu sync.Mutex
	ended := false
	o.Log = func(text string) {
		mu.Lock()
		defer mu.Unlock()
		if !ended {
			t.Log(text)
		}
	}
	c, err := Open(context.Background(), o)
	must(t, err)
	t.Cleanup(func() {
		c.Close()
		mu.Lock()
		ended = true
		mu.Unlock()
	})
	return c
}

// running is a worker of a test.
type running struct {
	stop context.CancelFunc
	done chan struct{}
	err  error
	mu   sync.Mutex
	said []string
}

// wait waits for the end of the worker and returns its error.
func (r *running) wait() error {
	<-r.done
	return r.err
}

// heard returns what the worker has said.
func (r *running) heard() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return fmt.Sprint(r.said)
}

// lend starts a worker; it ends with the test at the latest.
func lend(t testing.TB, o WorkerOptions) *running {
	t.Helper()
	if o.Name == "" {
		o.Name = "laptop"
	}
	if o.Version == "" {
		o.Version = testProgram.Version
	}
	if o.Game == nil {
		o.Game = func(name string) (games.Game, error) {
			if g := (tictactoe.Game{}); g.Name() == name {
				return g, nil
			}
			return nil, errors.New("unknown game")
		}
	}
	if o.Signature == nil {
		o.Signature = func(string) string { return testProgram.Signature }
	}
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{stop: cancel, done: make(chan struct{})}
	o.Notice = func(text string) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.said = append(r.said, text)
	}
	go func() {
		defer close(r.done)
		r.err = Work(ctx, o)
	}()
	t.Cleanup(func() {
		cancel()
		<-r.done
	})
	return r
}

// testUnits is how many units the first generation of a test has.
const testUnits = 4

// trainRun trains a run for two small generations.
func trainRun(t testing.TB, f *run.File, helpers selfplay.Helpers) error {
	t.Helper()
	knobs := selfplay.Knobs{"units": testUnits, "nodes": 30, "width": 32, "epochs": 1}
	o := selfplay.Options{
		Game: tictactoe.Game{}, File: f, Workers: 1, Samples: filepath.Join(t.TempDir(), "samples"),
		Recipe: selfplay.NewRecipe(knobs), Generations: 2, Helpers: helpers, Spare: helpers != nil,
	}
	return selfplay.Run(context.Background(), o)
}

// networks returns the sha256 of all networks of a run, after checking it.
func networks(t testing.TB, f *run.File) (all []string) {
	t.Helper()
	report, err := f.Check(tictactoe.Game{}, nil)
	must(t, err)
	for _, p := range report.Problems {
		t.Errorf("check of the run: %s", p)
	}
	rows, err := f.Networks()
	must(t, err)
	for _, n := range rows {
		all = append(all, n.SHA)
	}
	return all
}

// wanted returns the networks that the test run has when it is trained alone.
func wanted(t testing.TB) []string {
	t.Helper()
	wantedOnce.Do(func() {
		f := newRun(t)
		must(t, trainRun(t, f, nil))
		wantedNetworks = networks(t, f)
	})
	if len(wantedNetworks) != 3 {
		t.Fatalf("networks %v", wantedNetworks)
	}
	return wantedNetworks
}

var (
	wantedOnce     sync.Once
	wantedNetworks []string
)

// players returns how many units each player has in a run.
func playersOf(t testing.TB, f *run.File) map[string]int {
	t.Helper()
	count := map[string]int{}
	for s, err := range f.Shards(1, 2) {
		must(t, err)
		count[s.Player]++
	}
	return count
}

// events returns the log book of a run.
func events(t testing.TB, f *run.File) string {
	t.Helper()
	all, err := f.Events()
	must(t, err)
	text := ""
	for _, e := range all {
		text += e.Data.String() + "\n"
	}
	return text
}

// ends fails the test if f takes absurdly long.
func ends(t testing.TB, f func() error) error {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- f() }()
	select {
	case err := <-done:
		return err
	case <-time.After(hopeless):
		t.Fatal("it hangs")
		return nil
	}
}
