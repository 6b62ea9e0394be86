//go:build unix

package engine

import (
	"os"
	"os/exec"
	"syscall"
)

// ownGroup makes the process that cmd will start the leader of a group, which
// also keeps the Ctrl-C of a terminal from it.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// killGroup ends a process and all of its children that have not left its
// group. There may be none left.
func killGroup(p *os.Process) { _ = syscall.Kill(-p.Pid, syscall.SIGKILL) }
