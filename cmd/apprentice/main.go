// Command apprentice learns board games from nothing but their rules, plays
// them, and measures how well it does.
package main

import (
	_ "embed"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/archive"
	"apprentice/cmd/apprentice/internal/bench"
	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/complete"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/control"
	"apprentice/cmd/apprentice/internal/exam"
	"apprentice/cmd/apprentice/internal/match"
	"apprentice/cmd/apprentice/internal/perft"
	"apprentice/cmd/apprentice/internal/play"
	"apprentice/cmd/apprentice/internal/plot"
	"apprentice/cmd/apprentice/internal/status"
	"apprentice/cmd/apprentice/internal/train"
	"apprentice/cmd/apprentice/internal/tune"
	"apprentice/cmd/apprentice/internal/uci"
	"apprentice/cmd/apprentice/internal/watch"
	"apprentice/cmd/apprentice/internal/welcome"
	"apprentice/cmd/apprentice/internal/worker"
)

//go:embed testdata/bench.signature
var benchSignatures chronicle.Signatures

func main() {
	console.LimitThreads()
	os.Exit(execute(os.Args[1:], os.Stdin, console.Stdout(), os.Stderr))
}

// execute runs the program and returns its exit code.
func execute(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return cli.Execute(newRoot(), args, stdin, stdout, stderr)
}

// newRoot returns the command tree.
func newRoot() *cobra.Command {
	root := cli.Root(
		train.New(benchSignatures),
		control.New(),
		status.New(),
		plot.New(),
		play.New(),
		play.NewSettings(),
		match.New(),
		exam.New(benchSignatures),
		tune.New(),
		uci.New(),
		archive.New(benchSignatures),
		bench.New(),
		perft.New(),
		watch.New(),
		worker.New(benchSignatures),
		newVersion(),
	)
	root.Short = "A program that learns a board game by playing against itself"
	root.Long = `apprentice starts from random weights, plays a board game against itself and gets
better: its performance P at a task T improves with experience E.

    apprentice train --for 5m      learn, and draw the win-rate curve
    apprentice play                play against it
    apprentice watch               watch a run that another process trains
    apprentice status              say what has become of a run
    apprentice plot                show how far it has come

Without a command it offers these on a terminal. In a pipe it writes plain text.
It ends with 0 when it has done what was asked, with 1 where a check has found a
problem, and with 2 where something could not be done.`
	root.Version = console.Release()
	root.SetVersionTemplate(versionLine())
	root.Flags().Bool("version", false, "print the version, as the command version does")
	complete.Add(root)
	welcome.Add(root)
	return root
}

// versionLine says which program this is, and what it was built of and with.
func versionLine() string {
	return fmt.Sprintf("apprentice %s, commit %s, %s\n", console.Release(), console.Commit(), console.Platform())
}

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of the program, its commit, and that of Go",
		Args:  cobra.NoArgs,
		Run: func(cmd *cobra.Command, _ []string) {
			fmt.Fprint(cmd.OutOrStdout(), versionLine())
		},
	}
}
