// Package run keeps one run in one file: the experience, the networks learnt
// from it and the measurements of their strength.
//
// The file is an SQLite database (schema.sql) that any SQLite tool can read. A
// shard of games reaches it together with its counters or not at all: after a
// crash at any instant the file opens again and holds every committed shard
// once. One process writes at a time; any number may read meanwhile.
//
// The package knows no schedule and plays no game; package selfplay runs the
// loop, and the subcommands read the results.
package run

import (
	"database/sql"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"apprentice/internal/filelock"
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
	lock   *filelock.Lock // nil when open for reading only
	inode  *filelock.Lock // of the file itself; nil like lock, and where files have no number
	closed atomic.Bool
	hadLog bool // the file had a log before it was opened

	immutable bool // opened in a folder where nothing can be written

	interrupted chan struct{} // closed by Interrupt
	interrupt   sync.Once
	sayAfter    time.Duration // a write has waited so long

	turn    sync.Mutex // held while writing; guards the following
	place   *place     // nil when open for reading only
	nextTry int64      // size of the log at which to try to empty it

	mu      sync.Mutex // guards the following
	program Program    // that writes
	onWait  func(what string, waited time.Duration)
	holder  string // of the lock that was waited for last
	gone    error  // of every write after the files were moved
}

// newFile returns a File that is not open yet.
func newFile(path string) *File {
	return &File{path: path, interrupted: make(chan struct{}), sayAfter: waitFirst, nextTry: logTry}
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
		// If there are readers the log stays, which is not an error. It is not
		// worth waiting for them.
		_, err := f.w.Exec("PRAGMA wal_checkpoint(PASSIVE)")
		errs = append(errs, explain(f.path, "write back the log", err), f.w.Close())
	}
	if f.inode != nil {
		f.inode.Release()
	}
	if f.lock != nil {
		f.lock.Release()
	}
	return errors.Join(errs...)
}

// Config returns what the run is.
func (f *File) Config() Config { return f.config }

// Path returns the path of the file, links resolved.
func (f *File) Path() string { return f.path }
