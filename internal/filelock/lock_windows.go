package filelock

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// Try locks an open file unless another handle has it locked, and reports
// whether it did. Closing the file releases the lock. What is locked is the
// first byte, which others can then neither read nor write.
func Try(file *os.File) (bool, error) {
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	err := windows.LockFileEx(windows.Handle(file.Fd()), flags, 0, holderStart, 0, new(windows.Overlapped))
	switch {
	case err == nil:
		return true, nil
	case errors.Is(err, windows.ERROR_LOCK_VIOLATION), errors.Is(err, windows.ERROR_IO_PENDING):
		return false, nil
	}
	return false, &os.PathError{Op: "lock", Path: file.Name(), Err: err}
}

// Release gives up the lock and removes its file, which fails harmlessly if
// another process has opened it by now.
func (l *Lock) Release() {
	l.file.Close()
	os.Remove(l.file.Name())
}
