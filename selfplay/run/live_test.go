package run

import (
	"errors"
	"fmt"
	"os"
	osexec "os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"apprentice/games/record"
	"apprentice/games/tictactoe"
)

// grow adds a generation of three units to a run of playedRun.
func grow(t *testing.T, f *File) {
	t.Helper()
	last, _, err := f.Last()
	must(t, err)
	n := last.Number + 1
	must(t, f.Begin(Generation{Number: n, Player: last.Network, Units: 3}))
	for unit := range 3 {
		must(t, f.AddShard(shardOf(n, unit, randomUnit(n, unit))))
	}
	must(t, f.Finish(Generation{Number: n, Player: last.Network, Units: 3}, networkFile(t, n)))
}

// A run that is being written is sound at every moment.
func TestCheckWhileWriting(t *testing.T) {
	f := playedRun(t)
	r, err := OpenReadOnly(f.path)
	must(t, err)
	defer r.Close()
	stop := make(chan struct{})
	var writer sync.WaitGroup
	writer.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				grow(t, f)
			}
		}
	})
	defer writer.Wait()
	defer close(stop)
	seen := map[int]bool{}
	deadline := time.Now().Add(time.Minute)
	for i := 0; i < 20 || len(seen) < 2 && time.Now().Before(deadline); i++ {
		report, err := r.Check(tictactoe.Game{}, nil)
		must(t, err)
		if len(report.Problems) > 0 {
			t.Fatalf("problems of a live run: %q", report.Problems)
		}
		seen[report.Shards] = true
	}
	if len(seen) < 2 {
		t.Errorf("every check saw the same: %v", seen)
	}
}

// A plain copy of the file of a run that trains lacks what is in the log. The
// check says so, and what is there.
func TestCheckOfPlainCopy(t *testing.T) {
	plainCopy := func(f *File) Report {
		t.Helper()
		path := filepath.Join(t.TempDir(), "copy.run")
		if out, err := osexec.Command("cp", f.path, path).CombinedOutput(); err != nil {
			t.Skipf("cp: %v: %s", err, out)
		}
		r, err := OpenReadOnly(path)
		must(t, err)
		defer r.Close()
		report, err := r.Check(tictactoe.Game{}, nil)
		must(t, err)
		return report
	}
	f := playedRun(t)
	if report := plainCopy(f); len(report.Problems)+len(report.Notes) > 0 {
		t.Errorf("before any sitting: %q, %q", report.Problems, report.Notes)
	}
	id, err := f.BeginSitting(Sitting{})
	must(t, err)
	must(t, f.Begin(Generation{Number: 3, Units: 3}))
	must(t, f.AddShard(shardOf(3, 0, randomUnit(3, 0))))
	report := plainCopy(f)
	if len(report.Problems) > 0 || len(report.Notes) != 1 || !strings.Contains(report.Notes[0], "It holds 2 generations, the last one done with 3 of 3 units") ||
		!strings.Contains(report.Notes[0], "games copy") {
		t.Errorf("problems %q, notes %q", report.Problems, report.Notes)
	}
	must(t, f.EndSitting(id, "done"))
	must(t, f.WriteBack())
	if report := plainCopy(f); len(report.Problems)+len(report.Notes) > 0 {
		t.Errorf("after the end of the sitting: %q, %q", report.Problems, report.Notes)
	}
}

// Games that are there twice under other numbers are found; a whole unit is a
// problem.
func TestCheckRepeatedGames(t *testing.T) {
	f := playedRun(t)
	before, err := f.Check(tictactoe.Game{}, nil)
	must(t, err)
	must(t, f.Begin(Generation{Number: 3, Units: 2}))
	must(t, f.AddShard(shardOf(3, 0, randomUnit(3, 0))))
	again := randomUnit(3, 0)
	for i := range again {
		again[i].Index += gamesAUnit
	}
	must(t, f.AddShard(shardOf(3, 1, again)))
	report, err := f.Check(tictactoe.Game{}, nil)
	must(t, err)
	if len(report.Problems) != 1 || !strings.Contains(report.Problems[0], "generation 3, unit 1: all its games are those of unit 0") {
		t.Errorf("problems %q", report.Problems)
	}
	if more := report.Repeated - before.Repeated; more < gamesAUnit {
		t.Errorf("%d repeated games, want %d or more", more, gamesAUnit)
	}
}

// Games of another program are not judged by this one's search.
func TestCheckForeignProgram(t *testing.T) {
	f := playedRun(t)
	must(t, f.Begin(Generation{Number: 3, Units: 2}))
	for unit, p := range []Program{{"0.1", "7"}, {"0.2", "8"}} {
		s := shardOf(3, unit, randomUnit(3, unit))
		s.Program = p
		must(t, f.AddShard(s))
	}
	f.SetProgram("0.3", "8")
	report, err := f.Check(tictactoe.Game{}, nil)
	must(t, err)
	if len(report.Problems) > 0 || len(report.Notes) != 1 || !strings.Contains(report.Notes[0], "1 shards were played by 0.1 (bench 7)") {
		t.Errorf("problems %q, notes %q", report.Problems, report.Notes)
	}
}

