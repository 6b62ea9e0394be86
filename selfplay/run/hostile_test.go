package run

import (
	"database/sql"
	"errors"
	"strings"
	"testing"

	"apprentice/games/tictactoe"
	"apprentice/selfplay/run/internal/database"
)

// endless yields numbers without end.
const endless = `WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n)`

// changedRun returns a sound run to which statements were done by other means.
func changedRun(t *testing.T, statements ...string) string {
	t.Helper()
	f := playedRun(t)
	path := f.path
	must(t, f.Close())
	db, err := sql.Open("sqlite", database.URI(path, "mode=rw", "_pragma=foreign_keys(0)"))
	must(t, err)
	defer db.Close()
	for _, s := range statements {
		_, err := db.Exec(s)
		must(t, err)
	}
	return path
}

// What runs without end, or runs what somebody else has written, is refused when
// the file is opened.
func TestSchemaIsThatOfARun(t *testing.T) {
	for _, table := range tables {
		path := changedRun(t, "DROP TABLE "+table, "CREATE VIEW "+table+" AS "+endless+" SELECT x AS number FROM n")
		refuses(t, path, "its "+table+" is a view, want a table")
	}
	for name, test := range map[string]struct {
		statements []string
		want       string
	}{
		"a table is missing":      {[]string{"DROP TABLE external"}, "its table external is missing"},
		"a virtual table":         {[]string{"DROP TABLE events", "CREATE VIRTUAL TABLE events USING fts5(id, at, kind, generation, data)"}, "its events is a virtual table"},
		"a trigger on an event":   {[]string{"CREATE TRIGGER more AFTER INSERT ON events BEGIN INSERT INTO events SELECT NULL, 'a', 'b', 1, 'c' FROM (" + endless + " SELECT x FROM n); END"}, `the trigger "more"`},
		"a trigger on an update":  {[]string{"CREATE TRIGGER more AFTER UPDATE ON generations BEGIN DELETE FROM shards; END"}, `the trigger "more"`},
		"a trigger on a deletion": {[]string{"CREATE TRIGGER more BEFORE DELETE ON checkpoints BEGIN SELECT RAISE(IGNORE); END"}, `the trigger "more"`},
	} {
		t.Run(name, func(t *testing.T) { refuses(t, changedRun(t, test.statements...), test.want) })
	}
	// Views and indexes of people do no harm: nobody reads them.
	f, err := OpenReadOnly(changedRun(t, "CREATE VIEW mine AS "+endless+" SELECT x FROM n", "CREATE INDEX mine_too ON events (at)"))
	must(t, err)
	defer f.Close()
	must(t, readAll(f))
}

// refuses fails unless the run at path is opened by nobody, for that reason.
func refuses(t *testing.T, path, want string) {
	t.Helper()
	for name, open := range map[string]func(string) (*File, error){"Open": Open, "OpenReadOnly": OpenReadOnly} {
		f, err := open(path)
		if err == nil {
			f.Close()
		}
		if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want ErrDamaged: %s", name, err, want)
		}
	}
}

// A generation is at its place in the list, or the file is damaged.
func TestGenerationsHaveNoGaps(t *testing.T) {
	for _, change := range []string{
		"UPDATE generations SET number = number + 1000000 WHERE number = 2",
		"UPDATE generations SET number = number + 10",
		"DELETE FROM generations WHERE number = 1",
	} {
		f, err := OpenReadOnly(changedRun(t, change))
		must(t, err)
		if _, err := f.Generations(); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "is missing") {
			t.Errorf("%s: error %v, want ErrDamaged", change, err)
		}
		report, err := f.Check(tictactoe.Game{}, nil)
		if err != nil || len(report.Problems) == 0 {
			t.Errorf("%s: problems %q, %v", change, report.Problems, err)
		}
		must(t, f.Close())
	}
}

// No error is in the words of the database, whatever is wrong with a file.
func TestErrorsAreOurOwn(t *testing.T) {
	reads := func(f *File) error {
		_, _, err := f.Last()
		_, check := f.Check(tictactoe.Game{}, nil)
		_, matches := f.Matches()
		_, ratings := f.Ratings()
		return errors.Join(err, check, matches, ratings, readAll(f))
	}
	for _, change := range [][]string{
		{"ALTER TABLE generations RENAME COLUMN plan TO plans"},
		{"ALTER TABLE run RENAME COLUMN game TO games"},
		{"ALTER TABLE matches DROP COLUMN seconds"},
		{"ALTER TABLE ratings RENAME COLUMN elo TO elos"},
		{"UPDATE networks SET format = 'quantised', blob = x'00'"},
		{"PRAGMA writable_schema = 1", "UPDATE sqlite_master SET sql = 'CREATE TABLE events (x' WHERE name = 'events'"},
		{"PRAGMA writable_schema = 1", "UPDATE sqlite_master SET sql = replace(sql, 'STRICT', '') WHERE name = 'generations'", "PRAGMA writable_schema = RESET", "UPDATE generations SET units = 'many', games = 'x'"},
		{"PRAGMA writable_schema = 1", "UPDATE sqlite_master SET sql = replace(sql, 'STRICT', '') WHERE name = 'shards'", "PRAGMA writable_schema = RESET", "UPDATE shards SET games = x'ff', unit = 'x' WHERE unit = 1"},
		{"PRAGMA writable_schema = 1", "UPDATE sqlite_master SET rootpage = 999999 WHERE name = 'shards'"},
		{"PRAGMA writable_schema = 1", "UPDATE sqlite_master SET rootpage = 2 WHERE name = 'networks'"},
	} {
		path := changedRun(t, change...)
		f, err := OpenReadOnly(path)
		if err == nil {
			err = reads(f)
			f.Close()
		}
		if !errors.Is(err, ErrDamaged) {
			t.Errorf("%q: error %v, want ErrDamaged", change, err)
			continue
		}
		text := strings.ReplaceAll(err.Error(), path, "")
		for _, word := range []string{"SQL", "sql", "strconv", "malformed", "driver", "column", "(1", "(2"} {
			if strings.Contains(text, word) {
				t.Errorf("%q: error %q has the word %q", change, text, word)
			}
		}
	}
}

// Times that are not finite are damage, and the column is named: sums of them
// would mean nothing.
func TestTimesAreFinite(t *testing.T) {
	for _, column := range []string{"worker_seconds", "play_seconds", "learn_cpu", "wall_seconds"} {
		f, err := OpenReadOnly(changedRun(t, "UPDATE generations SET "+column+" = 9e999"))
		must(t, err)
		err = readAll(f)
		must(t, f.Close())
		if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), `"`+column+`": +Inf is not a finite number`) || strings.Contains(err.Error(), "sql") {
			t.Errorf("%s: error %v", column, err)
		}
	}
}
