package run

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"apprentice/selfplay/run/internal/database"
)

// tables are the tables of schema.sql.
var tables = [...]string{"run", "programs", "networks", "generations", "rules", "shards", "checkpoints", "matches",
	"ratings", "external", "calibrations", "events", "sittings", "orders"}

// identify checks that db is a run that this program can read and returns its
// Config.
func identify(path string, db *sql.DB) (Config, error) {
	var id, version int64
	if err := db.QueryRow("PRAGMA application_id").Scan(&id); err != nil {
		return Config{}, explain(path, "open run", err)
	}
	if err := db.QueryRow("PRAGMA user_version").Scan(&version); err != nil {
		return Config{}, explain(path, "open run", err)
	}
	if id != applicationID {
		if info, err := os.Stat(path); err == nil && info.Size() == 0 {
			return Config{}, fmt.Errorf("%s: %w: it is empty", path, ErrNotRun)
		}
		return Config{}, fmt.Errorf("%s: %w: it is another program's SQLite file", path, ErrNotRun)
	}
	switch {
	case version/100 < schemaMajor:
		return Config{}, fmt.Errorf("%s: %w: a run of an earlier program; this program reads version %d; it cannot be continued: begin a new run under another name",
			path, ErrVersion, schemaMajor)
	case version/100 > schemaMajor:
		return Config{}, fmt.Errorf("%s: %w: a run of a later program, version %d; this program reads version %d: use the later program",
			path, ErrVersion, version/100, schemaMajor)
	}
	if err := checkSchema(path, db); err != nil {
		return Config{}, err
	}
	return readConfig(path, db)
}

// checkSchema returns an error unless the tables of a run are there and are
// tables. Views, virtual tables and triggers would run what somebody else has
// written, which may never end.
func checkSchema(path string, db *sql.DB) error {
	for _, table := range tables {
		var kind string
		var page int64
		err := db.QueryRow(`SELECT type, rootpage FROM sqlite_master WHERE name = ?`, table).Scan(&kind, &page)
		if page == 0 && kind == "table" {
			kind = "virtual table"
		}
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return fmt.Errorf("%s: %w: its table %s is missing", path, ErrDamaged, table)
		case err != nil:
			return explain(path, "open run", err)
		case kind != "table":
			return fmt.Errorf("%s: %w: its %s is a %s, want a table", path, ErrDamaged, table, kind)
		}
	}
	var trigger string
	err := db.QueryRow(`SELECT name FROM sqlite_master WHERE type = 'trigger' LIMIT 1`).Scan(&trigger)
	if err == nil {
		return fmt.Errorf("%s: %w: it has the trigger %q, and a run has none", path, ErrDamaged, trigger)
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return explain(path, "open run", err)
	}
	return nil
}

// readConfig returns the row of the table run.
func readConfig(path string, db *sql.DB) (Config, error) {
	var c Config
	var seed, knobs string
	var created, origin sql.NullString
	err := db.QueryRow(`SELECT game, input_set, seed, version, created, knobs, origin_sha, slim FROM run WHERE id = 1`).
		Scan(&c.Game, &c.InputSet, &seed, &c.Version, &created, &knobs, &origin, &c.Slim)
	if errors.Is(err, sql.ErrNoRows) {
		return c, fmt.Errorf("%s: %w: its table run is empty", path, ErrDamaged)
	} else if err != nil {
		return c, explain(path, "open run", err)
	}
	if c.Seed, err = strconv.ParseUint(seed, 10, 64); err != nil {
		return c, fmt.Errorf("%s: %w: seed %q is not a number", path, ErrDamaged, seed)
	}
	if err := json.Unmarshal([]byte(knobs), &c.Knobs); err != nil {
		return c, fmt.Errorf("%s: %w: knobs %q: %w", path, ErrDamaged, knobs, err)
	}
	if len(c.Knobs) == 0 {
		c.Knobs = nil
	}
	c.Created, c.Origin = database.ParseTime(created), origin.String
	return c, nil
}

// insertConfig writes the row of the table run.
func insertConfig(db *sql.DB, c Config) error {
	knobs := []byte("{}")
	if len(c.Knobs) > 0 {
		var err error
		if knobs, err = json.Marshal(c.Knobs); err != nil {
			return err
		}
	}
	_, err := db.Exec(`INSERT INTO run (id, game, input_set, seed, version, created, knobs, origin_sha, slim) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.Game, c.InputSet, strconv.FormatUint(c.Seed, 10), c.Version, database.FormatTime(c.Created), string(knobs), database.Text(c.Origin), c.Slim)
	return err
}

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
	db, err := database.Open(path, 1, readerPatience, "mode=ro", "immutable=1") // leaves no log file
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
