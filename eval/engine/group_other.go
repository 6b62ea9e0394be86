//go:build !unix

package engine

import (
	"os"
	"os/exec"
)

// ownGroup does nothing: there are no process groups here.
func ownGroup(*exec.Cmd) {}

// killGroup ends a process, which may have ended already. Its children end when
// their pipes break.
func killGroup(p *os.Process) { _ = p.Kill() }
