package machine

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// Memory returns how much memory the process may use in all and how much of
// it can be taken now, in bytes: of the machine, or of the control groups that
// the process is in where these have less.
func Memory() (total, available int64, err error) { return memory(root()) }

// RSS returns the memory of the process that is in RAM, in bytes, mapped files
// included.
func RSS() (int64, error) { return residentMemory(root()) }

// Nice makes the process give way to others: from 0, none, to 19, all. Threads
// have their own niceness, and a new one takes that of the thread that made it:
// so all are set until no new one appears.
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
