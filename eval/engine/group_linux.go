package engine

import (
	"os/exec"
	"syscall"
)

// ownGroup makes the process that cmd will start the leader of a group, so that
// the Ctrl-C of a terminal does not reach it, and lets the kernel kill it when the
// thread that started it ends.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
