// Package filelock keeps two processes from working on one file at a time.
//
// A lock is a lock of the operating system on a file of its own, beside the
// file that it guards, so it ends with the process that holds it, however that
// ends. The lock file says who holds it, for the message to whoever comes
// second. It is removed when the lock is released; one that a killed process
// left behind is in nobody's way.
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
	Holder Holder // zero where the lock file does not say
}

// Error says who holds the lock, since when, and what to do.
func (e *InUseError) Error() string { return "in use by " + e.Holder.String() }

// Unwrap returns ErrInUse.
func (e *InUseError) Unwrap() error { return ErrInUse }

// Lock is a lock that is held.
type Lock struct {
	file *os.File
}

// Take takes the lock whose file has the given name, and writes there who holds
// it. The error is an *InUseError while somebody else does; other errors are
// those of the operating system. The caller releases the lock.
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
		// here: then the lock is on a file that nobody else will find.
		if Leads(name, file) {
			writeHolder(file, self()) // the lock holds without it
			return &Lock{file}, nil
		}
		file.Close()
	}
}

// Leads reports whether name leads to the open file: not where the file was
// removed, moved or replaced after it was opened.
func Leads(name string, file *os.File) bool {
	opened, err := file.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(name)
	return err == nil && os.SameFile(opened, there)
}
