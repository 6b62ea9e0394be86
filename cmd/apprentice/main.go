// Command apprentice learns board games from nothing but their rules, plays
// them, and measures how well it does.
package main

import (
	"context"
	"errors"
	"io"
	"os"

	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/eval/engine"
)

// Exit codes.
const (
	exitOK      = 0
	exitProblem = 1 // a check ran and found problems
	exitError   = 2 // bad input, or something that could not be done
)

func main() {
	limitThreads()
	os.Exit(execute(os.Args[1:], os.Stdin, openOutput(), os.Stderr))
}

// execute runs the program and returns its exit code.
func execute(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, signals := catchSignals(context.Background(), stderr)
	defer signals.release()
	signals.onLeaving(engine.KillAll)

	stdout = checked(stdout)
	root := newRoot(stdin, stdout, stderr)
	root.SetArgs(args)
	err := checkGiven(root, args)
	if err == nil {
		err = root.ExecuteContext(ctx)
	}
	if e := outputError(stdout); e != nil && (err == nil || errors.As(err, new(problemError)) || errors.Is(err, errors.Unwrap(e))) {
		err = e
	}
	var problem problemError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &problem):
		lastWords(stderr, printable.Lines(printable.Short(problem.Error())))
		return exitProblem
	}
	lastWords(stderr, "apprentice: "+printable.Lines(printable.Short(err.Error())))
	return exitError
}

// problemError is what a check found. It is a result, not a failure of the
// command.
type problemError string

// Error returns the finding.
func (e problemError) Error() string { return string(e) }
