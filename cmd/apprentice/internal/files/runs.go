package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/internal/atomicfile"
	"apprentice/selfplay/run"
)

// OpenRun opens a run for reading.
func OpenRun(path string) (*run.File, error) {
	if err := mayBeRun(path); err != nil {
		return nil, err
	}
	return run.OpenReadOnly(path)
}

// OpenRunToWrite opens a run for writing.
func OpenRunToWrite(path string) (*run.File, error) {
	if err := mayBeRun(path); err != nil {
		return nil, err
	}
	return run.Open(path)
}

// mayBeRun returns an error if there is no file at path, or one that is not a run.
func mayBeRun(path string) error {
	info, err := os.Stat(path)
	folder, missing := atomicfile.MissingFolder(path)
	switch {
	case missing && errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no run %s: the folder %s does not exist", path, folder)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no run %s; apprentice train --run %s begins one", path, console.ShellWord(path))
	case err != nil:
		return fmt.Errorf("cannot read %s: %w", path, console.Cause(err))
	case info.IsDir():
		return fmt.Errorf("%s is a folder, not a run", path)
	case !info.Mode().IsRegular() || info.Size() > 0 && !run.IsDatabase(path):
		return fmt.Errorf("%s is not a run, but another file", path)
	}
	return nil
}
