// Package match is the command match: players meet, and the result is shown,
// kept and continued.
package match

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/eval"
)

// New returns the command match.
func New() *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:   "match --a SPEC --b SPEC",
		Short: "Let players play each other and measure the difference",
		Long: `Match plays pairs of games: each opening is played twice with the sides swapped.
It reports the expectation, Elo with a 95 % interval, and the likelihood that A is
stronger. With --sprt it stops as soon as the test is decided. If more than one
game in a hundred is lost on time, by a crash or by an illegal move, the result
says so. Three or more players meet each other, or with --gauntlet the first
meets all others, and are rated together.

With --state a match survives any end: the same command resumes it, every game is
played once, and with limits in nodes or depth the result is that of a match that
was never cut off.

` + player.SpecHelp,
		Example: `  apprentice match --a gen:last@chess.run --b material:2 --games 200
  apprentice match --a net:new.net --b net:old.net --sprt 0,5 --nodes 5000 --state new.state
  apprentice match --player career:last --player 'engine:stockfish?UCI_LimitStrength=true&UCI_Elo=1350' \
    --player material:2 --gauntlet --tc 10+0.1 --openings book.epd --pgn games.pgn`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return f.run(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f.add(cmd)
	return cmd
}

// run plays the match.
func (f *flags) run(ctx context.Context, out, errOut io.Writer) error {
	t, specs, err := f.tournament(ctx)
	if err != nil {
		return err
	}
	test, err := f.sprt.Test()
	if err != nil {
		return err
	}
	if test != nil {
		if n := len(t.Players); n > 2 {
			return fmt.Errorf("--sprt decides between two players; there are %d", n)
		}
		t.Stop = eval.StopBy(*test)
	}
	s := &sitting{flags: f, specs: specs, t: &t, board: newBoard(&t, test)}
	if err := s.open(ctx); err != nil {
		return err
	}
	defer s.close()
	if f.json == console.StandardOutput {
		s.jsonOut, out = out, errOut
	}
	return s.play(ctx, console.TerminalOf(out))
}
