package atomicfile

import (
	"io/fs"
	"os"
)

// writable returns an error if the file at path is marked as read-only.
func writable(_ string, info fs.FileInfo) error {
	if info.Mode().Perm()&0o200 == 0 {
		return fs.ErrPermission
	}
	return nil
}

// replace closes a finished file and gives it the name of the target: an open
// file cannot be renamed here.
func replace(file *os.File, target string) error {
	if err := file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), target)
}

// SyncFolder does nothing: folders cannot be flushed here, and renames are
// journaled.
func SyncFolder(string) error { return nil }
