package archive

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/games"
	"apprentice/games/record"
)

func newOutcome() *cobra.Command {
	var game cli.GameFlag
	var style cli.StyleFlags
	var fen, moves string
	cmd := &cobra.Command{
		Use:   "outcome",
		Short: "Say who has won after the given moves, and by which rule",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			g, err := game.Game()
			if err != nil {
				return err
			}
			_, typed, err := style.Of(g)
			if err != nil {
				return err
			}
			pos := g.Start()
			if fen != "" {
				if pos, err = games.ReadOwnFEN(g, fen); err != nil {
					return err
				}
			}
			for i, word := range strings.Fields(moves) {
				m, err := typed.ParseMove(pos, word)
				if err != nil {
					return fmt.Errorf("move %d: %w", i+1, err)
				}
				pos.Make(m, nil)
			}
			outcome := record.ForFirst(pos.Outcome(), pos.Side())
			out := cmd.OutOrStdout()
			fmt.Fprintln(out, resultWords(outcome))
			if outcome.Over() {
				fmt.Fprintln(out, outcome.Reason)
			}
			return nil
		},
	}
	game.Add(cmd)
	style.AddRanks(cmd)
	cmd.Flags().StringVar(&fen, "fen", "", "the position (default the start position)")
	cmd.Flags().StringVar(&moves, "moves", "", "moves from that position, separated by spaces")
	return cmd
}

// resultWords returns a result from First's view in words.
func resultWords(o games.Outcome) string {
	switch o.Result {
	case games.Win:
		return "first wins"
	case games.Loss:
		return "second wins"
	case games.Draw:
		return "draw"
	}
	return "ongoing"
}
