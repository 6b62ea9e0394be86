//go:build unix

package atomicfile

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// writable returns an error if this process may not write the file at path. It
// does not open the file, since closing a file that another part of this process
// has locked would drop the lock.
func writable(path string, _ fs.FileInfo) error { return unix.Access(path, unix.W_OK) }

// replace gives a finished file the name of the target and then closes it: while
// it is locked, no process takes it for a leftover.
func replace(file *os.File, target string) error {
	if err := os.Rename(file.Name(), target); err != nil {
		return err
	}
	return file.Close()
}

// SyncFolder makes the names in a folder durable.
func SyncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	defer folder.Close()
	if err := folder.Sync(); err != nil && !errors.Is(err, unix.EINVAL) {
		return err // EINVAL: a file system that cannot do it, and need not
	}
	return nil
}
