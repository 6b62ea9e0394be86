package run

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// How long a statement waits for a lock of another process. Writers exclude
// each other by other means, so only checkpoints and recovery are waited for.
const busyMilliseconds = 10_000

// logLimit is the size in bytes to which the log file is cut once it has been
// written back.
const logLimit = 8 << 20

// Open opens a run file for writing. It returns ErrInUse while another process
// or another File of this one has it open for writing.
func Open(path string) (*File, error) {
	path, err := locate(path)
	if err != nil {
		return nil, err
	}
	lock, err := lockWriter(path)
	if err != nil {
		return nil, err
	}
	return openLocked(path, lock)
}

// openLocked opens the file whose writer lock is held; it releases the lock on
// failure.
func openLocked(path string, lock *writerLock) (_ *File, err error) {
	f := &File{path: path, lock: lock}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	if f.w, err = open(path, 1, "mode=rw", "_txlock=immediate"); err != nil {
		return nil, err
	}
	if f.config, err = identify(path, f.w); err != nil {
		return nil, err
	}
	if _, err = f.w.Exec("PRAGMA journal_mode = WAL"); err != nil {
		return nil, explain(path, "open run", err)
	}
	// The lock fell with the process that held it, but its last write may
	// still be on the way to the file: an empty transaction waits for it and
	// shows that the file can be written.
	if err = f.write("open run", func(*sql.Tx) error { return nil }); err != nil {
		return nil, err
	}
	if f.r, err = open(path, anyNumber, "mode=rw", "_query_only=1"); err != nil {
		return nil, err
	}
	return f, nil
}

// openToOrder opens the file for a single row without the writer's lock.
func openToOrder(path string) (_ *File, err error) {
	f := &File{path: path}
	if f.w, err = open(path, 1, "mode=rw", "_txlock=immediate"); err != nil {
		return nil, err
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
	// With write access to the folder, SQLite shares the log with the writer,
	// recovers it where there was a crash, and leaves nothing behind.
	f, err := openReader(path, "mode=rw", "_query_only=1")
	if err == nil || !(errors.Is(err, ErrReadOnly) || errors.Is(err, ErrCannotOpen)) {
		return f, err
	}
	// Without it the log must be there already, or there must be none.
	if info, statErr := os.Stat(path + "-wal"); statErr == nil && info.Size() > 0 {
		return nil, fmt.Errorf("%w; part of the run is still in %s-wal: copy both files to a folder that can be written", err, path)
	}
	return openReader(path, "mode=ro", "immutable=1")
}

func openReader(path string, options ...string) (_ *File, err error) {
	f := &File{path: path}
	if f.r, err = open(path, anyNumber, options...); err != nil {
		return nil, err
	}
	if f.config, err = identify(path, f.r); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// locate resolves links, so that the lock and the log of a file do not depend
// on the name it is opened by, and rejects what is no file.
func locate(path string) (string, error) {
	target, err := filepath.EvalSymlinks(path)
	var info fs.FileInfo
	if err == nil {
		info, err = os.Stat(target)
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

// open opens the database at path with the pragmas that every connection
// needs. It touches nothing yet.
func open(path string, connections int, options ...string) (*sql.DB, error) {
	options = append(options,
		"_pragma=synchronous(FULL)", "_pragma=fullfsync(1)", "_pragma=foreign_keys(1)", "_pragma=trusted_schema(0)",
		fmt.Sprintf("_pragma=journal_size_limit(%d)", logLimit),
		fmt.Sprintf("_busy_timeout=%d", busyMilliseconds))
	db, err := sql.Open("sqlite", dsn(path, options...))
	if err != nil {
		return nil, explain(path, "open run", err)
	}
	db.SetMaxOpenConns(connections)
	return db, nil
}

// dsn returns the data source name of a file: a file URI, with the path
// escaped.
func dsn(path string, options ...string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/run -> file:///C:/run
	}
	u := url.URL{Scheme: "file", Path: path, RawQuery: strings.Join(options, "&")}
	return u.String()
}
