// Package archive is the command games: it lists, shows, replays, checks,
// copies, prunes and exports the games of a run, and learns from them again.
package archive

import (
	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/cli"
)

// New returns the command games. own are the bench signatures of this program.
func New(own chronicle.Signatures) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "games",
		Short: "Show, check, copy and export the games of a run; learn from them",
		Args:  cli.NeedCommand,
		RunE:  cli.ShowHelp,
	}
	cmd.AddCommand(newList(), newShow(), newReplay(own), newCheck(), newExport(), newCopy(), newPrune(),
		newNetwork(), newLearn(), newOutcome())
	return cmd
}
