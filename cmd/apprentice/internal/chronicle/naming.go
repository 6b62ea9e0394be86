package chronicle

import (
	"path/filepath"
	"strings"

	"apprentice/cmd/apprentice/internal/printable"
)

// nameRuns names the runs of a picture: by their files, with as much of the paths
// as tells them apart, and by their knobs.
func nameRuns(runs []*History) {
	paths := make([]string, len(runs))
	for i, h := range runs {
		paths[i] = h.path
	}
	for i, name := range shortNames(paths) {
		if runs[i].knobs != "" {
			name += " (" + runs[i].knobs + ")"
		}
		runs[i].name = printable.Text(name)
	}
}

// shortNames returns the last parts of paths, as many as tell each from the
// others, without the extension .run where that is not what differs. Equal paths
// have equal names.
func shortNames(paths []string) []string {
	parts, names := make([][]string, len(paths)), make([]string, len(paths))
	for i, path := range paths {
		if full, err := filepath.Abs(path); err == nil {
			path = full
		}
		parts[i] = strings.Split(filepath.ToSlash(path), "/")
	}
	name := func(i, n int, trim bool) string {
		s := strings.Join(parts[i][max(len(parts[i])-n, 0):], "/")
		if trim {
			s = strings.TrimSuffix(s, ".run")
		}
		return s
	}
	// alone reports whether no other path has that name.
	alone := func(i, n int, trim bool) bool {
		for j := range paths {
			if j != i && name(i, n, trim) == name(j, n, trim) {
				return false
			}
		}
		return true
	}
	for i := range paths {
		n := 1
		for n < len(parts[i]) && !alone(i, n, false) {
			n++
		}
		names[i] = name(i, n, alone(i, n, true) || !alone(i, n, false))
	}
	return names
}
