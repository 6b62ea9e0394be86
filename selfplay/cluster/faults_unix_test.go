//go:build unix

package cluster

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"apprentice/selfplay/run"
)

// A worker process is stopped in the middle of a unit, as when a laptop is
// closed, and goes on when others have played it.
func TestWorkerPaused(t *testing.T) {
	workerPaused(t, 4*time.Second, 2*time.Second, 2*time.Second, time.Hour)
}

// The same for a minute, with the patience that runs have.
func TestSoakWorkerPaused(t *testing.T) {
	soaks(t)
	workerPaused(t, time.Minute, 0, 0, 0)
}

// workerPaused pauses a worker at least so long. quiet is after how long without a
// word of the coordinator it joins again; 0 for the standard.
func workerPaused(t *testing.T, least, patience, wait, quiet time.Duration) {
	t.Parallel() // it waits
	server := listen(t, ServerOptions{})
	if patience == 0 {
		patience = 15 * time.Second
	}
	var stopped atomic.Bool
	r := begin(t, Options{
		Access: server.Access(), Patience: patience, guess: time.Second, ackWait: wait,
		calm: func() bool { return !stopped.Load() },
	})
	release := r.hold(t)
	paused, _ := child(t, "TestWorkerProcess", server.Addr(), "paused", "1s", fmt.Sprint(quiet))
	until(t, "it plays", func() bool { return r.plays("paused") })
	must(t, paused.Process.Signal(syscall.SIGSTOP))
	stopped.Store(true)
	begun := time.Now()
	lend(t, WorkerOptions{Access: remote(server), Name: "other"})
	until(t, "others have played all units", func() bool { return r.units(t, 1) == testUnits })
	time.Sleep(least - time.Since(begun))
	length, before := time.Since(begun), r.row("paused")
	must(t, paused.Process.Signal(syscall.SIGCONT))
	until(t, "it is heard again", func() bool { w := r.row("paused"); return w.State == run.WorkerPlays && w.Seen.After(before.Seen) })
	if quiet > length { // else it may give the unit back
		until(t, "its late unit has come", func() bool { return r.row("paused").Duplicates > 0 })
	}
	release()
	r.ends(t)
	t.Logf("paused for %v: %+v", length, r.row("paused"))
}

// smallDisk mounts a file system of some size on a folder, where that is allowed.
func smallDisk(t *testing.T, size string) (folder string) {
	t.Helper()
	folder = t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size="+size, "tmpfs", folder).CombinedOutput(); err != nil {
		t.Skipf("mount: %v: %s", err, out)
	}
	t.Cleanup(func() { _ = exec.Command("umount", "-l", folder).Run() })
	return folder
}

// fill fills a disk and returns what makes room again.
func fill(t *testing.T, folder string) (empty func()) {
	t.Helper()
	path := filepath.Join(folder, "ballast")
	f, err := os.Create(path)
	must(t, err)
	for block := make([]byte, 64<<10); len(block) > 0; {
		if _, err := f.Write(block); err != nil {
			block = block[:len(block)/2]
		}
	}
	must(t, f.Close())
	return func() { must(t, os.Remove(path)) }
}

// The disk of the server is full for a while: this machine plays, and says why;
// then the workers play again.
func TestServerDiskFull(t *testing.T) {
	notInShort(t)
	t.Parallel() // it waits
	folder := smallDisk(t, "4m")
	server := listen(t, ServerOptions{Folder: filepath.Join(folder, "streams")})
	var room atomic.Bool // again
	r := begin(t, Options{Access: server.Access(), Patience: 2 * time.Second, guess: time.Second, tend: time.Second, aloof: room.Load})
	release := r.hold(t)
	worker := lend(t, WorkerOptions{Access: remote(server), hang: slow(300 * time.Millisecond)})
	until(t, "a unit has come", func() bool { return r.units(t, 1) > 0 })
	empty := fill(t, folder)
	until(t, "this machine has played the rest", func() bool { return r.units(t, 1) == testUnits })
	until(t, "people were told", func() bool { return r.heard("the server does not store messages") })
	empty()
	until(t, "people were told that it is over", func() bool { return r.heard("stores messages again") })
	until(t, "the worker is there", func() bool { return r.c.Cores() > 0 })
	room.Store(true)
	release()
	r.ends(t)
	for s, err := range r.f.Shards(2, 2) {
		must(t, err)
		if s.Player == "" {
			t.Errorf("unit %d is not of the worker, although there is room; it said %s", s.Unit, worker.heard())
		}
	}
}

// The disk of the run is full: it ends with a clear sentence, and goes on once
// there is room.
func TestRunDiskFull(t *testing.T) {
	t.Parallel() // it waits
	folder := smallDisk(t, "4m")
	server := listen(t, ServerOptions{})
	r := begin(t, Options{Access: server.Access(), File: newRunIn(t, folder)})
	release := r.hold(t)
	lend(t, WorkerOptions{Access: remote(server), hang: slow(100 * time.Millisecond)})
	until(t, "a unit has come", func() bool { return r.units(t, 1) > 0 })
	empty := fill(t, folder)
	release()
	err := ends(t, func() error { return <-r.done })
	if !errors.Is(err, run.ErrDiskFull) || !strings.Contains(err.Error(), "the disk is full") {
		t.Fatalf("error %v, want %v", err, run.ErrDiskFull)
	}
	t.Log(err)
	r.c.Close()
	_ = r.f.Close() // its log may not fit: no error that matters
	empty()
	f, err := run.Open(filepath.Join(folder, "test.run"))
	must(t, err)
	t.Cleanup(func() { f.Close() })
	begin(t, Options{Access: server.Access(), File: f}).ends(t)
}
