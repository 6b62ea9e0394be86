package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"apprentice/internal/atomicfile"
	"apprentice/internal/filelock"
	"apprentice/selfplay/run"
)

// openRun opens a run for reading.
func openRun(path string) (*run.File, error) {
	file, err := run.OpenReadOnly(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no run %s; apprentice train --run %s begins one", path, shellWord(path))
	}
	return file, err
}

// openFile opens a file for reading.
func openFile(path string) (*os.File, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", path, cause(err))
	}
	return file, nil
}

// writeFile writes a file whole or not at all, as atomicfile.Write does, unless
// what is there is worth more than any output; see valuable.
func writeFile(path string, write func(io.Writer) error) error {
	if err := valuable(path); err != nil {
		return err
	}
	return atomicfile.Write(path, write)
}

// content returns a function for writeFile that writes bytes.
func content(data []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}
}

// lockFile keeps other processes away from a file that this one goes on writing,
// by a lock beside it, whether or not the file is there yet. The caller
// releases the lock.
func lockFile(path string) (*filelock.Lock, error) {
	target, err := atomicfile.Target(path)
	if err != nil {
		return nil, cannotWrite(path, err)
	}
	lock, err := filelock.Take(target + lockSuffix)
	switch {
	case errors.Is(err, filelock.ErrInUse):
		return nil, fmt.Errorf("%s is %w", path, err)
	case err != nil:
		return nil, cannotWrite(path, err)
	}
	return lock, nil
}

// lockSuffix is what the name of a lock file ends with.
const lockSuffix = ".lock"

// cannotWrite names the file that could not be written and why.
func cannotWrite(path string, err error) error {
	return fmt.Errorf("cannot write %s: %w", path, cause(err))
}

// cause returns what the operating system said, without the path, which the
// message around it names.
func cause(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	var linkError *os.LinkError
	if errors.As(err, &linkError) {
		return linkError.Err
	}
	return err
}
