package database

import (
	"database/sql"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// open returns a database with a table.
func open(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := Open(path, 1, 0, "mode=rwc")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if _, err := db.Exec(`CREATE TABLE IF NOT EXISTS things (x REAL, name TEXT, at TEXT) STRICT`); err != nil {
		t.Fatal(err)
	}
	return db
}

// What a column cannot hold comes back as it was put in: NaN, the empty text and
// the zero time are NULL.
func TestColumns(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "a ?name%41#.db"))
	type thing struct {
		x    float64
		name sql.NullString
		at   time.Time
	}
	when := time.Date(2031, 2, 3, 4, 5, 6, 789_000, time.FixedZone("", 3600))
	for _, put := range []thing{{1.5, Text("a"), when}, {math.NaN(), Text(""), time.Time{}}} {
		if _, err := db.Exec(`INSERT INTO things VALUES (?, ?, ?)`, put.x, put.name, FormatTime(put.at)); err != nil {
			t.Fatal(err)
		}
	}
	got, err := List(db, func(rows *sql.Rows, one *thing) error {
		var at sql.NullString
		err := rows.Scan(Real(&one.x), &one.name, &at)
		one.at = ParseTime(at)
		return err
	}, `SELECT x, name, at FROM things ORDER BY rowid`)
	if err != nil || len(got) != 2 {
		t.Fatalf("%d rows, %v", len(got), err)
	}
	if got[0].x != 1.5 || got[0].name.String != "a" || !got[0].at.Equal(when) {
		t.Errorf("the first row is %+v", got[0])
	}
	if !math.IsNaN(got[1].x) || got[1].name.Valid || !got[1].at.IsZero() {
		t.Errorf("the second row is %+v", got[1])
	}
	if at := ParseTime(sql.NullString{String: "yesterday", Valid: true}); !at.IsZero() {
		t.Errorf("the time of no time is %v", at)
	}
}

// Times sort as their texts.
func TestTimesSort(t *testing.T) {
	begin := time.Date(2031, 2, 3, 4, 5, 6, 0, time.UTC)
	var texts []string
	for _, later := range []time.Duration{0, time.Microsecond, time.Second, 20 * time.Hour, 400 * 24 * time.Hour} {
		texts = append(texts, FormatTime(begin.Add(later)).String)
	}
	if !slices.IsSorted(texts) {
		t.Errorf("%q", texts)
	}
}

// The path is a path, whatever is in it.
func TestOpensTheFileNamed(t *testing.T) {
	folder := t.TempDir()
	const name = "a ?name%41#.db"
	open(t, filepath.Join(folder, name))
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 1 || entries[0].Name() != name {
		t.Errorf("%v, %v; want %s alone", entries, err, name)
	}
}

func TestIsBusy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	first, second := open(t, path), open(t, path)
	if _, err := first.Exec(`BEGIN IMMEDIATE`); err != nil {
		t.Fatal(err)
	}
	if _, err := second.Exec(`INSERT INTO things VALUES (1, NULL, NULL)`); !IsBusy(err) {
		t.Errorf("beside a lock: %v", err)
	}
	if _, err := second.Exec(`INSERT INTO nothing VALUES (1)`); err == nil || IsBusy(err) {
		t.Errorf("into no table: %v", err)
	}
	if IsBusy(nil) {
		t.Error("no error is busy")
	}
}

// Columns that count something refuse what is not a number of it.
func TestFiniteColumns(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "a"))
	for _, test := range []struct {
		value                string
		real, finite, number bool // it is read
	}{
		{"1.5", true, true, true}, {"2", true, true, true}, {"NULL", true, true, false},
		{"9e999", true, false, false}, {"-9e999", true, false, false}, {"'x'", false, false, false},
	} {
		for kind, column := range map[string]struct {
			scanner func(*float64) sql.Scanner
			want    bool
		}{"Real": {Real, test.real}, "Finite": {Finite, test.finite}, "Number": {Number, test.number}} {
			var x float64
			err := db.QueryRow("SELECT " + test.value).Scan(column.scanner(&x))
			if (err == nil) != column.want || err == nil && math.IsNaN(x) != (test.value == "NULL") {
				t.Errorf("%s of %s: %g, error %v", kind, test.value, x, err)
			}
		}
	}
}
