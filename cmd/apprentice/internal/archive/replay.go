package archive

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

func newReplay(own chronicle.Signatures) *cobra.Command {
	var f runFlags
	var limit int
	cmd := &cobra.Command{
		Use:   "replay --run FILE",
		Short: "Play recorded games again and compare",
		Long: `Replay proves that a game is a function of the network, the seed and its number:
it plays the games of a generation again and compares every move and value.
Games of another program, one with another bench signature, are passed over:
only that program plays them again.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return f.replay(cmd.Context(), cmd.OutOrStdout(), own, limit)
		},
	}
	f.add(cmd)
	f.addIndex(cmd, "only this game")
	cmd.Flags().IntVar(&limit, "limit", 100, "at most N games; 0 for all")
	return cmd
}

// replay plays the chosen games again.
func (f *runFlags) replay(ctx context.Context, out io.Writer, signatures chronicle.Signatures, limit int) error {
	g, file, err := f.open()
	if err != nil {
		return err
	}
	defer file.Close()
	number, err := f.number(file)
	if err != nil {
		return err
	}
	replayer, err := selfplay.NewReplayer(g, file, number)
	if err != nil {
		return err
	}
	own := signatures.Of(g.Name())
	replayed, pruned, found := 0, 0, false
	foreign := map[run.Program]int{}
shards:
	for shard, err := range file.Shards(number, number) {
		if err != nil {
			return err
		}
		if shard.Pruned {
			pruned += shard.Games
			continue
		}
		same := alike(own, shard.Program)
		played, err := shard.Decode()
		if err != nil {
			return fmt.Errorf("%s: %w", f.path, err)
		}
		for i := range played {
			switch {
			case f.index >= 0 && played[i].Index != uint64(f.index):
				continue
			case limit > 0 && replayed == limit:
				break shards
			}
			found = true
			if !same {
				foreign[shard.Program]++
				continue
			}
			replayed++
			if err := replayer.Check(ctx, &played[i]); ctx.Err() != nil {
				return ctx.Err()
			} else if err != nil {
				return console.Problem(err.Error())
			}
		}
	}
	if !found && f.index >= 0 {
		return fmt.Errorf("%s: generation %d has no game %d", f.path, number, f.index)
	}
	return printReplayed(out, replayed, pruned, foreign)
}

// printReplayed says which games were played again, and which were not.
func printReplayed(out io.Writer, replayed, pruned int, foreign map[run.Program]int) error {
	for p, n := range foreign {
		fmt.Fprintf(out, "%s of %s (bench %s) not played again: only that program can\n", console.Plural(n, "game"), p.Version, p.Signature)
	}
	if pruned > 0 {
		fmt.Fprintf(out, "%s pruned\n", console.Plural(pruned, "game"))
	}
	text := "1 game played again, the same"
	if replayed != 1 {
		text = console.Plural(replayed, "game") + " played again, all the same"
	}
	_, err := fmt.Fprintln(out, text)
	return err
}

// alike reports whether a program with this bench signature searches as p did.
// Where one of the two is unknown the games themselves show it.
func alike(own string, p run.Program) bool {
	return own == "" || p.Signature == "" || own == p.Signature
}
