package run

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"apprentice/selfplay/run/event"
)

// rescue saves the content of the run after its files were moved away, and
// returns the error of every later write. Everything that was committed is in
// the database that this process still has open, under any name or none.
func (f *File) rescue(m *misplaced) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.gone != nil {
		return f.gone
	}
	words := []string{m.why}
	if err := f.writeAllBack(); err == nil && !m.gone {
		words = append(words, "nothing is lost")
		if m.remedy != "" {
			words = append(words, m.remedy)
		}
	} else if err == nil && m.moved {
		words = append(words, "if it was moved, the moved file is whole")
	}
	gone := &MovedError{}
	if m.gone {
		copied, err := f.saveBeside(m.why)
		if err == nil {
			gone.Rescued = copied
			words = append(words, fmt.Sprintf("nothing is lost: all of the run is in %s", copied))
		} else {
			gone.Lost = true
			words = append(words, fmt.Sprintf("what was in it could not be saved: %v", err))
		}
	}
	gone.text = fmt.Sprintf("%s: %v: %s", f.path, ErrMoved, strings.Join(words, "; "))
	f.gone = gone
	return gone
}

// MovedError is the error of every write after the files of a run were moved
// away. It wraps ErrMoved.
type MovedError struct {
	Rescued string // the file that holds the run now; "" if it is still in place, or was lost
	Lost    bool   // the content is gone from the run's place and could not be saved
	text    string
}

// Error says what happened to the file and where its content is.
func (e *MovedError) Error() string { return e.text }

// Unwrap returns ErrMoved.
func (e *MovedError) Unwrap() error { return ErrMoved }

// writeAllBack brings the whole log into the database.
func (f *File) writeAllBack() error {
	var busy, log, done int
	err := f.w.QueryRow("PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &log, &done)
	if err == nil && busy != 0 && done < log {
		err = errors.New("readers keep the log")
	}
	return err
}

// saveBeside writes the run into a new file next to its old name.
func (f *File) saveBeside(why string) (string, error) {
	path := f.path + ".rescued"
	for n := 2; ; n++ {
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			break
		}
		path = fmt.Sprintf("%s.rescued-%d", f.path, n)
	}
	if _, err := f.w.Exec(`VACUUM INTO ?`, path); err != nil {
		os.Remove(path)
		return "", explain(path, "save the run", err)
	}
	saved, err := Open(path) // in this process, but not the same file
	if err != nil {
		return "", err
	}
	data, err := event.Encode(event.Rescued{Path: f.path, Why: why})
	if err == nil {
		err = saved.write("note the rescue", func(tx *sql.Tx) error {
			return addEvent(tx, 0, event.Rescued{}.Kind(), data)
		})
	}
	return path, errors.Join(err, saved.Close())
}
