package run

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Errors that callers distinguish. All errors name the file and what was being
// read or written.
var (
	ErrNotRun            = errors.New("not a run file")
	ErrDamaged           = errors.New("the run file is damaged")
	ErrVersion           = errors.New("the run file is of another version")
	ErrInUse             = errors.New("the run is in use by another writer")
	ErrMoved             = errors.New("the run file is not what it was")
	ErrInterrupted       = errors.New("interrupted")
	ErrFileSystem        = errors.New("a run cannot be kept there")
	ErrReadOnly          = errors.New("the run file cannot be written: it is open for reading only, or the file, its folder or its disk is read-only")
	ErrCannotOpen        = errors.New("the run file cannot be opened: its folder may be missing, unreadable or read-only")
	ErrDiskFull          = errors.New("the disk is full")
	ErrDisk              = errors.New("the disk failed")
	ErrDuplicate         = errors.New("already in the run")
	ErrUnknownGeneration = errors.New("no such generation in the run")
	ErrUnknownNetwork    = errors.New("no such network in the run")
	ErrDroppedNetwork    = errors.New("this copy of the run keeps only the name of the network")
	ErrNoCheckpoint      = errors.New("no checkpoint of that generation in the run")
	ErrPruned            = errors.New("the games were dropped to save space")
	ErrState             = errors.New("the generation is in another state")
)

// explain wraps err with the path of the file and what was being done, and
// maps the result codes of SQLite to the errors above. It returns nil for nil.
func explain(path, what string, err error) error {
	if err == nil {
		return nil
	}
	if plain := sentinel(err); plain != nil && !errors.Is(err, plain) {
		return fmt.Errorf("%s: %s: %w (%v)", path, what, plain, err)
	}
	// The path is named once, even if the operating system names it too.
	var pathError *fs.PathError
	if errors.As(err, &pathError) && pathError.Path == path {
		err = pathError.Err
	}
	if strings.HasPrefix(err.Error(), path+": ") {
		return err
	}
	return fmt.Errorf("%s: %s: %w", path, what, err)
}

// sentinel returns the error of this package that stands for err, or nil.
func sentinel(err error) error {
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return ErrReadOnly
	case errors.Is(err, syscall.ENOSPC):
		return ErrDiskFull
	}
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return nil
	}
	switch e.Code() & 0xff { // the rest are details of the primary code
	case sqlite3.SQLITE_NOTADB:
		return ErrNotRun
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR: // ERROR: a table or column is missing
		return ErrDamaged
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return ErrInUse
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return ErrReadOnly
	case sqlite3.SQLITE_CANTOPEN:
		return ErrCannotOpen
	case sqlite3.SQLITE_FULL:
		return ErrDiskFull
	case sqlite3.SQLITE_IOERR:
		if e.Code() == sqlite3.SQLITE_IOERR_SHORT_READ {
			return ErrDamaged
		}
		return ErrDisk
	}
	return nil
}
