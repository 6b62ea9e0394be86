package archive

import (
	"bufio"
	"cmp"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/games"
	"apprentice/games/record"
	"apprentice/selfplay/run"
)

func newList() *cobra.Command {
	var f runFlags
	var limit int
	cmd := &cobra.Command{
		Use:   "list --run FILE",
		Short: "List the games of a generation, one per line",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := cli.AtLeast("limit", limit, 0); err != nil {
				return err
			}
			out := bufio.NewWriter(cmd.OutOrStdout())
			defer out.Flush()
			n := 0
			return f.each(cmd.Context(), func(_ games.Game, file *run.File, played *record.Game) error {
				if n++; limit > 0 && n > limit {
					if err := cmp.Or(out.Flush(), remark(cmd.ErrOrStderr(), limit, file, played.Generation)); err != nil {
						return err
					}
					return errStop
				}
				if n == 1 {
					fmt.Fprintf(out, "%8s  %5s  %-11s  %s\n", "game", "plies", "result", "reason")
				}
				_, err := fmt.Fprintf(out, "%8d  %5d  %-11s  %v\n", played.Index, len(played.Plies), resultWords(played.Outcome), played.Outcome.Reason)
				return err
			})
		},
	}
	f.add(cmd)
	cmd.Flags().IntVar(&limit, "limit", 100, "list at most N games (0: all)")
	f.index = -1
	return cmd
}

// remark says that a list was cut after the first games of a generation.
func remark(to io.Writer, first int, file *run.File, generation int) error {
	g, err := file.Generation(generation)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(to, "the first %s of %s of generation %d; --limit 0 lists all\n",
		console.Thousands(int64(first)), console.Plural(int(g.Games), "game"), generation)
	return err
}
