package console

import (
	"os"
	"path/filepath"
	"strings"
)

// ProgramName is how a person calls this program: as it was called, or by way
// of the go command where that has built it for this time only.
func ProgramName() string { return nameOf(os.Args[0]) }

func nameOf(called string) string {
	if strings.Contains(filepath.ToSlash(called), "/go-build") {
		return "go run ./cmd/apprentice"
	}
	if called == "" {
		return "apprentice"
	}
	return ShellWord(called)
}
