package run

import (
	"database/sql"
	"encoding/json"
	"time"
)

// EventData is what an event says. It is stored as JSON; its kind says which
// of the types in events.go it is.
type EventData interface {
	Kind() string   // one word, stored with the data; never changes its meaning
	String() string // a sentence for people
}

// Event is an entry of the run's log book.
type Event struct {
	ID         int64
	At         time.Time
	Generation int // 0 if the event is not about one
	Data       EventData
}

// Raw is the data of an event of a kind that this program does not know, since a
// later program wrote it.
type Raw struct {
	Name string // the kind
	JSON string
}

// Kind implements EventData.
func (r Raw) Kind() string { return r.Name }

// String implements EventData.
func (r Raw) String() string { return r.Name + " " + r.JSON }

// AddEvent writes an entry into the log book, with the current time. generation
// is 0 if the event is not about one.
func (f *File) AddEvent(generation int, d EventData) error {
	data, err := encodeEvent(d)
	if err != nil {
		return explain(f.path, "add "+d.Kind()+" event", err)
	}
	return f.write("add "+d.Kind()+" event", func(tx *sql.Tx) error {
		return addEvent(tx, generation, d.Kind(), data)
	})
}

func addEvent(tx *sql.Tx, generation int, kind, data string) error {
	number := sql.NullInt64{Int64: int64(generation), Valid: generation > 0}
	_, err := tx.Exec(`INSERT INTO events (at, kind, generation, data) VALUES (?, ?, ?, ?)`, formatTime(time.Now()), kind, number, data)
	return err
}

// encodeEvent returns the JSON of an event.
func encodeEvent(d EventData) (string, error) {
	if raw, ok := d.(Raw); ok {
		return raw.JSON, nil
	}
	data, err := json.Marshal(d)
	return string(data), err
}

// decodeEvent returns the data of an event: Raw if the kind is unknown.
func decodeEvent(kind, data string) EventData {
	if decode, ok := eventKinds[kind]; ok {
		if d, err := decode([]byte(data)); err == nil {
			return d
		}
	}
	return Raw{kind, data}
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
		e.At, e.Data = parseTime(at), decodeEvent(kind, data)
		return err
	}, `SELECT id, at, kind, coalesce(generation, 0), data FROM events WHERE id > ? ORDER BY id`, id)
}
