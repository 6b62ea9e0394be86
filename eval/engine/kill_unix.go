//go:build unix

package engine

import (
	"os"
	"syscall"
)

// killGroup ends a process and all of its children in its group. The group may be
// empty.
func killGroup(p *os.Process) { _ = syscall.Kill(-p.Pid, syscall.SIGKILL) }
