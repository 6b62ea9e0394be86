//go:build unix && !linux

package engine

import (
	"os/exec"
	"syscall"
)

// ownGroup makes the process that cmd will start the leader of a group, which
// also keeps the Ctrl-C of a terminal from it.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
