package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"apprentice/eval/engine"
	"apprentice/internal/atomicfile"
	"apprentice/selfplay/run"
)

// fileUse is a file that a command was told to use: by which flag, and its
// name. Without a name, or with that of standard output, there is no file.
type fileUse struct{ by, path string }

// commandFiles are all files that a command reads and writes. Its check finds
// before the work what must not or cannot be written.
type commandFiles struct {
	reads    []fileUse
	replaces []fileUse // written whole
	appends  []fileUse // PGN files, which grow
	states   []fileUse // which the command reads, locks and writes
}

// check returns an error where an output is an input or another output, or is a
// file that no output may damage, or cannot be written.
func (f commandFiles) check() error {
	var outputs []outputFile
	for _, kind := range []struct {
		uses []fileUse
		fit  func(path string) error
	}{{f.appends, checkPGN}, {f.states, checkState}, {f.replaces, checkWhole}} {
		for _, use := range kind.uses {
			if !use.none() {
				outputs = append(outputs, outputFile{use, kind.fit})
			}
		}
	}
	for i, out := range outputs {
		for _, in := range f.reads {
			if err := out.apartFrom(in, "reads it"); err != nil {
				return err
			}
		}
		for _, other := range outputs[:i] {
			if err := out.apartFrom(other.fileUse, "writes it"); err != nil {
				return err
			}
		}
	}
	for _, out := range outputs {
		if err := out.fit(out.path); err != nil {
			return err
		}
	}
	return nil
}

// outputFile is a file that a command writes, and what finds whether it can.
type outputFile struct {
	fileUse
	fit func(path string) error
}

// checkWhole returns the error that writeFile would give.
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
func (u fileUse) none() bool { return u.path == "" || u.path == standardOutput }

// companions are what the names of the files end with that belong to a run or a
// state: logs of the database, and locks.
var companions = [...]string{"-wal", "-shm", "-journal", ".new", lockSuffix}

// apartFrom returns an error where the output u is the file of another use, or
// one that belongs to it. does says what the other use does with the file.
func (u fileUse) apartFrom(other fileUse, does string) error {
	if other.none() {
		return nil
	}
	if oneFile(u.path, other.path) {
		return fmt.Errorf("%s is %s, and %s %s; name another file", u.by, u.path, other.by, does)
	}
	for _, suffix := range companions {
		if oneFile(u.path, other.path+suffix) {
			return fmt.Errorf("%s is %s, which belongs to %s; name another file", u.by, u.path, other.path)
		}
	}
	return nil
}

// oneFile reports whether two names lead to one regular file, be it there or
// not.
func oneFile(a, b string) bool {
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

// database returns an error where the file is a run or another database, or
// belongs to one.
func database(path string) error {
	if run.IsDatabase(path) {
		return fmt.Errorf("cannot write %s: it is a run or another database; name another file", path)
	}
	for _, suffix := range companions {
		if owner, ok := strings.CutSuffix(path, suffix); ok && run.IsDatabase(owner) {
			return fmt.Errorf("cannot write %s: it belongs to %s; name another file", path, owner)
		}
	}
	return nil
}

// valuable returns an error where a file is one that no output may replace: a
// run or another database, or the state of a match or a tuning.
func valuable(path string) error {
	if err := database(path); err != nil {
		return err
	}
	if head, err := headOf(path); err == nil && isState(head) {
		return fmt.Errorf("cannot write %s: it is the state of a match or a tuning; name another file", path)
	}
	return nil
}

// isState reports whether a file with this beginning is the state of a match or
// a tuning.
func isState(head []byte) bool {
	head = bytes.Join(bytes.Fields(head), nil)
	return bytes.HasPrefix(head, []byte(`{"format":"apprenticematch`)) || bytes.HasPrefix(head, []byte(`{"format":"apprenticetune`))
}

// headOf returns the first bytes of a regular file that is no database.
func headOf(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	head := make([]byte, 512)
	n, err := io.ReadFull(file, head)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return head[:n], err
}

// filesOf returns the files that players are read from.
func filesOf(by string, specs []string) (uses []fileUse) {
	for _, spec := range specs {
		who, _, _ := cutKeys(spec)
		kind, arg, _ := strings.Cut(who, ":")
		switch kind {
		case "net":
			uses = append(uses, fileUse{by, arg})
		case "gen":
			if _, path, ok := strings.Cut(arg, "@"); ok {
				uses = append(uses, fileUse{by, path})
			}
		case "engine":
			if s, err := engine.ParseSpec(arg); err == nil {
				uses = append(uses, fileUse{by, s.Path})
			}
		}
	}
	return uses
}
