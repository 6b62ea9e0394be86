// Package status is the command status: one screen of text about a run, for the
// morning after.
package status

import (
	"cmp"
	"encoding/json"
	"io"
	"time"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/printable"
)

// flags are the flags of the status command.
type flags struct {
	run    string
	events int
	json   bool
}

// New returns the command.
func New() *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Say what has become of a run: what happened, how far, how strong",
		Long: `Status says in one screen what a run is, whether a process trains it now, how far
and how strong it has become, what happened and when, and how to continue it. It
changes nothing, and works while the run trains.`,
		Example: `  apprentice status
  apprentice status night.run
  apprentice status night.run --events 0
  apprentice status night.run --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := cmp.Or(cli.AtLeast("events", f.events, 0), cli.Excludes(cmd.Flags(), "json", "events")); err != nil {
				return err
			}
			return f.status(cmd.OutOrStdout(), time.Now())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.run, "run", cli.DefaultRun(), "the run file")
	flags.IntVar(&f.events, "events", 12, "the last N entries of the log book; 0 for all")
	flags.BoolVar(&f.json, "json", false, "write one JSON object; docs/run-file.md describes it")
	return cmd
}

// status reads the run and reports it.
func (f *flags) status(out io.Writer, now time.Time) error {
	file, err := files.OpenRun(f.run)
	if err != nil {
		return err
	}
	account, err := chronicle.ReadAccount(file, now)
	file.Close()
	if err != nil {
		return err
	}
	if f.json {
		object, err := chronicle.OfAccount(account, f.run)
		if err != nil {
			return err
		}
		encoder := json.NewEncoder(printable.JSON(out))
		encoder.SetIndent("", "  ")
		return encoder.Encode(object)
	}
	return f.write(console.TerminalOf(out), account, now)
}