// A shard that claims more than its row says is damage that takes no memory.
func TestShardBomb(t *testing.T) {
	f := playedRun(t)
	s := shardOf(2, 1, randomUnit(2, 1))
	exec(t, f, `UPDATE shards SET games = 2, plies = 10 WHERE generation = 2 AND unit = 1`)
	var last error
	for _, err := range f.Source(2, 2).Games() {
		last = err
	}
	wantError(t, "Games", last, ErrDamaged)
	if !errors.Is(last, record.ErrCorrupt) || s.Games <= 2 {
		t.Errorf("error %v", last)
	}
}

// big returns a shard that is large and cannot be compressed.
func big(unit int) Shard {
	s := testShard(1, unit)
	s.Blob, s.CRC = make([]byte, 1<<20), 0
	copy(s.Blob, fmt.Sprint(unit))
	return s
}

// Readers that take their time between batches do not let the log grow.
func TestLogBesideReaders(t *testing.T) {
	f := newRun(t)
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 3 {
		r, err := OpenReadOnly(f.path)
		must(t, err)
		defer r.Close()
		readers.Go(func() {
			for {
				for _, err := range r.Shards(1, 1) {
					if err != nil {
						t.Error(err)
					}
					select {
					case <-stop:
						return
					default:
					}
				}
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	largest := int64(0)
	for unit := range 72 {
		must(t, f.AddShard(big(unit)))
		largest = max(largest, f.logSize())
	}
	close(stop)
	readers.Wait()
	if largest > 64<<20 {
		t.Errorf("the log grew to %d MB beside three readers", largest>>20)
	}
	must(t, f.SetState(1, Done))
	if size := f.logSize(); size > 0 {
		t.Errorf("the log has %d bytes at the end of a generation", size)
	}
}

// A reader that holds a transaction starves the log. The run goes on and says
// so.
func TestStarvedLog(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 60 MB and waits for a reader")
	}
	f := newRun(t)
	shell := foreign(t, f.path)
	foreignExec(t, shell, "BEGIN")
	var n int
	must(t, shell.QueryRow("SELECT count(*) FROM shards").Scan(&n))
	for unit := range 60 {
		must(t, f.AddShard(big(unit)))
	}
	events, err := f.Events()
	must(t, err)
	if len(events) == 0 || events[0].Data.Kind() != "starved" {
		t.Errorf("events %+v", events)
	}
	foreignExec(t, shell, "ROLLBACK")
	must(t, f.WriteBack())
	if size := f.logSize(); size > 0 {
		t.Errorf("the log has %d bytes after the reader has gone", size)
	}
}

// soakVariable makes TestSoak run for as long as it says ("60s").
const soakVariable = "APPRENTICE_SOAK"

// Ten readers, checks, orders and a shell that locks everybody out, all at once
// for a minute.
func TestSoak(t *testing.T) {
	length, err := time.ParseDuration(os.Getenv(soakVariable))
	if err != nil {
		t.Skipf("runs with %s=60s", soakVariable)
	}
	f := playedRun(t)
	stop := make(chan struct{})
	var others sync.WaitGroup
	repeat := func(do func()) {
		others.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					do()
				}
			}
		})
	}
	for i := range 10 {
		r, err := OpenReadOnly(f.path)
		must(t, err)
		defer r.Close()
		repeat(func() {
			if i%3 == 0 {
				report, err := r.Check(tictactoe.Game{}, nil)
				if err != nil || len(report.Problems) > 0 {
					t.Errorf("check: %v, %q", err, report.Problems)
				}
				return
			}
			for _, err := range r.Source(1, 1<<30).Games() {
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	repeat(func() {
		if err := AddOrder(f.path, OrderPause, "soak"); err != nil {
			t.Error(err)
		}
		time.Sleep(100 * time.Millisecond)
	})
	shell := foreign(t, f.path)
	foreignExec(t, shell, "PRAGMA busy_timeout = 60000")
	repeat(func() {
		foreignExec(t, shell, "BEGIN IMMEDIATE")
		time.Sleep(3 * time.Second)
		foreignExec(t, shell, "ROLLBACK")
		time.Sleep(3 * time.Second)
	})
	var largest atomic.Int64
	repeat(func() {
		if size := f.logSize(); size > largest.Load() {
			largest.Store(size)
		}
		time.Sleep(5 * time.Millisecond)
	})
	generations, orders := 0, 0
	for begun := time.Now(); time.Since(begun) < length; generations++ {
		grow(t, f)
		taken, err := f.TakeOrders()
		must(t, err)
		orders += len(taken)
	}
	close(stop)
	others.Wait()
	report, err := f.Check(tictactoe.Game{}, nil)
	must(t, err)
	if len(report.Problems) > 0 || report.Generations != generations+2 || largest.Load() > 64<<20 {
		t.Errorf("%d generations of %d, log up to %d bytes: %q", report.Generations, generations+2, largest.Load(), report.Problems)
	}
	t.Logf("%d generations, %d orders, log up to %d kB", generations, orders, largest.Load()>>10)
}
