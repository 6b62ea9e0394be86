package machine

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// Memory returns how much memory the process may use in all and how much is
// available now, in bytes: of the machine, or of the control groups of the
// process if these have less.
func Memory() (total, available int64, err error) { return memory(root()) }

// RSS returns the memory of the process that is in RAM, in bytes, mapped files
// included.
func RSS() (int64, error) { return residentMemory(root()) }

// Nice makes the process give way to others, from 0 (not at all) to 19 (to all).
// Threads have their own niceness, and a new thread inherits that of its creator,
// so that all are set until no new one appears.
func Nice(n int) error {
	done := map[int]bool{}
	for {
		tasks, err := os.ReadDir("/proc/self/task")
		if err != nil {
			return unix.Setpriority(unix.PRIO_PROCESS, 0, n)
		}
		more := false
		for _, task := range tasks {
			thread, err := strconv.Atoi(task.Name())
			if err != nil || done[thread] {
				continue
			}
			done[thread], more = true, true
			if err := unix.Setpriority(unix.PRIO_PROCESS, thread, n); err != nil && err != unix.ESRCH {
				return err
			}
		}
		if !more {
			return nil
		}
	}
}
