package exam

import (
	"cmp"
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/measure"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/games"
	"apprentice/selfplay/run"
)

// eloFlags are the flags of eval elo.
type eloFlags struct {
	own     chronicle.Signatures
	run     string
	games   int
	workers int
}

func newElo(own chronicle.Signatures) *cobra.Command {
	f := eloFlags{own: own}
	cmd := &cobra.Command{
		Use:   "elo",
		Short: "Place the generations of a run on the Elo scale",
		Long: `Elo measures the generations of a run that have no place on the Elo scale of their
game yet, and keeps what it finds in the run. Training does that as it goes; this
is for runs from before there was a scale, or from before it was made anew.`,
		Example: `  apprentice eval elo --run old.run`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := cmp.Or(cli.CheckGames("games", f.games, 2), cli.Parallel("concurrency", f.workers)); err != nil {
				return err
			}
			return f.measure(cmd.Context(), cmd.OutOrStdout())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.run, "run", cli.DefaultRun(), "the run file")
	flags.IntVar(&f.games, "games", 200, "games for each generation, about")
	flags.IntVar(&f.workers, "concurrency", console.UsableCPUs(), "games at a time")
	return cmd
}

// measure measures what has no place and prints all places.
func (f *eloFlags) measure(ctx context.Context, out io.Writer) error {
	file, err := files.OpenRunToWrite(f.run)
	if err != nil {
		return err
	}
	defer file.Close()
	g, err := catalog.Lookup(file.Config().Game)
	if err != nil {
		return err
	}
	if err := f.own.Sign(file); err != nil {
		return err
	}
	if err := f.all(ctx, g, file); err != nil {
		return err
	}
	h, err := chronicle.ReadHistory(file)
	if err != nil {
		return err
	}
	for n := range len(h.Generations) + 1 {
		if s, ok := h.Strengths[n]; ok {
			fmt.Fprintf(out, "generation %-4d  %s Elo, %s\n", n, s.Words(), console.Plural(s.Games, "game"))
		}
	}
	if len(h.Strengths) == 0 {
		return fmt.Errorf("%s: no generation could be measured: its networks are not in the file", f.run)
	}
	_, err = fmt.Fprintln(out, printable.Text(h.ScaleWords()+"."))
	return err
}

// all measures every generation whose network is in the run.
func (f *eloFlags) all(ctx context.Context, g games.Game, file *run.File) error {
	networks, err := file.Networks()
	if err != nil {
		return err
	}
	m := measure.Measurer{Game: g, File: file, Workers: f.workers, Progress: func(int, int, int) {}}
	for _, n := range networks {
		if n.Format == run.Dropped {
			continue
		}
		if err := m.Generation(ctx, n.Generation, f.games); err != nil {
			return err
		}
	}
	return nil
}
