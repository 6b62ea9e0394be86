//go:build unix

package filesystem

import (
	"io/fs"
	"syscall"

	"golang.org/x/sys/unix"
)

// Links returns how many names a file has; 1 if that is unknown.
func Links(info fs.FileInfo) uint64 {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(s.Nlink)
	}
	return 1
}

// IDOf returns what distinguishes a file from all others of the machine; false on
// systems where files have no number.
func IDOf(info fs.FileInfo) (ID, bool) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return ID{}, false
	}
	device := uint64(s.Dev)
	return ID{unix.Major(device), unix.Minor(device), uint64(s.Ino)}, true
}

// Writable returns an error if this user may not write to a file. It does not
// open the file.
func Writable(path string) error { return unix.Access(path, unix.W_OK) }
