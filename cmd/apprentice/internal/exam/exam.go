// Package exam is the command eval: test suites, ladders of external engines,
// calibration, ratings, and statistics of counts.
package exam

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
)

// New returns the command eval. own are the bench signatures of this program.
func New(own chronicle.Signatures) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "eval",
		Short: "Measure: test suites, engines, calibration, ratings, statistics",
		Long: `Eval measures what has been learnt: by the positions of a test suite, by games
against engines of known strength, by how well values predict results, by all
matches of a run together, and by the counts of any match.`,
		Example: `  apprentice eval suite wac.epd --nodes 20000
  apprentice eval ladder chess.run --movetime 100ms --games 100
  apprentice eval calibration chess.run
  apprentice eval ratings chess.run
  apprentice eval scale
  apprentice eval stats --wdl "3099 7035 2900"`,
		Args: func(cmd *cobra.Command, args []string) error {
			return cmp.Or(formerTask(cmd.Flags()), cli.NeedCommand(cmd, args))
		},
		RunE: cli.ShowHelp,
	}
	addFormer(cmd.Flags())
	cmd.AddCommand(newSuite(), newLadder(), newCalibration(), newRatings(), newStats(), newLevels(), newScale(own), newElo(own))
	return cmd
}

// Flags of eval from when its tasks were flags and not commands. They are hidden,
// and read only to say what to type instead.
var (
	formerSwitches = []string{"calibration", "verbose"}
	formerValues   = []string{
		"suite", "ladder", "engines", "run", "generation", "game", "spec", "nodes", "depth", "movetime", "tc",
		"concurrency", "hash", "games", "openings", "random-plies", "seed", "max-plies",
	}
)

// addFormer adds the former flags.
func addFormer(set *pflag.FlagSet) {
	for _, name := range formerValues {
		set.String(name, "", "")
		set.Lookup(name).Hidden = true
	}
	for _, name := range formerSwitches {
		set.Bool(name, false, "")
		set.Lookup(name).Hidden = true
	}
}

// formerTask returns an error that names the command for what former flags ask
// for; nil without any.
func formerTask(set *pflag.FlagSet) error {
	value := func(name string) string { return set.Lookup(name).Value.String() }
	again := func(flag, command string) error {
		return fmt.Errorf("--%s is a command now: %s", flag, cli.Again("eval "+command, set, "suite", "ladder", "calibration"))
	}
	switch {
	case set.Changed("suite"):
		return again("suite", "suite "+value("suite"))
	case set.Changed("ladder"):
		return again("ladder", "ladder")
	case set.Changed("engines"):
		return again("engines", "ladder --no-ladder")
	case set.Changed("calibration"):
		return again("calibration", "calibration")
	}
	given := fmt.Errorf("name what to measure: suite, ladder, calibration, ratings or stats; %s eval --help describes them", console.ProgramName())
	for _, name := range append(formerValues, formerSwitches...) {
		if set.Changed(name) {
			return given
		}
	}
	return nil
}
