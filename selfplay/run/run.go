// Package run keeps one run in one file: the experience, the networks learnt
// from it and the measurements of their strength.
//
// The file is an SQLite database (schema.sql) that any SQLite tool can read. A
// shard of games reaches it together with its counters or not at all: after a
// crash at any instant the file opens again and holds every committed shard
// once. One process writes at a time, any number read while it does.
//
// The package knows no schedule and plays no game; package selfplay runs the
// loop, and the subcommands read the results.
package run

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite" // registers the driver "sqlite"
)

// Config is what a run is, fixed when it begins.
type Config struct {
	Game     string            // name of the game
	InputSet string            // games.Game.InputSet: networks of another one do not fit
	Seed     uint64            // all randomness of the run comes from it
	Version  string            // of the program that began the run
	Created  time.Time         // kept to the microsecond, in UTC, as all times in the file
	Knobs    map[string]string // knobs of the recipe that were set, name to value; nil for none
	Origin   string            // sha256 of the network that the run starts from; "" for a random one
	Slim     bool              // a copy without games
}

// File is an open run file. Its methods are safe for concurrent use.
type File struct {
	path   string
	config Config
	w      *sql.DB // one connection; nil when open for reading only
	r      *sql.DB
	lock   *writerLock // nil when open for reading only
	closed atomic.Bool

	mu      sync.Mutex // guards the following
	program Program    // that writes
}

// Close writes the log back into the file and closes it. A File must not be
// used afterwards, but may be closed again.
func (f *File) Close() error {
	if f.closed.Swap(true) {
		return nil // a lock released twice would be that of the next writer
	}
	var errs []error
	if f.r != nil {
		errs = append(errs, f.r.Close())
	}
	if f.w != nil {
		// With readers about, the log stays; that is no error. It is not worth
		// waiting for them.
		_, err := f.w.Exec("PRAGMA wal_checkpoint(PASSIVE)")
		errs = append(errs, explain(f.path, "write back the log", err), f.w.Close())
	}
	if f.lock != nil {
		f.lock.release()
	}
	return errors.Join(errs...)
}

// Config returns what the run is.
func (f *File) Config() Config { return f.config }

// Path returns the path of the file, links resolved.
func (f *File) Path() string { return f.path }

// write runs fn in one transaction: all of it is in the file for good when
// write returns nil, and nothing of it otherwise. what names what is written.
func (f *File) write(what string, fn func(*sql.Tx) error) error {
	return f.writeContext(context.Background(), what, fn)
}

// writeContext is write that gives up when ctx is done.
func (f *File) writeContext(ctx context.Context, what string, fn func(*sql.Tx) error) error {
	if f.w == nil {
		return fmt.Errorf("%s: %s: %w", f.path, what, ErrReadOnly)
	}
	tx, err := f.w.BeginTx(ctx, nil)
	if err != nil {
		return explain(f.path, what, err)
	}
	if err := fn(tx); err != nil {
		tx.Rollback()
		return explain(f.path, what, err)
	}
	return explain(f.path, what, tx.Commit())
}
