package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/games"
)

// newRoot returns the command tree.
func newRoot(stdin io.Reader, stdout, stderr io.Writer) *cobra.Command {
	root := &cobra.Command{
		Use:   "apprentice",
		Short: "A program that learns a board game by playing against itself",
		Long: `apprentice starts from random weights, plays a board game against itself and gets
better: its performance P at a task T improves with experience E.

    apprentice train --for 5m      learn, and draw the win-rate curve
    apprentice play                play against it
    apprentice plot                show how far it has come`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          needCommand,
		RunE:          showHelp,
	}
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.AddCommand(
		newTrain(),
		newControl(),
		newPlot(),
		newPlay(),
		newMatch(),
		newEval(),
		newTune(),
		newUCI(),
		newGames(),
		newBench(),
		newPerft(),
		newVersion(),
	)
	return root
}

// needCommand accepts no arguments for a command that has others below it.
func needCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	text := fmt.Sprintf("unknown command %q for %q", args[0], cmd.CommandPath())
	cmd.SuggestionsMinimumDistance = 2
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		text += "; did you mean " + strings.Join(near, " or ") + "?"
	}
	return errors.New(text + " (--help lists all)")
}

// showHelp is what a command that has others below it does by itself.
func showHelp(cmd *cobra.Command, _ []string) error { return cmd.Help() }

// defaultRun is the run file of commands that are told none: the one that train
// writes for the default game.
func defaultRun() string { return runOf(catalog.Default().Name()) }

// runOf is the run file of a game that train writes where none is named.
func runOf(game string) string { return game + ".run" }

// gameFlag is the --game flag of a command.
type gameFlag struct{ name string }

// add adds the flag.
func (f *gameFlag) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.name, "game", catalog.Default().Name(),
		"the game: "+strings.Join(catalog.Names(), ", "))
}

// game returns the game that was named.
func (f *gameFlag) game() (games.Game, error) { return catalog.Lookup(f.name) }

// atLeast returns an error that names the flag unless value >= least.
func atLeast[T int | int64](flag string, value, least T) error {
	if value < least {
		return fmt.Errorf("--%s is %d; it must be at least %d", flag, value, least)
	}
	return nil
}
