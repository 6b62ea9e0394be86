package run

import (
	"database/sql"
	"strings"
	"time"

	"apprentice/selfplay/run/internal/database"
)

// WorkerState says whether another machine plays.
type WorkerState string

// The states of workers.
const (
	WorkerPlays        WorkerState = "plays"
	WorkerGone         WorkerState = "gone"
	WorkerRefusedState WorkerState = "refused"
)

// Worker is another machine that has played for the run, as its last sitting
// left it.
type Worker struct {
	Name     string // Shard.Player
	Called   string // by its owner; several workers may be called the same
	State    WorkerState
	Cores    int
	Version  string // of its program
	Platform string
	Joined   time.Time // zero: it was never let in
	Seen     time.Time // that it was heard of

	// In that sitting.
	Units            int
	Games, Positions int64
	Seconds          float64 // of its cores, spent playing
	Duplicates       int     // units that came twice, or after others had played them
	Faults           int
	Fault            string // the last one, or why it is refused
}

// Expelled reports whether a worker played and is not wanted any more. One that
// was never let in may come again once its program is another one.
func (w *Worker) Expelled() bool { return w.State == WorkerRefusedState && !w.Joined.IsZero() }

// PutWorkers stores workers in place of what was known of them. It writes
// nothing if there are none.
func (f *File) PutWorkers(all []Worker) error {
	if len(all) == 0 {
		return nil
	}
	return f.write("note the workers", func(tx *sql.Tx) error {
		if _, err := tx.Exec(workersTable()); err != nil {
			return err
		}
		for _, w := range all {
			if _, err := tx.Exec(`INSERT OR REPLACE INTO workers (name, called, state, cores, version, platform, joined, seen,
				units, games, positions, seconds, duplicates, faults, fault) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
				w.Name, w.Called, w.State, w.Cores, w.Version, w.Platform, database.FormatTime(w.Joined), database.FormatTime(w.Seen),
				w.Units, w.Games, w.Positions, w.Seconds, w.Duplicates, w.Faults, w.Fault); err != nil {
				return err
			}
		}
		return nil
	})
}

// workersTable returns the statement that adds the table of workers to a run of an
// earlier program.
func workersTable() string {
	const begin, end = "CREATE TABLE ", ") STRICT;"
	_, text, _ := strings.Cut(schema, begin+"workers (")
	text, _, _ = strings.Cut(text, end)
	return begin + "IF NOT EXISTS workers (" + text + end
}

// Workers returns the machines that have played for the run, by name.
func (f *File) Workers() ([]Worker, error) {
	if there, err := list(f, "look for workers", scanNumber, `SELECT count(*) FROM sqlite_master WHERE name = 'workers'`); err != nil || there[0] == 0 {
		return nil, err // a run of an earlier program
	}
	return list(f, "read workers", func(rows *sql.Rows, w *Worker) error {
		var joined, seen sql.NullString
		err := rows.Scan(&w.Name, &w.Called, &w.State, &w.Cores, &w.Version, &w.Platform, &joined, &seen,
			&w.Units, &w.Games, &w.Positions, database.Number(&w.Seconds), &w.Duplicates, &w.Faults, &w.Fault)
		w.Joined, w.Seen = database.ParseTime(joined), database.ParseTime(seen)
		return err
	}, `SELECT name, called, state, cores, version, platform, joined, seen, units, games, positions, seconds, duplicates, faults, fault
		FROM workers ORDER BY name`)
}
