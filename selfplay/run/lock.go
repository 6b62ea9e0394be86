package run

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"apprentice/internal/filelock"
	"apprentice/internal/filesystem"
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
		return nil, explain(path, "lock run", err)
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

// lockInode takes a lock that belongs to the file itself rather than to its
// name, so that a run that was moved while it trains is not opened twice. It
// returns nil on systems where files have no number.
func lockInode(path string, info fs.FileInfo) (*filelock.Lock, error) {
	id, ok := filesystem.IDOf(info)
	if !ok {
		return nil, nil
	}
	name := filepath.Join(filepath.Dir(path), fmt.Sprintf(".run-%x-%x-%d.lock", id.Major, id.Minor, id.Inode))
	return takeLock(path, name)
}

// onLocalDisk returns an error if a run is not safe on the file system of a
// folder.
func onLocalDisk(path, folder string) error {
	if name := filesystem.WithoutLocks(folder); name != "" {
		return fmt.Errorf("%s: %w: it lies on a %s file system, where locks do not hold: keep runs on a disk of this machine and copy them there when they are done (games copy)",
			path, ErrFileSystem, name)
	}
	return nil
}
