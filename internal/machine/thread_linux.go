package machine

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// NiceThread gives the goroutine a thread of its own for the rest of its life,
// and makes that give way to the other threads of the process, by n of niceness
// more than it has. The thread ends with the goroutine: a process may not take
// niceness back. Systems whose threads have no niceness of their own ignore it.
func NiceThread(n int) {
	runtime.LockOSThread()
	thread := unix.Gettid()
	// The system call returns 20 less the niceness, from 1 to 40.
	if got, err := unix.Getpriority(unix.PRIO_PROCESS, thread); err == nil {
		_ = unix.Setpriority(unix.PRIO_PROCESS, thread, min(20-got+n, 19)) // without it all threads are equal
	}
}
