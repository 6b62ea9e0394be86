package console

import (
	"os"
	"path/filepath"
	"regexp"
)

// ProgramName is how a person calls this program in the current folder: as it was
// called, or by way of the go command where that has built it for this time only.
// Whatever the program prints for a person to type begins with it.
func ProgramName() string { return nameOf(os.Args[0]) }

// builtForNow matches where go run keeps its programs: in a temporary folder, or in
// the build cache, which may have any name.
var builtForNow = regexp.MustCompile(`/go-build|/[0-9a-f]{64}-d/`)

func nameOf(called string) string {
	if builtForNow.MatchString(filepath.ToSlash(called)) {
		if _, err := os.Stat("cmd/apprentice"); err == nil {
			return "go run ./cmd/apprentice"
		}
		return "go run ."
	}
	if called == "" {
		return "apprentice"
	}
	return ShellWord(called)
}
