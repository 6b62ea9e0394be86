package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/internal/atomicfile"
)

// Use is a file that a command was told to use: by which flag, and its
// name. Without a name, or with that of standard output, there is no file.
type Use struct{ By, Path string }

// Set are all files that a command reads and writes. Its check finds
// before the work what must not or cannot be written.
type Set struct {
	Reads    []Use
	Replaces []Use // written whole
	Appends  []Use // PGN files, which grow
	States   []Use // which the command reads, locks and writes
}

// Check returns an error where an output is an input or another output, or is a
// file that no output may damage, or cannot be written.
func (f Set) Check() error {
	var outputs []outputFile
	for _, kind := range []struct {
		uses   []Use
		fit    func(path string) error
		stdout bool // standard output may be named
	}{{f.Appends, checkPGN, false}, {f.States, checkState, false}, {f.Replaces, checkWhole, true}} {
		for _, use := range kind.uses {
			if err := use.NeedsFile(); err != nil && !kind.stdout {
				return err
			}
			if !use.none() {
				outputs = append(outputs, outputFile{use, kind.fit})
			}
		}
	}
	for i, out := range outputs {
		for _, in := range f.Reads {
			if err := out.apartFrom(in, "reads it"); err != nil {
				return err
			}
		}
		for _, other := range outputs[:i] {
			if err := out.apartFrom(other.Use, "writes it"); err != nil {
				return err
			}
		}
	}
	for _, out := range outputs {
		if err := out.fit(out.Path); err != nil {
			return err
		}
	}
	return nil
}

// outputFile is a file that a command writes, and what finds whether it can.
type outputFile struct {
	Use
	fit func(path string) error
}

// checkWhole returns the error that Write would give.
func checkWhole(path string) error {
	if err := valuable(path); err != nil {
		return err
	}
	return atomicfile.Check(path)
}

// checkState returns an error where no state can be kept.
func checkState(path string) error {
	if err := database(path); err != nil {
		return err
	}
	if err := atomicfile.Check(path); err != nil {
		return err
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("cannot write %s: a state can only be kept in a regular file", path)
	}
	return nil
}

// none reports whether the use is of no file.
func (u Use) none() bool { return u.Path == "" || u.Path == console.StandardOutput }

// NeedsFile returns an error if the use is of standard output.
func (u Use) NeedsFile() error {
	if u.Path != console.StandardOutput {
		return nil
	}
	return fmt.Errorf("%s is -, which is standard output; name a file", u.By)
}

// companions are what the names of the files end with that belong to a run or a
// state: logs of the database, and locks.
var companions = [...]string{"-wal", "-shm", "-journal", ".new", lockSuffix}

// apartFrom returns an error where the output u is the file of another use, or
// one that belongs to it. does says what the other use does with the file.
func (u Use) apartFrom(other Use, does string) error {
	if other.none() {
		return nil
	}
	if Same(u.Path, other.Path) {
		return fmt.Errorf("%s is %s, and %s %s; name another file", u.By, u.Path, other.By, does)
	}
	for _, suffix := range companions {
		if Same(u.Path, other.Path+suffix) {
			return fmt.Errorf("%s is %s, which belongs to %s; name another file", u.By, u.Path, other.Path)
		}
	}
	return nil
}

// Same reports whether two names lead to one regular file, be it there or
// not.
func Same(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	if errX == nil && errY == nil {
		return x.Mode().IsRegular() && os.SameFile(x, y)
	}
	if !errors.Is(errX, fs.ErrNotExist) || !errors.Is(errY, fs.ErrNotExist) {
		return false
	}
	a, errX = atomicfile.Target(a)
	b, errY = atomicfile.Target(b)
	return errX == nil && errY == nil && a == b
}
