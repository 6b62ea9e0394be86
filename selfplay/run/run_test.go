package run

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"apprentice/internal/crc32c"

	"github.com/google/go-cmp/cmp"
)

var testConfig = Config{
	Game:     "tictactoe",
	InputSet: "pieces on squares",
	Seed:     1<<63 + 5, // does not fit a signed column
	Version:  "test",
	Knobs:    map[string]string{"width": "64"},
	Created:  time.Date(2031, 2, 3, 4, 5, 6, 789_000, time.UTC),
}

// newRun creates a run with its random network and generation 1 begun.
func newRun(t testing.TB) *File {
	t.Helper()
	f, err := Create(filepath.Join(t.TempDir(), "test.run"), testConfig)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	blob := testNetwork(0)
	must(t, f.AddNetwork(Sum(blob), 0, blob))
	must(t, f.Begin(Generation{Number: 1, Player: Sum(blob), Units: 3}))
	return f
}

func testNetwork(generation int) []byte {
	return fmt.Appendf(nil, "network of generation %d", generation)
}

// testShard returns a shard whose blob and counts follow from its number.
func testShard(generation, unit int) Shard {
	rng := rand.New(rand.NewPCG(uint64(generation), uint64(unit)))
	blob := make([]byte, 1000+rng.IntN(20_000))
	rand.NewChaCha8([32]byte{byte(generation), byte(unit)}).Read(blob)
	s := Shard{
		Generation: generation, Unit: unit, Games: 10, Plies: rng.Int64N(1000), Positions: rng.Int64N(1000), Nodes: rng.Int64N(1e12),
		FirstWins: 4, Draws: 3, SecondWins: 3, Capped: 1, Seconds: 0.25, Blob: blob,
	}
	s.CRC = crc32c.Sum(blob)
	s.Kind, s.Rules, s.Size = SelfPlay, `{"nodes":100}`, int64(len(blob))
	return s
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wantError fails unless err is target and names what is wrong.
func wantError(t testing.TB, what string, err, target error) {
	t.Helper()
	if !errors.Is(err, target) {
		t.Errorf("%s: error %v, want %v", what, err, target)
	}
}

// consistent fails unless the shards are those of testShard, each there once,
// and the counts of the generations are their sums.
func consistent(t testing.TB, f *File) {
	t.Helper()
	generations, err := f.Generations()
	must(t, err)
	sums := make([]counts, len(generations))
	seen := map[[2]int]bool{}
	for s, err := range f.Shards(0, 1<<30) {
		must(t, err)
		if seen[[2]int{s.Generation, s.Unit}] {
			t.Errorf("generation %d, unit %d twice", s.Generation, s.Unit)
		}
		seen[[2]int{s.Generation, s.Unit}] = true
		want := testShard(s.Generation, s.Unit)
		want.Network = generations[s.Generation-1].Player
		if !reflect.DeepEqual(s, want) {
			t.Errorf("generation %d, unit %d is not the shard that was added", s.Generation, s.Unit)
		}
		sums[s.Generation-1].add(s.counts())
	}
	for i, g := range generations {
		if got := g.counts(); got != sums[i] {
			t.Errorf("generation %d counts %+v, its shards %+v", g.Number, got, sums[i])
		}
	}
}

func TestCreateOpen(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "runs 100% ?#&=ü")
	must(t, os.Mkdir(folder, 0o755))
	path := filepath.Join(folder, "a?b#c%20d.run")
	f, err := Create(path, testConfig)
	must(t, err)
	if diff := cmp.Diff(testConfig, f.Config()); diff != "" {
		t.Errorf("config after Create (-want +got):\n%s", diff)
	}
	must(t, f.Close())

	for name, open := range map[string]func(string) (*File, error){"Open": Open, "OpenReadOnly": OpenReadOnly} {
		f, err := open(path)
		must(t, err)
		if diff := cmp.Diff(testConfig, f.Config()); diff != "" {
			t.Errorf("config after %s (-want +got):\n%s", name, diff)
		}
		must(t, f.Close())
	}
	entries, err := os.ReadDir(folder)
	must(t, err)
	if len(entries) != 1 || entries[0].Name() != filepath.Base(path) {
		t.Errorf("folder holds %v after Close, want the run alone", entries)
	}
}

