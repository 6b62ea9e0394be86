//go:build !unix

package main

import "os"

// processExists reports whether there is a process of this number.
func processExists(pid int) bool {
	process, err := os.FindProcess(pid) // fails here where there is none
	if err != nil {
		return false
	}
	process.Release()
	return true
}
