// Package filelock keeps two processes from working on one file at a time.
//
// A lock is a lock of the operating system on a file of its own, next to the file
// that it guards, so that it ends with the process that holds it, even if that is
// killed. The lock file names the holder, for the error message of the next
// process. It is removed when the lock is released; one left by a killed process
// does no harm.
package filelock

import (
	"errors"
	"os"
)

// ErrInUse is what errors.Is finds in the error of Take while another process,
// or another Lock of this one, holds the lock.
var ErrInUse = errors.New("in use by another process")

// InUseError says who holds a lock. It wraps ErrInUse.
type InUseError struct {
	Holder Holder // zero if the lock file does not say
}

// Error says who holds the lock, since when, and what to do.
func (e *InUseError) Error() string { return "in use by " + e.Holder.String() }

// Unwrap returns ErrInUse.
func (e *InUseError) Unwrap() error { return ErrInUse }

// Lock is a lock that is held.
type Lock struct {
	file *os.File
}

// Take takes the lock whose file has the given name, and writes the holder into
// the file. The error is an *InUseError while another process holds the lock;
// other errors are those of the operating system. The caller releases the lock.
func Take(name string) (*Lock, error) {
	for {
		file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o666)
		if err != nil {
			return nil, err
		}
		locked, err := Try(file)
		if err == nil && !locked {
			err = &InUseError{readHolder(file)}
		}
		if err != nil {
			file.Close()
			return nil, err
		}
		// The previous holder may have removed the file after it was opened
		// here. Then the lock is on a file that no other process will find.
		if Leads(name, file) {
			writeHolder(file, self()) // the lock holds without it
			return &Lock{file}, nil
		}
		file.Close()
	}
}

// Leads reports whether name still leads to the open file: false if the file was
// removed, moved or replaced after it was opened.
func Leads(name string, file *os.File) bool {
	opened, err := file.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(name)
	return err == nil && os.SameFile(opened, there)
}
