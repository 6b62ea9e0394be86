package filesystem

import (
	"path/filepath"

	"golang.org/x/sys/windows"
)

// WithoutLocks returns "SMB" for a folder on a network drive, else "".
func WithoutLocks(folder string) string {
	abs, err := filepath.Abs(folder)
	if err != nil {
		return ""
	}
	root, err := windows.UTF16PtrFromString(filepath.VolumeName(abs) + `\`)
	if err == nil && windows.GetDriveType(root) == windows.DRIVE_REMOTE {
		return "SMB"
	}
	return ""
}
