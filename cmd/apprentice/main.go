// Command apprentice learns board games from nothing but their rules, plays
// them, and measures how well it does.
package main

import (
	_ "embed"
	"io"
	"os"

	"github.com/spf13/cobra"
)

//go:embed testdata/bench.signature
var benchSignatures signatures

func main() {
	limitThreads()
	os.Exit(execute(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// execute runs the program and returns its exit code.
func execute(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return executeRoot(newRoot(), args, stdin, stdout, stderr)
}

// newRoot returns the command tree.
func newRoot() *cobra.Command {
	root := rootOf(
		newTrain(benchSignatures),
		newControl(),
		newPlot(),
		newPlay(),
		newMatch(),
		newEval(),
		newTune(),
		newUCI(),
		newGames(benchSignatures),
		newBench(),
		newPerft(),
		newVersion(),
	)
	root.Short = "A program that learns a board game by playing against itself"
	root.Long = `apprentice starts from random weights, plays a board game against itself and gets
better: its performance P at a task T improves with experience E.

    apprentice train --for 5m      learn, and draw the win-rate curve
    apprentice play                play against it
    apprentice plot                show how far it has come`
	return root
}
