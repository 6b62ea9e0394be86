package run

import (
	"errors"
	"os"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// smallestPage is the least that a database with anything in it takes, in bytes.
// SQLite takes a smaller file for an empty database, whatever it holds.
const smallestPage = 512

// IsDatabase reports whether the file at path is a run or another SQLite
// database, whatever its state: what nobody means to overwrite. It is false
// where there is no regular file.
//
// It looks at the file through SQLite. To open and close a run by other means
// would drop the locks that this process holds on it, if it has it open.
func IsDatabase(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() < smallestPage {
		return false
	}
	db, err := open(path, 1, readerPatience, "mode=ro", "immutable=1") // leaves no log beside the file
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
