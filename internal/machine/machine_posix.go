//go:build linux || darwin || freebsd

package machine

import (
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// Disk returns how many bytes the process may still write to the file system
// that holds path.
func Disk(path string) (free int64, err error) {
	var s unix.Statfs_t
	if err := unix.Statfs(path, &s); err != nil {
		return 0, &os.PathError{Op: "statfs", Path: path, Err: err}
	}
	return int64(s.Bavail) * int64(s.Bsize), nil
}

// Usage returns the CPU time that all threads of the process have taken, in
// the program and in the system.
func Usage() (time.Duration, error) {
	var r unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &r); err != nil {
		return 0, os.NewSyscallError("getrusage", err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano()), nil
}
