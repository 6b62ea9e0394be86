package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/eval"
)

// ratingsFlags are the flags of eval ratings.
type ratingsFlags struct {
	run    string
	anchor string
	prior  float64
}

func newRatings() *cobra.Command {
	var f ratingsFlags
	cmd := &cobra.Command{
		Use:   "ratings",
		Short: "Rate all players of a run's matches on one scale",
		Long: `Ratings takes all matches that a run measured itself with and rates every player
in them at once, with 95 % intervals of the difference to the anchor, whose Elo
is 0. The model knows draws and, in matches whose sides are recorded, the worth
of the first move.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.print(cmd.OutOrStdout()) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.run, "run", defaultRun(), "the run file")
	flags.StringVar(&f.anchor, "anchor", genName(0), "the player whose Elo is 0")
	flags.Float64Var(&f.prior, "prior", eval.DefaultPrior, "virtual draws between any two players that met")
	return cmd
}

// print prints the table.
func (f *ratingsFlags) print(out io.Writer) error {
	file, err := openRun(f.run)
	if err != nil {
		return err
	}
	defer file.Close()
	matches, err := file.Matches()
	if err != nil {
		return err
	}
	matches = internal(matches)
	if len(matches) == 0 {
		return fmt.Errorf("%s: no match has been played yet", f.run)
	}
	scale, err := eval.RateSided(encounters(matches), f.anchor, f.prior)
	if err != nil && !errors.As(err, new(*eval.DisconnectedError)) {
		return fmt.Errorf("%s: %w", f.run, err)
	}
	apart := err // those who are rated have ratings all the same
	eval.SortRatings(scale.Ratings)
	fmt.Fprintf(out, "%-28s %8s %7s %7s %7s %7s\n", "player", "Elo", "+-", "games", "score", "draws")
	for _, r := range scale.Ratings {
		fmt.Fprintf(out, "%-28s %8.1f %7.1f %7d %6.1f%% %6.1f%%\n",
			printable.Text(r.Name), r.Elo.Value, r.Elo.Margin(), r.WDL.Games(), 100*r.Expectation, 100*r.WDL.DrawRate())
	}
	if a := scale.Advantage; a.Margin() < 1e6 {
		fmt.Fprintf(out, "first move    %v Elo\n", a)
	} else {
		fmt.Fprintln(out, "first move    unknown: no match says who began")
	}
	d := scale.DrawRate
	fmt.Fprintf(out, "draw rate     %.1f %% [%.1f, %.1f] between equal players\n", 100*d.Value, 100*d.Low, 100*d.High)
	if apart != nil {
		fmt.Fprintln(out, printable.Text(apart.Error()))
	}
	return nil
}
