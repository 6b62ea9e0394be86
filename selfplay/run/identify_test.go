package run

import (
	"path/filepath"
	"strings"
	"testing"
)

// A file of the program before names what to do; a later file of the same major
// version, with tables and columns that this program does not know, is read and
// written.
func TestVersions(t *testing.T) {
	f := newRun(t)
	exec(t, f, "PRAGMA user_version = 1")
	path := closed(t, f)
	_, err := Open(path)
	wantError(t, "Open of version 1", err, ErrVersion)
	if err != nil && !strings.Contains(err.Error(), "a run of an earlier program; this program reads version 2; it cannot be continued") {
		t.Errorf("error %v", err)
	}

	f = newRun(t)
	must(t, f.AddShard(testShard(1, 0)))
	exec(t, f, "PRAGMA user_version = 299")
	exec(t, f, "CREATE TABLE later (x INTEGER) STRICT")
	for _, table := range tables {
		exec(t, f, "ALTER TABLE "+table+" ADD COLUMN later TEXT")
	}
	f, err = Open(closed(t, f))
	must(t, err)
	defer f.Close()
	must(t, f.AddShard(testShard(1, 1)))
	must(t, f.Finish(Generation{Number: 1, Player: Sum(testNetwork(0)), Units: 2}, testNetwork(1)))
	consistent(t, f)
}

// A view in place of a table could be endless.
func TestViewsInPlaceOfTables(t *testing.T) {
	for _, table := range tables {
		f := newRun(t)
		exec(t, f, "PRAGMA foreign_keys = 0")
		exec(t, f, "ALTER TABLE "+table+" RENAME TO other")
		exec(t, f, "CREATE VIEW "+table+" AS WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT * FROM n")
		path := closed(t, f)
		for name, open := range map[string]func(string) (*File, error){"Open": Open, "OpenReadOnly": OpenReadOnly} {
			_, err := open(path)
			wantError(t, name+" with a view "+table, err, ErrDamaged)
		}
	}
}

// The number of units is bounded: readers reserve memory for them.
func TestTooManyUnits(t *testing.T) {
	f := newRun(t)
	exec(t, f, "UPDATE generations SET units = 2000000000")
	_, err := f.Generations()
	wantError(t, "Generations", err, ErrDamaged)
	exec(t, f, "UPDATE generations SET units = -1")
	_, _, err = f.Last()
	wantError(t, "Last", err, ErrDamaged)
}

func TestConfigWithoutKnobs(t *testing.T) {
	c := testConfig
	c.Knobs, c.Origin, c.Slim = nil, "abc", true
	f, err := Create(filepath.Join(t.TempDir(), "plain.run"), c)
	must(t, err)
	defer f.Close()
	if got := f.Config(); got.Knobs != nil || got.Origin != "abc" || !got.Slim {
		t.Errorf("config %+v", got)
	}
}
