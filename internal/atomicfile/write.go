// Package atomicfile writes files whole or not at all: neither a reader nor a kill
// nor a power loss ever leaves half a file.
//
// The content goes to a temporary file next to the target, reaches the disk, and
// takes the place of the target in one step. The temporary file is locked while
// its writer lives, so that the next writer of the same target recognises and
// removes those left by killed processes.
package atomicfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Write replaces the content of the file at path by what write writes, whole or
// not at all: on any error the old content stays. The file keeps its permissions;
// a new file gets those that the umask allows. A symbolic link stays, and the file
// that it leads to is written. Anything but a regular file, such as a pipe, is
// written to directly.
//
// When Write returns nil the content is on the disk. Errors of write are returned
// unchanged; all others name path.
func Write(path string, write func(io.Writer) error) error {
	target, info, err := locate(path)
	if err != nil {
		return cannot(path, err)
	}
	if info != nil && !info.Mode().IsRegular() {
		return through(path, write)
	}
	removeLeftovers(target)
	file, err := create(target, info)
	if err != nil {
		return cannot(path, err)
	}
	defer discard(file) // fails once renamed
	if err := write(file); err != nil {
		return ofFile(path, file, err)
	}
	if err := file.Sync(); err != nil {
		return cannot(path, err)
	}
	if err := replace(file, target); err != nil {
		return cannot(path, err)
	}
	if err := SyncFolder(filepath.Dir(target)); err != nil && !errors.Is(err, fs.ErrPermission) {
		return cannot(path, err) // a folder that may not be read cannot be flushed
	}
	return nil
}

// WriteBytes is Write for content that is in memory.
func WriteBytes(path string, content []byte) error {
	return Write(path, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

// Check returns the error that Write would fail with at once, for callers who work
// long before they write: a folder that is missing or read-only, a target that is
// a folder or must not be written. It leaves no file.
func Check(path string) error {
	target, info, err := locate(path)
	if err != nil {
		return cannot(path, err)
	}
	if info != nil && !info.Mode().IsRegular() {
		return nil // opening a pipe might wait for its reader
	}
	removeLeftovers(target)
	file, err := create(target, info)
	if err != nil {
		return cannot(path, err)
	}
	discard(file)
	return nil
}

// locate returns the file that path leads to, with its info, nil if it does not
// exist. It returns an error if no file can be written there.
func locate(path string) (target string, info fs.FileInfo, err error) {
	if target, err = Target(path); err != nil {
		return "", nil, err
	}
	info, err = os.Stat(target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return target, nil, nil
	case err != nil:
		return "", nil, err
	case info.IsDir():
		return "", nil, syscall.EISDIR
	}
	return target, info, writable(target, info)
}

// through writes to what is not a regular file.
func through(path string, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return cannot(path, err)
	}
	err = write(file)
	if e := file.Close(); err == nil {
		err = e
	}
	return ofFile(path, file, err)
}

// ofFile names path in an error of its temporary file, and returns other errors
// unchanged.
func ofFile(path string, file *os.File, err error) error {
	var failed *fs.PathError
	if errors.As(err, &failed) && failed.Path == file.Name() {
		return cannot(path, err)
	}
	return err
}

// cannot names the file that could not be written, and the reason in the words of
// the operating system.
func cannot(path string, err error) error {
	var pathError *fs.PathError
	var linkError *os.LinkError
	switch {
	case errors.As(err, &pathError):
		err = pathError.Err
	case errors.As(err, &linkError):
		err = linkError.Err
	}
	if folder, ok := MissingFolder(path); ok && errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot write %s: the folder %s %w", path, folder, errMissing)
	}
	return fmt.Errorf("cannot write %s: %w", path, err)
}

// errMissing is fs.ErrNotExist with a text that follows the name of a file or
// folder.
var errMissing = missing{}

type missing struct{}

// Error returns the text.
func (missing) Error() string { return "does not exist" }

// Is reports whether target is fs.ErrNotExist.
func (missing) Is(target error) bool { return target == fs.ErrNotExist }

// MissingFolder returns the first folder on the path of a file that does not
// exist; ok is false if all of them exist.
func MissingFolder(path string) (folder string, ok bool) {
	for at := filepath.Dir(path); ; at = filepath.Dir(at) {
		if _, err := os.Stat(at); !errors.Is(err, fs.ErrNotExist) {
			return folder, folder != ""
		}
		folder = at
		if at == filepath.Dir(at) {
			return folder, true
		}
	}
}
