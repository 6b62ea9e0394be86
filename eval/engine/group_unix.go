//go:build unix && !linux

package engine

import (
	"os/exec"
	"syscall"
)

// ownGroup makes the process that cmd will start the leader of a group, so that
// the Ctrl-C of a terminal does not reach it.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
