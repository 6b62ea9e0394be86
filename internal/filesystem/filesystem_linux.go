package filesystem

import "golang.org/x/sys/unix"

// WithoutLocks returns the name of the file system of a folder if locks and shared
// memory do not work on it between processes or machines, else "". Sooner or
// later, a database on such a file system is damaged silently.
func WithoutLocks(folder string) string {
	var s unix.Statfs_t
	if unix.Statfs(folder, &s) != nil {
		return ""
	}
	return withoutLocks(uint32(s.Type))
}
