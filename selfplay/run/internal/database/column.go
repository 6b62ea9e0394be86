package database

import (
	"database/sql"
	"math"
	"time"
)

// timeLayout is ISO 8601 in UTC to the microsecond: it sorts as text and the
// date functions of SQLite read it.
const timeLayout = "2006-01-02T15:04:05.000000Z"

// FormatTime returns the column value of a time; NULL for the zero time.
func FormatTime(t time.Time) sql.NullString {
	if t.IsZero() {
		return sql.NullString{}
	}
	return sql.NullString{String: t.UTC().Format(timeLayout), Valid: true}
}

// ParseTime is the inverse of FormatTime. It returns the zero time for an invalid
// value.
func ParseTime(s sql.NullString) time.Time {
	t, err := time.Parse(timeLayout, s.String)
	if err != nil {
		return time.Time{}
	}
	return t
}

// Real returns what scans a REAL column into x. NULL stands for NaN, which SQLite
// does not store.
func Real(x *float64) sql.Scanner { return nullable{x} }

// nullable implements Real.
type nullable struct{ *float64 }

// Scan implements sql.Scanner.
func (r nullable) Scan(v any) error {
	var n sql.NullFloat64
	if err := n.Scan(v); err != nil {
		return err
	}
	*r.float64 = math.NaN()
	if n.Valid {
		*r.float64 = n.Float64
	}
	return nil
}

// Text is a column value that is NULL instead of empty.
func Text(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }
