//go:build unix

package console

import (
	"errors"
	"syscall"
)

// ProcessExists reports whether there is a process of this number.
func ProcessExists(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
