package exam

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/eval/scale"
	"apprentice/eval/stat"
)

// scaleFlags are the flags of eval scale.
type scaleFlags struct {
	own         chronicle.Signatures
	game        string
	out         string
	pairs       int
	concurrency int
}

func newScale(own chronicle.Signatures) *cobra.Command {
	f := scaleFlags{own: own}
	cmd := &cobra.Command{
		Use:   "scale",
		Short: "Show or make the Elo scale of a game",
		Long: `Scale shows the players that every run of a game is measured by, and their places:
random moves, which have 0, counted material, and frozen networks at fixed nodes.

With --out it makes the scale anew: each anchor plays those next to it, and all
get their places by their games together. A search that plays differently, as
bench shows, makes a scale stale until that is done. The version of the scale
rises if a figure changes. The files belong to eval/scale/scales.`,
		Example: `  apprentice eval scale
  apprentice eval scale --pairs 200 --out new.json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := cmp.Or(f.check(), cli.NeedsOneOf(cmd.Flags(), []string{"out"}, "pairs", "concurrency")); err != nil {
				return err
			}
			return f.run(cmd.Context(), cmd.OutOrStdout())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.game, "game", catalog.Default().Name(), "the game")
	flags.StringVar(&f.out, "out", "", "make the scale, and write it into this file")
	flags.IntVar(&f.pairs, "pairs", 200, "pairs of games of any two neighbours")
	flags.IntVar(&f.concurrency, "concurrency", console.UsableCPUs(), "games at a time")
	return cmd
}

// check returns an error for flags that make no sense, before the games.
func (f *scaleFlags) check() error {
	out := files.Use{By: "--out", Path: f.out}
	return cmp.Or(
		cli.CheckGames("pairs", f.pairs, 1), cli.Parallel("concurrency", f.concurrency),
		out.NeedsFile(), files.Set{Replaces: []files.Use{out}}.Check(),
	)
}

// run shows the scale, or makes it.
func (f *scaleFlags) run(ctx context.Context, out io.Writer) error {
	g, err := catalog.Lookup(f.game)
	if err != nil {
		return err
	}
	s, err := scale.Of(g.Name())
	if err != nil {
		return err
	}
	if f.out != "" {
		m := scale.Making{Game: g, Old: s, Signature: f.own.Of(g.Name()), Pairs: f.pairs, Workers: f.concurrency, Report: everyMinute(out)}
		if s, err = m.Play(ctx); err != nil {
			return err
		}
		if err := files.Write(ctx, f.out, s.Write); err != nil {
			return err
		}
	}
	return printScale(out, s, f.own)
}

// everyMinute returns a report of progress that prints a line a minute.
func everyMinute(out io.Writer) func(done, total int) {
	last := time.Now()
	return func(done, total int) {
		if time.Since(last) >= time.Minute {
			last = time.Now()
			fmt.Fprintf(out, "%s of %s games\n", console.Thousands(int64(done)), console.Thousands(int64(total)))
		}
	}
}

// printScale prints the places of the anchors, and what each scored against the
// one below it.
func printScale(out io.Writer, s *scale.Scale, own chronicle.Signatures) error {
	fmt.Fprintf(out, "Elo scale %d of %s: random moves have 0, neighbours played %s\n\n", s.Version, s.Game, console.Plural(s.Pairs, "pair"))
	fmt.Fprintf(out, "%-14s %6s %5s   %s\n", "anchor", "Elo", "+-", "against the one below")
	for i, a := range s.Anchors {
		line := fmt.Sprintf("%-14s %6.0f %5.0f", a.Name, a.Elo, (a.High-a.Low)/2)
		if i > 0 {
			if w := s.Met(a.Name, s.Anchors[i-1].Name); w.Games() > 0 {
				line += fmt.Sprintf("   %s of %d", percent(w), w.Games())
			}
		}
		fmt.Fprintln(out, line)
	}
	var err error
	if signature := own.Of(s.Game); s.Stale(signature) {
		_, err = fmt.Fprintf(out, "\nIt is stale: it was measured with the search of bench signature %s; this program has %s. Make it anew with --out.\n",
			cmp.Or(s.Signature, "unknown"), cmp.Or(signature, "none"))
	}
	return err
}

// percent writes the share of points.
func percent(w stat.WDL) string { return fmt.Sprintf("%.0f %%", 100*w.Expectation()) }
