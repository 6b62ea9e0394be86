package run

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"apprentice/internal/filelock"
)

// lockWriter takes the writer lock of the run at path, which keeps other writers
// away, or returns ErrInUse, which names the holder. The lock is on a file next
// to the run, not on the run file itself, since locks on that belong to SQLite.
func lockWriter(path string) (*filelock.Lock, error) {
	return takeLock(path, path+".lock")
}

// takeLock takes a lock of the run at path whose file has the given name.
func takeLock(path, name string) (*filelock.Lock, error) {
	lock, err := filelock.Take(name)
	var inUse *filelock.InUseError
	if errors.As(err, &inUse) {
		return nil, fmt.Errorf("%s: %w: %v", path, ErrInUse, inUse.Holder)
	}
	if err != nil {
		return nil, explain(path, "take the writer's lock", err)
	}
	return lock, nil
}

// WriterOf returns the process that has the run at path open for writing; false
// if none has.
func WriterOf(path string) (filelock.Holder, bool) {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	name := path + ".lock"
	if _, err := os.Stat(name); err != nil {
		return filelock.Holder{}, false
	}
	lock, err := filelock.Take(name) // one that a killed process left can be taken
	var inUse *filelock.InUseError
	if errors.As(err, &inUse) {
		return inUse.Holder, true
	}
	if err == nil {
		lock.Release()
	}
	return filelock.Holder{}, false
}
