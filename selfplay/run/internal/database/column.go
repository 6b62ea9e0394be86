package database

import (
	"database/sql"
	"errors"
	"fmt"
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

// ErrNotFinite is wrapped by the error of Finite and Number.
var ErrNotFinite = errors.New("is not a finite number")

// Real returns what scans a REAL column into x. NULL stands for NaN, which SQLite
// does not store.
func Real(x *float64) sql.Scanner { return number{x: x} }

// Finite is Real for a column whose numbers are all finite, such as times: another
// is an error.
func Finite(x *float64) sql.Scanner { return number{x: x, finite: true} }

// Number is Finite for a column that is never NULL.
func Number(x *float64) sql.Scanner { return number{x: x, finite: true, known: true} }

// number implements Real, Finite and Number.
type number struct {
	x             *float64
	finite, known bool // all values must be
}

// Scan implements sql.Scanner.
func (r number) Scan(v any) error {
	var n sql.NullFloat64
	if err := n.Scan(v); err != nil {
		return err
	}
	switch {
	case r.known && !n.Valid:
		return errors.New("NULL is not a number")
	case r.finite && (math.IsInf(n.Float64, 0) || math.IsNaN(n.Float64)):
		return fmt.Errorf("%g %w", n.Float64, ErrNotFinite)
	}
	*r.x = math.NaN()
	if n.Valid {
		*r.x = n.Float64
	}
	return nil
}

// Text is a column value that is NULL instead of empty.
func Text(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }
