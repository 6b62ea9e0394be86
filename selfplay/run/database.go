package run

import (
	"errors"
	"os"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// smallestPage is the size of the smallest non-empty database, in bytes. SQLite
// takes any smaller file for an empty database.
const smallestPage = 512

// IsDatabase reports whether the file at path is a run or another SQLite
// database, in any state, which must not be overwritten. It is false if path is
// not a regular file.
//
// It looks at the file through SQLite. If this process has the run open, opening
// and closing it by other means would drop the locks that it holds.
func IsDatabase(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() < smallestPage {
		return false
	}
	db, err := open(path, 1, readerPatience, "mode=ro", "immutable=1") // leaves no log file
	if err != nil {
		return false
	}
	defer db.Close()
	var id int64
	err = db.QueryRow("PRAGMA application_id").Scan(&id)
	var failed *sqlite.Error
	if errors.As(err, &failed) {
		code := failed.Code() & 0xff
		return code != sqlite3.SQLITE_NOTADB && code != sqlite3.SQLITE_CANTOPEN
	}
	return err == nil
}
