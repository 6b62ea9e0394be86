//go:build !linux

package console

import "os"

// Discard does nothing: what a terminal has not taken is kept here.
func Discard(*os.File) {}
