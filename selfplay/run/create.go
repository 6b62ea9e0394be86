package run

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"apprentice/internal/atomicfile"
	"apprentice/selfplay/run/internal/database"
)

// Marks in the header of a run file.
const (
	applicationID = 0x41505052 // "APPR"
	schemaVersion = 201        // of schema.sql: hundreds count what readers must know, ones what they may ignore
	schemaMajor   = schemaVersion / 100
)

//go:embed schema.sql
var schema string

// Create makes a new run file and opens it for writing. The error wraps
// fs.ErrExist if path exists. The file appears under its name only once it
// is complete. A link that leads to nothing yet stays, and the run is made where it
// leads.
func Create(path string, c Config) (*File, error) {
	return createFrom(path, c, nil)
}

// createFrom is Create of a run that fill, which may be nil, fills before the
// file has its name.
func createFrom(path string, c Config, fill func(*sql.DB) error) (*File, error) {
	named := path
	path, err := destination(path)
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
	if err := create(path, c, fill); err != nil {
		lock.Release()
		return nil, err
	}
	// Path returns the same name as after Open.
	if path, err = locate(named); err != nil {
		lock.Release()
		return nil, err
	}
	return openLocked(context.Background(), path, lock, nil)
}

// destination returns the file that a run called path is made as. Locks and logs
// lie beside it, as they do when the run is opened through a link.
func destination(path string) (string, error) {
	link, err := os.Readlink(path)
	if err != nil {
		return path, nil // it is not a link
	}
	target, err := atomicfile.Target(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%s: create run: it is a link to %s, whose folder does not exist", path, link)
	}
	return target, explain(path, "create run", err)
}

// create builds the file next to its final place and moves it there. The caller
// holds the writer lock of path, so that no other process does the same.
func create(path string, c Config, fill func(*sql.DB) error) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s: create run: %w", path, fs.ErrExist)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return explain(path, "create run", err)
	}
	// A log without its database is all that is left of a run, or the last work
	// of a run that was moved away. It must neither be lost nor be taken for the
	// log of the new run.
	if hasLog(path) {
		return fmt.Errorf("%s: create run: %w: %s-wal is there without it, the last work of a run that was moved or deleted: move the run back to that name, or delete %s-wal",
			path, ErrMoved, path, path)
	}
	building := path + ".new"
	for _, old := range []string{building, building + "-wal", building + "-shm", building + "-journal", path + "-wal", path + "-shm"} {
		if err := os.Remove(old); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return explain(path, "create run", err)
		}
	}
	if err := build(building, c, fill); err != nil {
		os.Remove(building)
		os.Remove(building + "-journal")
		return explain(path, "create run", err)
	}
	if err := os.Rename(building, path); err != nil {
		os.Remove(building)
		return explain(path, "create run", err)
	}
	return explain(path, "create run", atomicfile.SyncFolder(filepath.Dir(path)))
}

// build writes a run to path.
func build(path string, c Config, fill func(*sql.DB) error) (err error) {
	db, err := sql.Open("sqlite", database.URI(path, "mode=rwc", "_pragma=synchronous(FULL)", "_pragma=fullfsync(1)"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	for _, statement := range []string{
		"PRAGMA page_size = 8192",
		"PRAGMA auto_vacuum = INCREMENTAL",
		fmt.Sprintf("PRAGMA application_id = %d", applicationID),
		fmt.Sprintf("PRAGMA user_version = %d", schemaVersion),
		schema,
	} {
		if _, err := db.Exec(statement); err != nil {
			return err
		}
	}
	if err := insertConfig(db, c); err != nil {
		return err
	}
	if fill != nil {
		if err := fill(db); err != nil {
			return err
		}
	}
	// Last, so that the file never needs its log before it is moved.
	_, err = db.Exec("PRAGMA journal_mode = WAL")
	return err
}
