package run

import (
	"database/sql"
	_ "embed"
	"fmt"
	"slices"
	"time"
)

//go:embed additions.sql
var additions string

// addition are the names of the tables of additions.sql.
var addition = [...]string{"sides", "external", "calibrations"}

// addTables makes the tables that a file of an older program lacks. It writes
// nothing where all are there.
func addTables(db *sql.DB) error {
	for _, table := range addition {
		if there, err := hasTable(db, table); err != nil {
			return err
		} else if !there {
			_, err := db.Exec(additions)
			return err
		}
	}
	return nil
}

// hasTable reports whether a table is in the file.
func hasTable(db *sql.DB, name string) (bool, error) {
	var n int
	err := db.QueryRow(`SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?`, name).Scan(&n)
	return n > 0, err
}

// optional is list for a table of additions.sql: nothing where it is missing.
func optional[T any](f *File, table, what string, scan func(*sql.Rows, *T) error, query string, args ...any) ([]T, error) {
	there, err := hasTable(f.r, table)
	if err != nil || !there {
		return nil, explain(f.path, what, err)
	}
	return list(f, what, scan, query, args...)
}

// External is the strength of a generation on a scale that is not the run's
// own.
type External struct {
	Generation     int
	Scale          string  // the name of the ladder whose scale it is
	Elo, Low, High float64 // with its 95 % interval; NaN where unknown
	Games          int
	Settings       string // JSON of the conditions
	Measured       time.Time
}

// AddExternal stores a measurement. It takes the place of earlier ones of the
// same generation on the same scale.
func (f *File) AddExternal(e External) error {
	return f.write(fmt.Sprintf("add the external rating of generation %d", e.Generation), func(tx *sql.Tx) error {
		_, err := tx.Exec(`INSERT INTO external (generation, scale, elo, low, high, games, settings, measured) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			e.Generation, e.Scale, e.Elo, e.Low, e.High, e.Games, e.Settings, formatTime(e.Measured))
		return err
	})
}

// Externals returns the measurements that count, by scale and generation.
func (f *File) Externals() ([]External, error) {
	return optional(f, "external", "read external ratings", func(rows *sql.Rows, e *External) error {
		var measured sql.NullString
		err := rows.Scan(&e.Generation, &e.Scale, nullable{&e.Elo}, nullable{&e.Low}, nullable{&e.High}, &e.Games, &e.Settings, &measured)
		e.Measured = parseTime(measured)
		return err
	}, `SELECT generation, scale, elo, low, high, games, settings, measured FROM external
		WHERE id IN (SELECT max(id) FROM external GROUP BY generation, scale) ORDER BY scale, generation`)
}

// Calibration says how the values of a generation become expectations.
type Calibration struct {
	Generation    int // whose network gave the values
	Shift, Spread float64
	Report        string // JSON
	Measured      time.Time
}

// PutCalibration stores the calibration of a generation in place of an earlier
// one.
func (f *File) PutCalibration(c Calibration) error {
	return f.write(fmt.Sprintf("put the calibration of generation %d", c.Generation), func(tx *sql.Tx) error {
		_, err := tx.Exec(`INSERT OR REPLACE INTO calibrations (generation, shift, spread, report, measured) VALUES (?, ?, ?, ?, ?)`,
			c.Generation, c.Shift, c.Spread, c.Report, formatTime(c.Measured))
		return err
	})
}

// Calibrations returns all calibrations by generation.
func (f *File) Calibrations() ([]Calibration, error) {
	return optional(f, "calibrations", "read calibrations", func(rows *sql.Rows, c *Calibration) error {
		var measured sql.NullString
		err := rows.Scan(&c.Generation, &c.Shift, &c.Spread, &c.Report, &measured)
		c.Measured = parseTime(measured)
		return err
	}, `SELECT generation, shift, spread, report, measured FROM calibrations ORDER BY generation`)
}

// CalibrationOf returns the calibration that suits the values of a generation:
// its own, or that of the generation nearest to it; false where there is none.
func (f *File) CalibrationOf(generation int) (Calibration, bool, error) {
	all, err := f.Calibrations()
	if err != nil || len(all) == 0 {
		return Calibration{}, false, err
	}
	distance := func(c Calibration) int { return max(c.Generation-generation, generation-c.Generation) }
	return slices.MinFunc(all, func(a, b Calibration) int { return distance(a) - distance(b) }), true, nil
}

// side is a row of the table sides.
type side struct {
	match               int64
	wins, draws, losses int
}

// readSides returns what players scored in the games that they began, by match.
func (f *File) readSides() (map[int64]side, error) {
	rows, err := optional(f, "sides", "read sides of matches", func(rows *sql.Rows, s *side) error {
		return rows.Scan(&s.match, &s.wins, &s.draws, &s.losses)
	}, `SELECT match, wins, draws, losses FROM sides`)
	all := make(map[int64]side, len(rows))
	for _, s := range rows {
		all[s.match] = s
	}
	return all, err
}
