package run

import "golang.org/x/sys/unix"

// fileSystem returns the name of the file system that a folder lies on where it
// is a bad one, else "".
func fileSystem(folder string) string {
	var s unix.Statfs_t
	if unix.Statfs(folder, &s) != nil {
		return ""
	}
	return badFileSystem(uint32(s.Type))
}
