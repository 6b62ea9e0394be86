package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

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

// appendTo opens a file for writing at its end.
func appendTo(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, cannotWrite(path, err)
	}
	return file, nil
}

// writeFile writes a file whole or not at all: under another name first, which
// takes the place of path only when all of it is there. What is there and no
// ordinary file, such as a pipe, is written to directly.
func writeFile(path string, write func(io.Writer) error) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		file, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return cannotWrite(path, err)
		}
		return finish(path, file, write)
	}
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return cannotWrite(path, err)
	}
	defer os.Remove(file.Name()) // fails once renamed
	if err := finish(path, file, write); err != nil {
		return err
	}
	if err := os.Chmod(file.Name(), 0o644); err != nil {
		return cannotWrite(path, err)
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return cannotWrite(path, err)
	}
	return nil
}

// finish writes file, which will be called path, and closes it.
func finish(path string, file *os.File, write func(io.Writer) error) error {
	err := write(file)
	if e := file.Close(); err == nil {
		err = e
	}
	var failed *fs.PathError
	if errors.As(err, &failed) && failed.Path == file.Name() {
		return cannotWrite(path, err)
	}
	return err
}

// content returns a function for writeFile that writes bytes.
func content(data []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}
}

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
