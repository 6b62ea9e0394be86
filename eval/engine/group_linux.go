package engine

import (
	"os/exec"
	"syscall"
)

// ownGroup makes the process that cmd will start the leader of a group, which
// also keeps the Ctrl-C of a terminal from it, and has the kernel kill it when
// the thread that starts it ends.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
