package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

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
		if _, e := atomicfile.Target(path); errors.Is(e, fs.ErrNotExist) {
			return fmt.Errorf("there is no run %s: it is a link into a folder that does not exist", path)
		}
		return fmt.Errorf("there is no run %s; %s train --run %s begins one%s", path, console.ProgramName(), console.ShellWord(path), others(path))
	case err != nil:
		return fmt.Errorf("cannot read %s: %w", path, console.Cause(err))
	case info.IsDir():
		return fmt.Errorf("%s is a folder, not a run", path)
	case !info.Mode().IsRegular() || info.Size() > 0 && !run.IsDatabase(path):
		return fmt.Errorf("%s is not a run, but another file", path)
	}
	return nil
}

// mostOthers is how many runs an error names.
const mostOthers = 3

// others names the runs that lie where one is missing; "" for none.
func others(path string) string {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return ""
	}
	var names []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".run") && e.Type().IsRegular() {
			names = append(names, console.ShellWord(e.Name()))
		}
	}
	switch {
	case len(names) == 0:
		return ""
	case len(names) > mostOthers:
		return fmt.Sprintf("; the folder has %s and %s", strings.Join(names[:mostOthers], ", "), console.Plural(len(names)-mostOthers, "other"))
	}
	return "; the folder has " + console.JoinAnd(names)
}
