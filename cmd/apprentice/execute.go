package main

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/eval/engine"
)

// rootOf returns the program with the given commands.
func rootOf(commands ...*cobra.Command) *cobra.Command {
	root := &cobra.Command{
		Use:           "apprentice",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          needCommand,
		RunE:          showHelp,
	}
	root.AddCommand(commands...)
	explainTyping(root)
	return root
}

// executeRoot runs a program and returns its exit code.
func executeRoot(root *cobra.Command, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, signals := catchSignals(context.Background(), stderr)
	defer signals.release()
	signals.onLeaving(engine.KillAll)

	stdout = checked(stdout)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.SetArgs(args)
	err := checkTwice(root, args)
	if err == nil {
		err = root.ExecuteContext(ctx)
	}
	if e := outputError(stdout); e != nil && (err == nil || errors.As(err, new(problemError))) {
		err = e
	}
	var problem problemError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &problem):
		lastWords(stderr, printable.Lines(problem.Error()))
		return exitProblem
	}
	lastWords(stderr, "apprentice: "+printable.Lines(err.Error()))
	return exitError
}
