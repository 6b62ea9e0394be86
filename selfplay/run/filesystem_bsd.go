//go:build darwin || freebsd

package run

import "golang.org/x/sys/unix"

// fileSystem returns the name of the file system of a folder if runs are not safe
// on it, else "".
func fileSystem(folder string) string {
	var s unix.Statfs_t
	if unix.Statfs(folder, &s) != nil {
		return ""
	}
	name := make([]byte, 0, len(s.Fstypename))
	for _, c := range s.Fstypename {
		if c == 0 {
			break
		}
		name = append(name, byte(c))
	}
	return badFileSystemName(string(name))
}
