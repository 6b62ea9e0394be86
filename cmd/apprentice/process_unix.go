//go:build unix

package main

import (
	"errors"
	"syscall"
)

// processExists reports whether there is a process of this number.
func processExists(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
