package run

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"modernc.org/sqlite"

	"apprentice/internal/filesystem"
	"apprentice/selfplay/run/event"
	"apprentice/selfplay/run/internal/database"
)

// write runs fn in one transaction. If write returns nil, all of it is durable in
// the file; otherwise nothing of it is. what names what is written.
//
// It waits for locks of other programs as long as they last; see OnWait and
// Interrupt. If the files were moved away, the error is ErrMoved and says where
// everything is, this write included.
func (f *File) write(what string, fn func(*sql.Tx) error) error {
	return f.writeContext(context.Background(), what, fn)
}

// writeContext is write that stops waiting when ctx is done.
func (f *File) writeContext(ctx context.Context, what string, fn func(*sql.Tx) error) error {
	if f.w == nil {
		return fmt.Errorf("%s: %s: %w", f.path, what, ErrReadOnly)
	}
	f.turn.Lock()
	err := f.writeInTurn(ctx, what, fn)
	starving := err == nil && f.lock != nil && f.boundLog()
	f.turn.Unlock()
	if starving {
		return f.starved()
	}
	return err
}

// writeInTurn is writeContext for the holder of f.turn.
func (f *File) writeInTurn(ctx context.Context, what string, fn func(*sql.Tx) error) error {
	if err := f.lost(); err != nil {
		return err
	}
	var tx *sql.Tx
	waited, err := f.wait(ctx, what, func() (err error) {
		tx, err = f.w.BeginTx(ctx, nil)
		return err
	})
	if err == nil {
		err = fn(tx)
		if err == nil && waited >= f.sayAfter {
			err = f.noteWaiting(tx, what, waited)
		}
		if err == nil {
			err = tx.Commit()
		} else {
			tx.Rollback()
		}
	}
	// It is safe to look after the commit, which has reached the file that was
	// opened, wherever that is now.
	var failed *sqlite.Error
	if err == nil || errors.As(err, &failed) {
		if m := f.moved(); m != nil {
			return f.rescue(m)
		}
	}
	return explain(f.path, what, err)
}

// lost returns the error of a File whose files were moved away.
func (f *File) lost() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.gone
}

// noteWaiting records how long a write waited for a lock, and who held it.
func (f *File) noteWaiting(tx *sql.Tx, what string, waited time.Duration) error {
	f.mu.Lock()
	holder := f.holder
	f.mu.Unlock()
	e := event.Waited{What: what, Seconds: waited.Seconds(), Holder: holder}
	data, err := event.Encode(e)
	if err != nil {
		return err
	}
	return addEvent(tx, 0, e.Kind(), data)
}

// read runs fn, which reads. On a File open for writing it waits as write does.
func (f *File) read(what string, fn func() error) error {
	if f.w == nil {
		return explain(f.path, what, fn())
	}
	_, err := f.wait(context.Background(), what, fn)
	return explain(f.path, what, err)
}

// list returns the rows of a query, each as scan reads it.
func list[T any](f *File, what string, scan func(*sql.Rows, *T) error, query string, args ...any) ([]T, error) {
	var all []T
	err := f.read(what, func() (err error) {
		all, err = database.List(f.r, scan, query, args...)
		return err
	})
	return all, err
}

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
