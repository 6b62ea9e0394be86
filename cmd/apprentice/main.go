// Command apprentice learns board games from nothing but their rules, plays
// them, and measures how well it does.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// Exit codes.
const (
	exitOK      = 0
	exitProblem = 1 // a check ran and found problems
	exitError   = 2 // bad input, or something that could not be done
)

func main() {
	limitThreads()
	os.Exit(execute(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// execute runs the program and returns its exit code. The first interrupt ends
// the command in an orderly way, a second one kills the program.
func execute(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)

	root := newRoot(stdin, stdout, stderr)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var problem problemError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &problem):
		fmt.Fprintln(stderr, problem)
		return exitProblem
	}
	fmt.Fprintln(stderr, "apprentice:", err)
	return exitError
}

// problemError is what a check found. It is a result, not a failure of the
// command.
type problemError string

// Error returns the finding.
func (e problemError) Error() string { return string(e) }
