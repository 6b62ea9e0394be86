//go:build !linux

package machine

// NiceThread does nothing: threads of this system have no niceness of their own.
func NiceThread(int) {}
