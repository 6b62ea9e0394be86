//go:build unix

package engine

import (
	"os"
	"syscall"
)

// killGroup ends a process and all of its children that have not left its
// group. There may be none left.
func killGroup(p *os.Process) { _ = syscall.Kill(-p.Pid, syscall.SIGKILL) }
