// Package cli is the command line that all commands share: how the program is
// run, the flags that several commands have, the checks of their values, and
// what a person is told who has mistyped something.
package cli

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/eval/engine"
)

// Root returns the program with the given commands.
func Root(commands ...*cobra.Command) *cobra.Command {
	root := &cobra.Command{
		Use:           "apprentice",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          NeedCommand,
		RunE:          ShowHelp,
	}
	root.AddCommand(commands...)
	root.SetHelpCommand(newHelp(root))
	addCompletion(root)
	explainTyping(root)
	return root
}

// inWords returns the error of a command that a signal has ended with the signal in
// it, where it has only what packages say whose context is done.
func inWords(ctx context.Context, err error) error {
	if ctx.Err() == nil || !errors.Is(err, context.Canceled) {
		return err
	}
	return errors.New(strings.ReplaceAll(err.Error(), context.Canceled.Error(), console.WhyDone(ctx)))
}

// Execute runs a program and returns its exit code.
func Execute(root *cobra.Command, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, signals := console.CatchSignals(context.Background(), stderr)
	defer signals.Release()
	signals.OnLeaving(engine.KillAll)

	stdout = console.Checked(stdout)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.SetArgs(args)
	err := checkGiven(root, args)
	if err == nil {
		err = inWords(ctx, root.ExecuteContext(ctx))
	}
	if e := console.OutputError(stdout); e != nil && (err == nil || errors.As(err, new(console.Problem)) || errors.Is(err, errors.Unwrap(e))) {
		err = e
	}
	var problem console.Problem
	switch {
	case err == nil:
		return console.ExitOK
	case errors.As(err, &problem):
		console.LastWords(stderr, printable.Lines(printable.Short(problem.Error())))
		return console.ExitProblem
	}
	console.LastWords(stderr, "apprentice: "+printable.Lines(printable.Short(err.Error())))
	return console.ExitError
}
