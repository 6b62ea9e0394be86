package run

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"apprentice/internal/filelock"
	"apprentice/internal/filesystem"
	"apprentice/selfplay/run/internal/database"
)

// How long a statement waits for a lock of another program before it fails. A
// File open for writing then tries again.
const (
	readerPatience = 10 * time.Second
	writerPatience = 100 * time.Millisecond
)

// openPatience is how long Open waits for a lock of another program.
const openPatience = 10 * time.Second

// Open opens a run file for writing. It returns ErrInUse while another process
// or another File of this one has it open for writing, or another program
// holds a lock on it for longer than ten seconds.
func Open(path string) (*File, error) {
	ctx, cancel := context.WithTimeout(context.Background(), openPatience)
	defer cancel()
	return OpenWaiting(ctx, path, nil)
}

// OpenWaiting is Open that waits for locks of other programs, such as a backup,
// until ctx is done. onWait, which may be nil, is called as OnWait says.
func OpenWaiting(ctx context.Context, path string, onWait func(what string, waited time.Duration)) (*File, error) {
	path, err := locate(path)
	if err != nil {
		return nil, err
	}
	if err := onLocalDisk(path, filepath.Dir(path)); err != nil {
		return nil, err
	}
	lock, err := lockWriter(path)
	if err != nil {
		return nil, err
	}
	return openLocked(ctx, path, lock, onWait)
}

// openLocked opens the file whose writer lock is held; it releases the lock on
// failure.
func openLocked(ctx context.Context, path string, lock *filelock.Lock, onWait func(string, time.Duration)) (_ *File, err error) {
	f := newFile(path)
	f.lock, f.onWait = lock, onWait
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	info, err := os.Stat(path)
	if err != nil {
		return nil, explain(path, "open run", err)
	}
	if err = onlyName(path, info); err != nil {
		return nil, err
	}
	// SQLite would open the file for reading, and create a log and an index that
	// the owner of the run may not write to.
	if err = filesystem.Writable(path); err != nil {
		return nil, explain(path, "open run", err)
	}
	if f.inode, err = lockInode(path, info); err != nil {
		return nil, err
	}
	if f.w, err = database.Open(path, 1, writerPatience, "mode=rw", "_txlock=immediate"); err != nil {
		return nil, explain(path, "open run", err)
	}
	if _, err = f.wait(ctx, "open run", func() (err error) {
		if f.config, err = identify(path, f.w); err == nil {
			_, err = f.w.Exec("PRAGMA journal_mode = WAL")
		}
		return err
	}); err != nil {
		return nil, explain(path, "open run", err)
	}
	// The lock ended with the process that held it, but the last write of that
	// process may still be on its way to the file. An empty transaction waits for
	// it and shows that the file can be written.
	if err = f.writeContext(ctx, "open run", func(*sql.Tx) error { return nil }); err != nil {
		return nil, err
	}
	if f.r, err = database.Open(path, anyNumber, writerPatience, "mode=rw", "_query_only=1"); err != nil {
		return nil, explain(path, "open run", err)
	}
	return f, explain(path, "open run", f.remember())
}

// openToOrder opens the file to write a single row, without the writer's lock.
func openToOrder(path string) (_ *File, err error) {
	if err := filesystem.Writable(path); err != nil {
		return nil, explain(path, "open run", err)
	}
	f := newFile(path)
	if f.w, err = database.Open(path, 1, writerPatience, "mode=rw", "_txlock=immediate", "_pragma=wal_autocheckpoint(0)"); err != nil {
		return nil, explain(path, "open run", err)
	}
	if f.config, err = identify(path, f.w); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// anyNumber of connections may read, so that a loop over shards may ask for
// more in its body.
const anyNumber = 0

// OpenReadOnly opens a run file for reading, also while another process writes
// to it, and also in a folder that cannot be written.
func OpenReadOnly(path string) (*File, error) {
	path, err := locate(path)
	if err != nil {
		return nil, err
	}
	if local := onLocalDisk(path, filepath.Dir(path)); local != nil {
		if hasLog(path) {
			return nil, fmt.Errorf("%w; part of the run is still in %s-wal: copy both files to a disk of this machine", local, path)
		}
		return openReader(path, "mode=ro", immutable)
	}
	if filesystem.Writable(path) != nil {
		return openForeign(path)
	}
	// With write access to the folder, SQLite shares the log with the writer,
	// recovers it after a crash, and cleans up when it closes.
	f, err := openReader(path, "mode=rw", "_query_only=1")
	if err == nil || !(errors.Is(err, ErrReadOnly) || errors.Is(err, ErrCannotOpen)) {
		return f, err
	}
	// Without write access the log must exist already, or be absent.
	if hasLog(path) {
		return nil, fmt.Errorf("%w; part of the run is still in %s-wal: copy both files to a folder that can be written", err, path)
	}
	return openReader(path, "mode=ro", immutable)
}

// openForeign opens a run that this user may not write to. Nothing is made beside
// it: that would belong to this user, and the owner could not write there. A log
// and its index that are there are read.
func openForeign(path string) (*File, error) {
	_, index := os.Stat(path + "-shm")
	switch {
	case index == nil:
		return openReader(path, "mode=ro")
	case hasLog(path):
		return nil, fmt.Errorf("%s: %w; part of the run is still in %[1]s-wal: copy both files to a folder that can be written", path, ErrCannotOpen)
	}
	return openReader(path, "mode=ro", immutable)
}

// immutable is the option for opening a file in a folder where nothing can be
// written, not even the index of a log.
const immutable = "immutable=1"

// readOptions are the options for another connection that reads.
func (f *File) readOptions() []string {
	switch {
	case f.immutable:
		return []string{"mode=ro", immutable}
	case filesystem.Writable(f.path) != nil:
		return []string{"mode=ro"}
	}
	return []string{"mode=rw"}
}

// hasLog reports whether a part of the run is in its log.
func hasLog(path string) bool {
	info, err := os.Stat(path + "-wal")
	return err == nil && info.Size() > 0
}

func openReader(path string, options ...string) (_ *File, err error) {
	f := newFile(path)
	f.immutable = slices.Contains(options, immutable)
	_, logErr := os.Stat(path + "-wal")
	f.hadLog = logErr == nil
	if f.r, err = database.Open(path, anyNumber, readerPatience, options...); err != nil {
		return nil, explain(path, "open run", err)
	}
	if f.config, err = identify(path, f.r); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// locate resolves links, so that lock and log of a file do not depend on the name
// by which it is opened, and rejects what is not a regular file.
func locate(path string) (string, error) {
	info, err := os.Stat(path) // in the words of the system, also of links that lead in a circle
	target := path
	if err == nil {
		target, err = filepath.EvalSymlinks(path)
	}
	if errors.Is(err, fs.ErrPermission) {
		return "", fmt.Errorf("%s: %w", path, ErrCannotOpen)
	} else if err != nil {
		return "", explain(path, "open run", err)
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("%s: %w: it is not a regular file", path, ErrNotRun)
	}
	return target, nil
}
