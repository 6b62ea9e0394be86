//go:build darwin || freebsd

package machine

import "golang.org/x/sys/unix"

// RSS reports ErrUnsupported: this system tells it to native programs only.
func RSS() (int64, error) { return 0, ErrUnsupported }

// Nice makes the process give way to others: from 0, none, to 19, all.
func Nice(n int) error { return unix.Setpriority(unix.PRIO_PROCESS, 0, n) }
