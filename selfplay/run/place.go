package run

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"apprentice/internal/filesystem"
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