// A commit must have reached the disk: without these settings it might not, and
// no other test would notice.
func TestDurable(t *testing.T) {
	f := newRun(t)
	again, err := Open(closed(t, f))
	must(t, err)
	defer again.Close()
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "fullfsync": "1", "foreign_keys": "1"} {
		var got string
		must(t, again.w.QueryRow("PRAGMA "+pragma).Scan(&got))
		if got != want {
			t.Errorf("%s is %s, want %s", pragma, got, want)
		}
	}
}

// closed closes a run and returns its path.
func closed(t *testing.T, f *File) string {
	t.Helper()
	must(t, f.Close())
	return f.path
}

func TestCreateExisting(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notes.txt")
	must(t, os.WriteFile(path, []byte("mine"), 0o644))
	_, err := Create(path, testConfig)
	wantError(t, "Create over a file", err, fs.ErrExist)
	if got, _ := os.ReadFile(path); string(got) != "mine" {
		t.Errorf("the file now holds %q", got)
	}
}

// A crash within Create leaves nothing under the run's name, and the next
// Create succeeds.
func TestCreateAfterLeftovers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new.run")
	must(t, os.WriteFile(path+"-wal", nil, 0o644))
	must(t, os.WriteFile(path+"-shm", []byte("an index"), 0o644))
	must(t, os.WriteFile(path+".new", []byte("half a file"), 0o644))
	must(t, os.WriteFile(path+".new-journal", []byte("half a journal"), 0o644))
	f, err := Create(path, testConfig)
	must(t, err)
	defer f.Close()
	if _, begun, err := f.Last(); err != nil || begun {
		t.Errorf("Last of a new run: begun %v, %v", begun, err)
	}
}

func TestOneWriter(t *testing.T) {
	f := newRun(t)
	_, err := Open(f.path)
	wantError(t, "second Open", err, ErrInUse)
	if want := fmt.Sprintf("in use by another writer: process %d since ", os.Getpid()); !strings.Contains(err.Error(), want) {
		t.Errorf("second Open: %q does not say %q", err, want)
	}
	link := filepath.Join(t.TempDir(), "link.run")
	if os.Symlink(f.path, link) == nil {
		_, err = Open(link)
		wantError(t, "Open through a link", err, ErrInUse)
	}
	_, err = Create(f.path, testConfig)
	wantError(t, "Create while open", err, ErrInUse)

	must(t, f.Close())
	again, err := Open(f.path)
	must(t, err)
	must(t, f.Close())
	_, err = Open(f.path)
	wantError(t, "Open after the first writer closed twice", err, ErrInUse)
	must(t, again.AddShard(testShard(1, 0)))
	must(t, again.Close())
}

func TestReaderDuringWriter(t *testing.T) {
	f := newRun(t)
	r, err := OpenReadOnly(f.path)
	must(t, err)
	defer r.Close()
	for unit := range 3 {
		must(t, f.AddShard(testShard(1, unit)))
		units, err := r.Units(1)
		must(t, err)
		if len(units) != unit+1 {
			t.Errorf("reader sees units %v after unit %d", units, unit)
		}
	}
	wantError(t, "AddShard of a reader", r.AddShard(testShard(1, 3)), ErrReadOnly)

	must(t, f.Close())
	consistent(t, r)
	must(t, r.Close())
	if leftovers, _ := filepath.Glob(f.path + "-*"); len(leftovers) > 0 {
		t.Errorf("the reader left %v behind", leftovers)
	}
}

// A loop over shards sees those that were there when it began, while its body
// adds more.
func TestWriteWhileReading(t *testing.T) {
	f := newRun(t)
	for unit := range 3 {
		must(t, f.AddShard(testShard(1, unit)))
	}
	var seen []int
	for s, err := range f.Shards(1, 1) {
		must(t, err)
		seen = append(seen, s.Unit)
		must(t, f.AddShard(testShard(1, 100-s.Unit)))
	}
	if !slices.Equal(seen, []int{0, 1, 2}) {
		t.Errorf("saw units %v", seen)
	}
	for range f.Shards(1, 1) {
		break // gives its connection back
	}
	consistent(t, f)
}

// exec changes the file behind the back of the API.
func exec(t testing.TB, f *File, statement string) {
	t.Helper()
	_, err := f.w.Exec(statement)
	must(t, err)
}
