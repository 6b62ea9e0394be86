//go:build !linux

package console

// stdoutClosed reports whether standard output was closed when the program was
// started, which cannot be found out here.
func stdoutClosed() bool { return false }
