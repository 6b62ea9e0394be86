// Package database opens SQLite files the way that a run needs them, and reads and
// writes their columns. It knows no table; package run does.
package database

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"modernc.org/sqlite" // registers the driver "sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// logLimit is the size in bytes to which the log file is cut once it has been
// written back.
const logLimit = 8 << 20

// Open opens the database at path with the pragmas that every connection
// needs: a commit has reached the disk, references hold, and what the schema says
// is not trusted. A statement waits for locks of other programs as long as
// patience lasts. It touches nothing yet.
func Open(path string, connections int, patience time.Duration, options ...string) (*sql.DB, error) {
	options = append(options,
		"_pragma=synchronous(FULL)", "_pragma=fullfsync(1)", "_pragma=foreign_keys(1)", "_pragma=trusted_schema(0)",
		fmt.Sprintf("_pragma=journal_size_limit(%d)", logLimit),
		fmt.Sprintf("_busy_timeout=%d", patience.Milliseconds()))
	db, err := sql.Open("sqlite", URI(path, options...))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	return db, nil
}

// URI returns the data source name of a file: a file URI, with the path
// escaped.
func URI(path string, options ...string) string {
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

// IsBusy reports whether err is about a lock of another connection.
func IsBusy(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_BUSY
}
