package run

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"apprentice/internal/filesystem"
	"apprentice/selfplay/run/event"
)

// place is where the files of a run were when it was opened. It is compared by
// stat alone: opening and closing one of the files would drop the locks that
// SQLite holds on it, since those belong to the process and the file.
type place struct {
	file, log, index fs.FileInfo // log and index are nil where they could not be seen
	size             int64       // below which the file cannot fall
}

// misplaced describes what has happened to the files of a run.
type misplaced struct {
	why    string
	gone   bool   // the name leads to no file, to another file, or to one that was emptied
	moved  bool   // the file may be whole under another name
	remedy string // what to do before the run is continued; "" for nothing
}

// remember notes where the files are, with the log in use.
func (f *File) remember() error {
	info, err := os.Stat(f.path)
	if err != nil {
		return err
	}
	p := &place{file: info, size: info.Size()}
	if info, err = os.Stat(f.path + "-wal"); err == nil {
		p.log = info
	}
	if info, err = os.Stat(f.path + "-shm"); err == nil {
		p.index = info
	}
	for _, info := range []fs.FileInfo{p.file, p.log, p.index} {
		os.SameFile(info, info) // on systems that identify files by opening them, that is done now
	}
	f.place = p
	return nil
}

// moved returns what has happened to the files; nil if they are still in place.
func (f *File) moved() *misplaced {
	p := f.place
	if p == nil {
		return nil
	}
	info, err := os.Stat(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &misplaced{why: "it was deleted or moved", gone: true, moved: true}
	case err != nil:
		return nil // it cannot be seen, which says nothing about the file
	case !os.SameFile(info, p.file):
		return &misplaced{why: "another file took its place", gone: true, moved: true}
	case info.Size() < p.size:
		return &misplaced{why: fmt.Sprintf("it was truncated from at least %d to %d bytes", p.size, info.Size()), gone: true}
	case filesystem.Links(info) > 1:
		return &misplaced{why: hardLinked, remedy: otherName}
	}
	for name, before := range map[string]fs.FileInfo{f.path + "-wal": p.log, f.path + "-shm": p.index} {
		if before == nil {
			continue
		}
		info, err := os.Stat(name)
		if errors.Is(err, fs.ErrNotExist) || err == nil && !os.SameFile(info, before) {
			return &misplaced{why: fmt.Sprintf("%s, which belongs to it, was deleted, moved or replaced", filepath.Base(name))}
		}
	}
	return nil
}

// hardLinked is what is wrong with a file that has two names.
const hardLinked = "it has a second name (a hard link), and two programs that write to it under two names destroy it"

// otherName is what to do about it.
const otherName = "remove the other name, or make a real copy"

// onlyName returns an error if the file has a second name.
func onlyName(path string, info fs.FileInfo) error {
	if filesystem.Links(info) > 1 {
		return fmt.Errorf("%s: %w: %s: %s", path, ErrMoved, hardLinked, otherName)
	}
	return nil
}

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
