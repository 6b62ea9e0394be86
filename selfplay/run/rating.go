package run

import (
	"database/sql"
	"fmt"
	"slices"
	"time"

	"apprentice/selfplay/run/internal/database"
)

// NoGeneration is the generation of a player that is not one of the run's.
const NoGeneration = -1

// Rating is the strength of a player on the run's own scale, fitted to all
// matches of the run together.
type Rating struct {
	Player         string
	Generation     int     // NoGeneration for a player that is not one
	Elo, Low, High float64 // with its 95 % interval; NaN where unknown
	Games          int
	Reason         string // why there is no number; "" if there is one
}

// PutRatings replaces all ratings.
func (f *File) PutRatings(ratings []Rating) error {
	return f.write("put ratings", func(tx *sql.Tx) error {
		if _, err := tx.Exec(`DELETE FROM ratings`); err != nil {
			return err
		}
		for _, r := range ratings {
			generation := sql.NullInt64{Int64: int64(r.Generation), Valid: r.Generation != NoGeneration}
			if _, err := tx.Exec(`INSERT INTO ratings (player, generation, elo, low, high, games, reason) VALUES (?, ?, ?, ?, ?, ?, ?)`,
				r.Player, generation, r.Elo, r.Low, r.High, r.Games, r.Reason); err != nil {
				return err
			}
		}
		return nil
	})
}

// Ratings returns the ratings by generation; players that are not generations
// come first.
func (f *File) Ratings() ([]Rating, error) {
	return list(f, "read ratings", func(rows *sql.Rows, r *Rating) error {
		return rows.Scan(&r.Player, &r.Generation, database.Real(&r.Elo), database.Real(&r.Low), database.Real(&r.High), &r.Games, &r.Reason)
	}, fmt.Sprintf(`SELECT player, coalesce(generation, %d) AS g, elo, low, high, games, reason FROM ratings ORDER BY g, player`, NoGeneration))
}

// External is the strength of a generation on a scale that is not the run's
// own.
type External struct {
	Generation     int
	Scale          string  // whose it is: the name of a ladder, or a version of the scale of anchors
	Elo, Low, High float64 // with its 95 % interval; NaN where unknown
	Games          int
	Settings       string // JSON of the conditions
	Measured       time.Time
}

// AddExternal stores a measurement. It supersedes earlier ones of the same
// generation on the same scale.
func (f *File) AddExternal(e External) error {
	return f.write(fmt.Sprintf("add the external rating of generation %d", e.Generation), func(tx *sql.Tx) error {
		return insertExternal(tx, e)
	})
}

// AddMeasurement stores a measurement with the matches that it consists of, all
// or nothing. It stores nothing if the generation was measured on that scale
// before: such a measurement never changes.
func (f *File) AddMeasurement(e External, matches []Match) error {
	what := fmt.Sprintf("add the measurement of generation %d", e.Generation)
	for i := range matches {
		if err := matches[i].check(); err != nil {
			return fmt.Errorf("%s: %s: match against %s: %w", f.path, what, matches[i].B, err)
		}
	}
	return f.write(what, func(tx *sql.Tx) error {
		var there bool
		err := tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM external WHERE generation = ? AND scale = ?)`, e.Generation, e.Scale).Scan(&there)
		if err != nil || there {
			return err
		}
		for _, m := range matches {
			if _, err := f.insertMatch(tx, m); err != nil {
				return err
			}
		}
		return insertExternal(tx, e)
	})
}

// insertExternal adds the row of a measurement.
func insertExternal(tx *sql.Tx, e External) error {
	_, err := tx.Exec(`INSERT INTO external (generation, scale, elo, low, high, games, settings, measured) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		e.Generation, e.Scale, e.Elo, e.Low, e.High, e.Games, e.Settings, database.FormatTime(e.Measured))
	return err
}

// Externals returns the measurements that count, by scale and generation.
func (f *File) Externals() ([]External, error) {
	return list(f, "read external ratings", func(rows *sql.Rows, e *External) error {
		var measured sql.NullString
		err := rows.Scan(&e.Generation, &e.Scale, database.Real(&e.Elo), database.Real(&e.Low), database.Real(&e.High), &e.Games, &e.Settings, &measured)
		e.Measured = database.ParseTime(measured)
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
			c.Generation, c.Shift, c.Spread, c.Report, database.FormatTime(c.Measured))
		return err
	})
}

// Calibrations returns all calibrations by generation.
func (f *File) Calibrations() ([]Calibration, error) {
	return list(f, "read calibrations", func(rows *sql.Rows, c *Calibration) error {
		var measured sql.NullString
		err := rows.Scan(&c.Generation, database.Number(&c.Shift), database.Number(&c.Spread), &c.Report, &measured)
		c.Measured = database.ParseTime(measured)
		return err
	}, `SELECT generation, shift, spread, report, measured FROM calibrations ORDER BY generation`)
}

// CalibrationOf returns the calibration for the values of a generation: its own,
// or that of the nearest generation. It returns false if the run has none.
func (f *File) CalibrationOf(generation int) (Calibration, bool, error) {
	all, err := f.Calibrations()
	if err != nil || len(all) == 0 {
		return Calibration{}, false, err
	}
	distance := func(c Calibration) int { return max(c.Generation-generation, generation-c.Generation) }
	return slices.MinFunc(all, func(a, b Calibration) int { return distance(a) - distance(b) }), true, nil
}
