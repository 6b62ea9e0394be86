//go:build unix

package filelock

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// Try locks an open file unless another open file description has it locked,
// and reports whether it did. Closing the file releases the lock.
func Try(file *os.File) (bool, error) {
	for {
		err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		switch {
		case err == nil:
			return true, nil
		case errors.Is(err, unix.EWOULDBLOCK):
			return false, nil
		case !errors.Is(err, unix.EINTR):
			return false, &os.PathError{Op: "lock", Path: file.Name(), Err: err}
		}
	}
}

// Release removes the file of the lock and gives the lock up. A process that gets
// the lock in between finds that its file is gone and tries again.
func (l *Lock) Release() {
	os.Remove(l.file.Name())
	l.file.Close()
}
