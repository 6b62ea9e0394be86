package run

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"apprentice/selfplay/run/internal/database"
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
	ErrNoMemory          = errors.New("there is no memory for what the run file holds")
	ErrDuplicate         = errors.New("already in the run")
	ErrUnknownGeneration = errors.New("no such generation in the run")
	ErrUnknownNetwork    = errors.New("no such network in the run")
	ErrDroppedNetwork    = errors.New("this copy of the run keeps only the name of the network")
	ErrNoCheckpoint      = errors.New("no checkpoint of that generation in the run")
	ErrNoUnit            = errors.New("these games are not in the run")
	ErrPruned            = errors.New("the games were dropped to save space")
	ErrState             = errors.New("the generation is in another state")
)

// explain wraps err with the path of the file and what was being done, and
// maps the errors of the database to those above, whose words it uses. It returns
// nil for nil.
func explain(path, what string, err error) error {
	if err == nil {
		return nil
	}
	if plain := sentinel(err); plain != nil && !errors.Is(err, plain) {
		if !ofDatabase(err) {
			plain = fmt.Errorf("%w (%s)", plain, columnWords(err))
		}
		return fmt.Errorf("%s: %s: %w", path, what, &translated{plain, err})
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

// translated is an error of this package in place of one whose words mean nothing
// to a user. It wraps both.
type translated struct{ plain, cause error }

// Error returns what the user reads.
func (t *translated) Error() string { return t.plain.Error() }

// Unwrap returns both errors.
func (t *translated) Unwrap() []error { return []error{t.plain, t.cause} }

// ofDatabase reports whether err is in the words of SQLite or package sql, which
// say nothing to people but for the name of a column with a wrong number.
func ofDatabase(err error) bool {
	if errors.Is(err, database.ErrNotFinite) {
		return false
	}
	return errors.As(err, new(*sqlite.Error)) || unreadColumn(err)
}

// unreadColumn reports whether err is of a value that does not fit its column,
// for which package sql has no type.
func unreadColumn(err error) bool { return strings.HasPrefix(err.Error(), "sql: Scan error") }

// columnWords returns what an error says of the name of a column and its value,
// without the words of package sql; all of the error if it is another one.
func columnWords(err error) string {
	if _, words, ok := strings.Cut(err.Error(), ", name "); ok && unreadColumn(err) {
		return words
	}
	return err.Error()
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
		if unreadColumn(err) {
			return ErrDamaged
		}
		return nil
	}
	switch e.Code() & 0xff { // the rest are details of the primary code
	case sqlite3.SQLITE_NOTADB:
		return ErrNotRun
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
	case sqlite3.SQLITE_NOMEM:
		return ErrNoMemory
	case sqlite3.SQLITE_INTERRUPT:
		return ErrInterrupted
	}
	return ErrDamaged // corrupt, or a table, a column, a row or a value is not what it must be
}
