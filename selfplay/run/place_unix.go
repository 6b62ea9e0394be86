//go:build unix

package run

import (
	"io/fs"
	"syscall"

	"golang.org/x/sys/unix"
)

// linkCount returns how many names a file has; 1 if that is unknown.
func linkCount(info fs.FileInfo) uint64 {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(s.Nlink)
	}
	return 1
}

// fileID returns what distinguishes a file from all others of the machine.
func fileID(info fs.FileInfo) (fileDevice, uint64, bool) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return fileDevice{}, 0, false
	}
	device := uint64(s.Dev)
	return fileDevice{unix.Major(device), unix.Minor(device)}, uint64(s.Ino), true
}

// writable returns an error if this user may not write to a file. It does not
// open the file.
func writable(path string) error { return unix.Access(path, unix.W_OK) }
