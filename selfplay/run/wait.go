package run

import (
	"context"
	"fmt"
	"time"

	"apprentice/internal/filesystem"
	"apprentice/selfplay/run/internal/database"
)

// Bytes of the file -shm that SQLite locks (walformat.html in its
// documentation).
const (
	walWriteLock = 120
	walReadLocks = 123 // the first of five
	walLastLock  = 127
)

// A write that meets a lock of another program waits. It reports that after
// waitFirst, and then every waitEvery.
const (
	waitFirst = 10 * time.Second
	waitEvery = time.Minute
	waitPause = 50 * time.Millisecond // between two tries
)

// OnWait sets a function that is called while a write waits for a lock of
// another program, such as a backup or an SQLite shell: after ten seconds and
// then every minute, with what is to be written and how long it has waited. It
// is called by the goroutine that writes and must not write itself. BlockedBy
// names the other program if it is known.
func (f *File) OnWait(hook func(what string, waited time.Duration)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.onWait = hook
}

// Interrupt makes writes that wait for a lock of another program, now or later,
// return ErrInterrupted. Writes that need not wait still succeed.
func (f *File) Interrupt() {
	f.interrupt.Do(func() { close(f.interrupted) })
}

// BlockedBy names the other programs that keep this one from writing, if the
// system reports them; else "".
func (f *File) BlockedBy() string {
	return filesystem.LockHolders(f.path+"-shm", walWriteLock, walReadLocks-1)
}

// wait calls try until it succeeds, fails for another reason than a lock of
// another program, ctx is done or the File is interrupted. It returns how long
// that took.
func (f *File) wait(ctx context.Context, what string, try func() error) (time.Duration, error) {
	begun, say := time.Now(), f.sayAfter
	for {
		err := try()
		waited := time.Since(begun)
		if !database.IsBusy(err) {
			return waited, err
		}
		if waited >= say {
			say += waitEvery
			f.tellWaiting(what, waited)
		}
		select {
		case <-ctx.Done():
			return waited, err
		case <-f.interrupted:
			return waited, fmt.Errorf("%w while another program held a lock%s", ErrInterrupted, inBrackets(f.BlockedBy()))
		case <-time.After(waitPause):
		}
	}
}

// tellWaiting calls the hook and remembers the holder of the lock.
func (f *File) tellWaiting(what string, waited time.Duration) {
	holder := f.BlockedBy()
	f.mu.Lock()
	hook := f.onWait
	f.holder = holder
	f.mu.Unlock()
	if hook != nil {
		hook(what, waited)
	}
}

// inBrackets returns s in brackets after a space; "" for "".
func inBrackets(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}
