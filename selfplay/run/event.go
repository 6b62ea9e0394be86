package run

import (
	"database/sql"
	"time"

	"apprentice/selfplay/run/event"
	"apprentice/selfplay/run/internal/database"
)

// Event is an entry of the run's log book.
type Event struct {
	ID         int64
	At         time.Time
	Generation int // 0 if the event is not about one
	Data       event.Data
}

// AddEvent writes an entry into the log book, with the current time. generation
// is 0 if the event is not about one.
func (f *File) AddEvent(generation int, d event.Data) error {
	data, err := event.Encode(d)
	if err != nil {
		return explain(f.path, "add "+d.Kind()+" event", err)
	}
	return f.write("add "+d.Kind()+" event", func(tx *sql.Tx) error {
		return addEvent(tx, generation, d.Kind(), data)
	})
}

func addEvent(tx *sql.Tx, generation int, kind, data string) error {
	number := sql.NullInt64{Int64: int64(generation), Valid: generation > 0}
	_, err := tx.Exec(`INSERT INTO events (at, kind, generation, data) VALUES (?, ?, ?, ?)`, database.FormatTime(time.Now()), kind, number, data)
	return err
}

// Events returns the log book in the order it was written.
func (f *File) Events() ([]Event, error) { return f.EventsAfter(0) }

// EventsAfter returns the entries of the log book that came after the one with
// the given ID, in the order they were written.
func (f *File) EventsAfter(id int64) ([]Event, error) {
	return list(f, "read events", func(rows *sql.Rows, e *Event) error {
		var at sql.NullString
		var kind, data string
		err := rows.Scan(&e.ID, &at, &kind, &e.Generation, &data)
		e.At, e.Data = database.ParseTime(at), event.Decode(kind, data)
		return err
	}, `SELECT id, at, kind, coalesce(generation, 0), data FROM events WHERE id > ? ORDER BY id`, id)
}
