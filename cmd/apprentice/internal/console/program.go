package console

import (
	"os"
	"path/filepath"
	"strings"
)

// ProgramName is how a person calls this program in the current folder: as it was
// called, or by way of the go command where that has built it for this time only.
// Whatever the program prints for a person to type begins with it.
func ProgramName() string { return nameOf(os.Args[0]) }

func nameOf(called string) string {
	if strings.Contains(filepath.ToSlash(called), "/go-build") {
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
