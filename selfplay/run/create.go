package run

import (
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Marks in the header of a run file.
const (
	applicationID = 0x41505052 // "APPR"
	schemaVersion = 200        // of schema.sql: hundreds count what readers must know, ones what they may ignore
	schemaMajor   = schemaVersion / 100
)

//go:embed schema.sql
var schema string

// Create makes a new run file and opens it for writing. The error wraps
// fs.ErrExist where path exists. The file appears under its name only once it
// is complete.
func Create(path string, c Config) (*File, error) {
	lock, err := lockWriter(path)
	if err != nil {
		return nil, err
	}
	if err := create(path, c); err != nil {
		lock.release()
		return nil, err
	}
	return openLocked(path, lock)
}

// create builds the file beside its final place and moves it there. The caller
// holds the writer lock of path, so nobody else does the same.
func create(path string, c Config) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s: create run: %w", path, fs.ErrExist)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return explain(path, "create run", err)
	}
	building := path + ".new"
	// A log left behind by a deleted database must not be taken for the log of
	// the new one.
	for _, old := range []string{building, building + "-wal", building + "-shm", building + "-journal", path + "-wal", path + "-shm"} {
		if err := os.Remove(old); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return explain(path, "create run", err)
		}
	}
	if err := build(building, c); err != nil {
		os.Remove(building)
		os.Remove(building + "-journal")
		return explain(path, "create run", err)
	}
	if err := os.Rename(building, path); err != nil {
		os.Remove(building)
		return explain(path, "create run", err)
	}
	return explain(path, "create run", syncFolder(filepath.Dir(path)))
}

// build writes an empty run to path.
func build(path string, c Config) (err error) {
	db, err := sql.Open("sqlite", dsn(path, "mode=rwc", "_pragma=synchronous(FULL)", "_pragma=fullfsync(1)"))
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
	// Last, so that the file was never in need of its log before it is moved.
	_, err = db.Exec("PRAGMA journal_mode = WAL")
	return err
}
