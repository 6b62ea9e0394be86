package archive

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/cli"
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
Games of a program with another bench signature are skipped: only that program
can play them again.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := cli.AtLeast("limit", limit, 0); err != nil {
				return err
			}
			return f.replay(cmd.Context(), cmd.OutOrStdout(), own, limit)
		},
	}
	f.add(cmd)
	f.addIndex(cmd, "only this game")
	cmd.Flags().IntVar(&limit, "limit", 100, "replay at most N games (0: all)")
	return cmd
}

// replay plays the chosen games again.
func (f *runFlags) replay(ctx context.Context, out io.Writer, own chronicle.Signatures, limit int) error {
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
	r := replay{path: f.path, replayer: replayer, index: f.index, limit: limit, foreign: map[run.Program]int{}}
	for shard, err := range file.Shards(number, number) {
		if err != nil {
			return err
		}
		if shard.Pruned {
			r.pruned += shard.Games
			continue
		}
		if err := r.shard(ctx, shard, alike(own.Of(g.Name()), shard.Program)); errors.Is(err, errStop) {
			break
		} else if err != nil {
			return err
		}
	}
	if !r.found && f.index >= 0 {
		return fmt.Errorf("%s: generation %d has no game %d", f.path, number, f.index)
	}
	return r.print(out)
}

// replay is how far the games of a generation have been played again.
type replay struct {
	path     string // of the run
	replayer *selfplay.Replayer
	index    int64 // of the only game; negative for all
	limit    int   // of games; 0 for none

	replayed, pruned int
	foreign          map[run.Program]int // games of other programs
	found            bool                // a game that was asked for
}

// shard plays the chosen games of a shard again, unless another program played
// them. It returns errStop at the limit.
func (r *replay) shard(ctx context.Context, shard run.Shard, own bool) error {
	played, err := shard.Decode()
	if err != nil {
		return fmt.Errorf("%s: %w", r.path, err)
	}
	for i := range played {
		switch {
		case r.index >= 0 && played[i].Index != uint64(r.index):
			continue
		case r.limit > 0 && r.replayed == r.limit:
			return errStop
		}
		r.found = true
		if !own {
			r.foreign[shard.Program]++
			continue
		}
		r.replayed++
		if err := r.replayer.Check(ctx, &played[i]); ctx.Err() != nil {
			return console.Stopped(ctx, ctx.Err())
		} else if err != nil {
			return console.Problem(err.Error())
		}
	}
	return nil
}

// print says which games were played again, and which were not.
func (r *replay) print(out io.Writer) error {
	for p, n := range r.foreign {
		fmt.Fprintf(out, "%s of %s (bench %s) not played again: only that program can\n", console.Plural(n, "game"), p.Version, p.Signature)
	}
	if r.pruned > 0 {
		fmt.Fprintf(out, "%s pruned\n", console.Plural(r.pruned, "game"))
	}
	text := "1 game played again, the same"
	if r.replayed != 1 {
		text = console.Plural(r.replayed, "game") + " played again, all the same"
	}
	_, err := fmt.Fprintln(out, text)
	return err
}

// alike reports whether a program with this bench signature searches as p did.
// Where one of the two is unknown the games themselves show it.
func alike(own string, p run.Program) bool {
	return own == "" || p.Signature == "" || own == p.Signature
}
