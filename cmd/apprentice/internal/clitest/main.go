package clitest

import (
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
)

// program is the name under which tests find the program on their path.
const program = "apprentice"

// Screens is an environment entry for programs with a full screen. Their library
// reads the terminal while it closes its own file of it, which the race detector
// would count against the program when it ends.
const Screens = "GORACE=exitcode=0"

// heedHangups lets processes that tests start end with their terminal, also if
// nohup runs the tests: a process inherits which signals are ignored, not which
// are caught. Programs that tests start are left as they are.
func heedHangups() {
	name := strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe")
	if name != program && signal.Ignored(syscall.SIGHUP) {
		signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	}
}

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
	heedHangups()
	testscript.Main(m, map[string]func(){program: main})
}

// Program returns the main function of a program that has only the given
// commands.
func Program(commands func() []*cobra.Command) func() {
	return func() {
		console.LimitThreads()
		os.Exit(cli.Execute(cli.Root(commands()...), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
}
