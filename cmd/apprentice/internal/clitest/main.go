package clitest

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
)

// Main runs the tests of a package, which find main as the program apprentice
// on their path.
func Main(m *testing.M, main func()) {
	// The processes of a fuzzer need no commands and do not end with those of
	// scripts.
	if slices.ContainsFunc(os.Args, func(arg string) bool {
		return strings.HasPrefix(arg, "-test.fuzz=") || strings.HasPrefix(arg, "-test.fuzzworker")
	}) {
		os.Exit(m.Run())
	}
	testscript.Main(m, map[string]func(){"apprentice": main})
}

// Program returns the main function of a program that has only the given
// commands.
func Program(commands func() []*cobra.Command) func() {
	return func() {
		console.LimitThreads()
		os.Exit(cli.Execute(cli.Root(commands()...), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
}
