package run

import "golang.org/x/sys/unix"

// fileSystem returns the name of the file system of a folder if runs are not safe
// on it, else "".
func fileSystem(folder string) string {
	var s unix.Statfs_t
	if unix.Statfs(folder, &s) != nil {
		return ""
	}
	return badFileSystem(uint32(s.Type))
}
