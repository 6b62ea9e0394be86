package cli

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"apprentice/cmd/apprentice/internal/catalog"
)

// runSuffix is what the names of run files end with.
const runSuffix = ".run"

// argumentsOf returns what a command makes of positional arguments: if it has a
// flag for a run and takes no other arguments, run files stand for the flag.
func argumentsOf(cmd *cobra.Command, args cobra.PositionalArgs) cobra.PositionalArgs {
	if args == nil || args(cmd, []string{"x"}) == nil || args(cmd, []string{"x", "y"}) == nil {
		return args // it takes arguments of its own, one or two
	}
	return func(cmd *cobra.Command, args []string) error {
		flag := cmd.Flags().Lookup("run")
		if flag == nil {
			if len(args) > 0 {
				return strayArgument(cmd, args[0])
			}
			return nil
		}
		return takeRuns(cmd, flag, args)
	}
}

// takeRuns gives run files among the arguments to the flag, and reports a run
// that is missing.
func takeRuns(cmd *cobra.Command, flag *pflag.Flag, args []string) error {
	_, list := flag.Value.(pflag.SliceValue)
	for _, arg := range args {
		if !isRunName(arg) {
			return strayArgument(cmd, arg)
		}
		if flag.Changed && !list {
			return fmt.Errorf("there are two runs, %s and %s; name one", flag.Value, arg)
		}
		if err := cmd.Flags().Set(flag.Name, arg); err != nil {
			return err
		}
	}
	if _, needed := flag.Annotations[cobra.BashCompOneRequiredFlag]; needed && !flag.Changed {
		return fmt.Errorf("name a run, as in %s %s", typedAs(cmd), DefaultRun())
	}
	return nil
}

// isRunName reports whether an argument may be meant as a run: it is a file, or
// its name is one of a run. Any other word may be a slip, and train would make a
// run of it.
func isRunName(arg string) bool {
	if strings.HasSuffix(arg, runSuffix) {
		return true
	}
	info, err := os.Stat(arg)
	return err == nil && info.Mode().IsRegular()
}

// strayArgument is the error of an argument that means nothing.
func strayArgument(cmd *cobra.Command, arg string) error {
	what := fmt.Sprintf("unexpected argument %q", arg)
	given := func(name string) bool { return cmd.Flags().Lookup(name) != nil }
	name := strings.ToLower(arg)
	switch {
	case given(name):
		return fmt.Errorf("%s; did you mean --%s?", what, name)
	case given("game") && slices.Contains(catalog.Names(), name):
		return fmt.Errorf("%s; did you mean --game %s?", what, name)
	case given("run"):
		return fmt.Errorf("%s: it is neither a file nor the name of one that ends with %s%s", what, runSuffix, seeHelp(cmd))
	}
	return errors.New(what + seeHelp(cmd))
}

// NeedCommand accepts no arguments for a command that has others below it.
func NeedCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	text := fmt.Sprintf("unknown command %q", args[0])
	cmd.SuggestionsMinimumDistance = 2
	if len(args[0]) <= 3 {
		cmd.SuggestionsMinimumDistance = 1 // two slips make any short word another
	}
	switch similar := cmd.SuggestionsFor(args[0]); {
	case len(similar) > 0:
		text += "; did you mean " + strings.Join(similar, " or ") + "?"
	case strings.HasSuffix(args[0], runSuffix):
		text += ": a command comes before the run, as in " + typedAs(cmd) + " " + forRuns(cmd) + " " + args[0]
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

// ShowHelp is what a command that has others below it does by itself.
func ShowHelp(cmd *cobra.Command, _ []string) error { return cmd.Help() }
