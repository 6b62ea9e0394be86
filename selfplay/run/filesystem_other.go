//go:build !linux && !darwin && !freebsd && !windows

package run

// fileSystem returns "": nothing is known about file systems here.
func fileSystem(string) string { return "" }
