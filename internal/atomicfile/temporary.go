package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"apprentice/internal/filelock"
)

// The temporary files of NAME are called .NAME.DIGITS.tmp.
const (
	suffix    = ".tmp"
	digits    = 16  // hexadecimal
	maxPrefix = 200 // bytes of the name that are kept, since names have a limit
)

// prefixOf returns what the names of all temporary files of a target begin
// with.
func prefixOf(target string) string {
	name := filepath.Base(target)
	return "." + name[:min(len(name), maxPrefix)] + "."
}

// create makes and locks a temporary file of a target. It has the permissions of
// the target, or those that the umask allows if there is no target.
func create(target string, there fs.FileInfo) (*os.File, error) {
	for {
		name := fmt.Sprintf("%s%0*x%s", prefixOf(target), digits, rand.Uint64(), suffix)
		name = filepath.Join(filepath.Dir(target), name)
		file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		// If files cannot be locked, those of killed processes stay.
		if locked, err := filelock.Try(file); err == nil && !locked || !filelock.Leads(name, file) {
			discard(file) // taken for a leftover before it was locked
			continue
		}
		if there != nil {
			if err := keepMode(file, there); err != nil {
				discard(file)
				return nil, err
			}
		}
		return file, nil
	}
}

// keepMode gives a file the permissions of another one.
func keepMode(file *os.File, there fs.FileInfo) error {
	if info, err := file.Stat(); err == nil && info.Mode().Perm() == there.Mode().Perm() {
		return nil // some file systems have fixed permissions and refuse even these
	}
	return file.Chmod(there.Mode().Perm())
}

// discard removes a temporary file and closes it, which ends its lock. On systems
// where an open file cannot be removed, it is removed after that.
func discard(file *os.File) {
	err := os.Remove(file.Name())
	file.Close()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		os.Remove(file.Name())
	}
}

// removeLeftovers removes the temporary files of a target whose writers are dead.
// It ignores errors: nothing depends on it.
func removeLeftovers(target string) {
	entries, err := os.ReadDir(filepath.Dir(target))
	if err != nil {
		return
	}
	for _, entry := range entries {
		if entry.Type().IsRegular() && isTemporary(entry.Name(), target) {
			removeIfDead(filepath.Join(filepath.Dir(target), entry.Name()))
		}
	}
}

// isTemporary reports whether name is that of a temporary file of a target.
func isTemporary(name, target string) bool {
	middle, ok := strings.CutPrefix(name, prefixOf(target))
	if !ok {
		return false
	}
	middle, ok = strings.CutSuffix(middle, suffix)
	return ok && len(middle) == digits && strings.Trim(middle, "0123456789abcdef") == ""
}

// removeIfDead removes a temporary file unless its writer still holds its lock.
func removeIfDead(name string) {
	file, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return
	}
	if locked, err := filelock.Try(file); err == nil && locked {
		discard(file)
		return
	}
	file.Close()
}
