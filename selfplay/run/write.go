package run

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"modernc.org/sqlite"

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
