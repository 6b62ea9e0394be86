package main

import (
	"os"
	"path/filepath"
	"strings"
)

// programName is how a person calls this program: as it was called, or by way
// of the go command where that has built it for this time only.
func programName() string { return nameOf(os.Args[0]) }

func nameOf(called string) string {
	if strings.Contains(filepath.ToSlash(called), "/go-build") {
		return "go run ./cmd/apprentice"
	}
	if called == "" {
		return "apprentice"
	}
	return shellWord(called)
}
