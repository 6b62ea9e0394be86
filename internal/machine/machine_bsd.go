//go:build darwin || freebsd

package machine

import "golang.org/x/sys/unix"

// RSS reports ErrUnsupported: this system reports it to native programs only.
func RSS() (int64, error) { return 0, ErrUnsupported }

// Nice makes the process give way to others, from 0 (not at all) to 19 (to all).
func Nice(n int) error { return unix.Setpriority(unix.PRIO_PROCESS, 0, n) }
