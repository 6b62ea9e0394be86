package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"apprentice/agent/search"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/games"
)

// needCommand accepts no arguments for a command that has others below it.
func needCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	text := fmt.Sprintf("unknown command %q", args[0])
	cmd.SuggestionsMinimumDistance = 2
	switch similar := cmd.SuggestionsFor(args[0]); {
	case len(similar) > 0:
		text += "; did you mean " + strings.Join(similar, " or ") + "?"
	case strings.HasSuffix(args[0], runSuffix):
		text += ": a command comes before the run, as in " + cmd.CommandPath() + " " + forRuns(cmd) + " " + args[0]
	}
	return errors.New(text + seeHelp(cmd))
}

// forRuns returns the name of a command below cmd that takes a run: plot, or else
// the first one.
func forRuns(cmd *cobra.Command) string {
	first := ""
	for _, c := range cmd.Commands() {
		if c.Name() == "plot" || first == "" && c.Flags().Lookup("run") != nil {
			first = c.Name()
		}
	}
	return first
}

// showHelp is what a command that has others below it does by itself.
func showHelp(cmd *cobra.Command, _ []string) error { return cmd.Help() }

// defaultRun is the run file of commands that are told none: the one that train
// writes for the default game.
func defaultRun() string { return runOf(catalog.Default().Name()) }

// runOf is the run file of a game that train writes where none is named.
func runOf(game string) string { return game + ".run" }

// gameFlag is the --game flag of a command, a pflag.Value that takes the name of
// a game in any case.
type gameFlag struct{ name string }

// String returns the name of the game as the game itself has it.
func (f *gameFlag) String() string { return f.name }

// Type returns what help calls the value.
func (f *gameFlag) Type() string { return "string" }

// Set chooses a game.
func (f *gameFlag) Set(name string) error {
	g, err := catalog.Lookup(name)
	if err == nil {
		f.name = g.Name()
	}
	return err
}

// add adds the flag.
func (f *gameFlag) add(cmd *cobra.Command) {
	f.name = catalog.Default().Name()
	cmd.Flags().Var(f, "game", "the game: "+strings.Join(catalog.Names(), ", "))
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

// moveLimits returns an error for limits of a move that were given and are none.
func moveLimits(set *pflag.FlagSet, nodes int64, depth int, moveTime time.Duration) error {
	if set.Changed("nodes") {
		if err := atLeast("nodes", nodes, 1); err != nil {
			return err
		}
	}
	if set.Changed("depth") {
		if err := within("depth", depth, 1, search.MaxPly); err != nil {
			return err
		}
	}
	if set.Changed("movetime") && moveTime < time.Millisecond {
		return fmt.Errorf("--movetime is %v; it must be at least 1ms", moveTime)
	}
	return nil
}

// within returns an error that names the flag unless low <= value <= high.
func within[T int | int64](flag string, value, low, high T) error {
	if value > high {
		return fmt.Errorf("--%s is %d; it must be at most %d", flag, value, high)
	}
	return atLeast(flag, value, low)
}
