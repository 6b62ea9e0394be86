package run

import (
	"bufio"
	"context"
	"database/sql"
	"flag"
	"fmt"
	"os"
	osexec "os/exec"
	"strings"
	"testing"
	"time"

	"apprentice/selfplay/run/internal/database"
)

// foreign opens a run as an SQLite shell does.
func foreign(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", database.URI(path, "mode=rw"))
	must(t, err)
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

// foreignExec runs a statement in a shell.
func foreignExec(t testing.TB, db *sql.DB, statement string) {
	t.Helper()
	_, err := db.Exec(statement)
	must(t, err)
}

// A write waits for another program's lock until it is gone, says so meanwhile
// and notes it.
func TestWriteWaits(t *testing.T) {
	f := newRun(t)
	f.sayAfter = 0
	shell := foreign(t, f.path)
	foreignExec(t, shell, "BEGIN IMMEDIATE")
	said := 0
	f.OnWait(func(what string, waited time.Duration) {
		if said++; said == 1 {
			if what != "add unit 0 of generation 1" || waited < 0 {
				t.Errorf("waits for %v to %q", waited, what)
			}
			foreignExec(t, shell, "ROLLBACK")
		}
	})
	must(t, f.AddShard(testShard(1, 0)))
	consistent(t, f)
	events, err := f.Events()
	must(t, err)
	if said == 0 || len(events) == 0 || events[0].Data.Kind() != "waited" {
		t.Errorf("said %d times; events %+v", said, events)
	}
}

func TestInterruptEndsWaiting(t *testing.T) {
	f := newRun(t)
	f.sayAfter = 0
	shell := foreign(t, f.path)
	foreignExec(t, shell, "BEGIN IMMEDIATE")
	f.OnWait(func(string, time.Duration) { f.Interrupt() })
	wantError(t, "AddShard", f.AddShard(testShard(1, 0)), ErrInterrupted)
	wantError(t, "AddShard again", f.AddShard(testShard(1, 0)), ErrInterrupted)
	foreignExec(t, shell, "ROLLBACK")
	must(t, f.EndSitting(0, "a write that need not wait")) // still succeeds
	must(t, f.AddShard(testShard(1, 0)))
}

// Opening waits as well; Open gives up after a while, with words.
func TestOpenWaits(t *testing.T) {
	path := closed(t, newRun(t))
	shell := foreign(t, path)
	foreignExec(t, shell, "BEGIN IMMEDIATE")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := OpenWaiting(ctx, path, nil)
	if err == nil {
		t.Fatal("OpenWaiting beside a lock succeeds")
	}

	done := make(chan struct{})
	time.AfterFunc(200*time.Millisecond, func() {
		defer close(done)
		foreignExec(t, shell, "ROLLBACK")
	})
	f, err := OpenWaiting(t.Context(), path, nil)
	must(t, err)
	<-done
	must(t, f.AddShard(testShard(1, 0)))
	must(t, f.Close())
}

// TestLockHolder is not a test of its own but a process that holds a lock on
// the run that its argument names until its input ends.
func TestLockHolder(t *testing.T) {
	if flag.NArg() != 1 {
		t.Skip("runs as a child of TestBlockedBy")
	}
	foreignExec(t, foreign(t, flag.Arg(0)), "BEGIN IMMEDIATE")
	fmt.Println("held")
	bufio.NewReader(os.Stdin).ReadByte()
}

// The program that holds the lock is named.
func TestBlockedBy(t *testing.T) {
	f := newRun(t)
	child := osexec.Command(os.Args[0], "-test.run=^TestLockHolder$", f.path)
	in, err := child.StdinPipe()
	must(t, err)
	out, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	defer func() {
		in.Close()
		child.Wait()
	}()
	if !bufio.NewScanner(out).Scan() {
		t.Fatal("the child holds nothing")
	}
	if list, err := os.ReadFile("/proc/locks"); err != nil || len(list) == 0 {
		t.Skip("nothing in /proc/locks")
	}
	if got, want := f.BlockedBy(), fmt.Sprintf("process %d, ", child.Process.Pid); !strings.Contains(got, want) {
		t.Errorf("blocked by %q, want %q", got, want)
	}
}
