//go:build !unix

package console

import "os"

// ProcessExists reports whether there is a process of this number.
func ProcessExists(pid int) bool {
	process, err := os.FindProcess(pid) // fails here where there is none
	if err != nil {
		return false
	}
	process.Release()
	return true
}
