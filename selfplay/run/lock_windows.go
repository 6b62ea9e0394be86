package run

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// tryLock locks the file unless another handle has it locked.
func tryLock(file *os.File) (bool, error) {
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	err := windows.LockFileEx(windows.Handle(file.Fd()), flags, 0, 1, 0, new(windows.Overlapped))
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		return false, nil
	}
	return err == nil, err
}

// release gives up the lock and removes its file, which fails harmlessly when
// another writer has it open by now.
func (l *writerLock) release() {
	l.file.Close()
	os.Remove(l.file.Name())
}

// syncFolder does nothing: folders cannot be flushed here, and renames are
// journaled.
func syncFolder(string) error { return nil }
