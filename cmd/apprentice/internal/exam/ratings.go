package exam

import (
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/eval/rating"
	"apprentice/eval/stat"
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
		Long: `Ratings takes all matches of a run and rates all their players at once, with 95 %
intervals of the difference to the anchor, whose Elo is 0. The model includes
draws, pairs and, in matches whose sides are recorded, the value of the first
move.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.print(cmd.OutOrStdout()) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.run, "run", cli.DefaultRun(), "the run file")
	flags.StringVar(&f.anchor, "anchor", chronicle.GenerationName(0), "the player whose Elo is 0")
	flags.Float64Var(&f.prior, "prior", rating.DefaultPrior, "virtual draws between any two players that have met")
	return cmd
}

// mostPrior bounds --prior: with as many draws all players are equal.
const mostPrior = 1e6

// print prints the table.
func (f *ratingsFlags) print(out io.Writer) error {
	switch {
	case !(f.prior >= 0):
		return fmt.Errorf("--prior is %g; it must be at least 0", f.prior)
	case f.prior > mostPrior:
		return fmt.Errorf("--prior is %g; it must be at most %d", f.prior, int(mostPrior))
	}
	file, err := files.OpenRun(f.run)
	if err != nil {
		return err
	}
	defer file.Close()
	matches, err := file.Matches()
	if err != nil {
		return err
	}
	matches = chronicle.OwnScale(matches)
	if len(matches) == 0 {
		return fmt.Errorf("%s: no match has been played yet", f.run)
	}
	scale := rating.Rate(chronicle.Encounters(matches), map[string]float64{f.anchor: 0}, f.prior)
	if !slices.ContainsFunc(scale.Ratings, func(r rating.Rating) bool { return r.Name == f.anchor && r.WDL.Games() > 0 }) {
		return fmt.Errorf("%s: --anchor: %s played no game; name another player", f.run, f.anchor)
	}
	rating.Sort(scale.Ratings)
	fmt.Fprintf(out, "%-28s %8s %7s %7s %7s %7s\n", "player", "Elo", "+-", "games", "score", "draws")
	for _, r := range scale.Ratings {
		if r.Reason != rating.Rated {
			fmt.Fprintf(out, "%-28s %8s %7s %7d  no rating: %v\n", printable.Text(r.Name), "-", "-", r.WDL.Games(), r.Reason)
			continue
		}
		fmt.Fprintf(out, "%-28s %8s %7.1f %7d %6.1f%% %6.1f%%\n",
			printable.Text(r.Name), stat.Fixed(r.Elo.Value, 1), r.Elo.Margin(), r.WDL.Games(), 100*r.Expectation, 100*r.WDL.DrawRate())
	}
	if a := scale.Advantage; !math.IsInf(a.Margin(), 0) {
		fmt.Fprintf(out, "first move    %v Elo\n", a)
	} else {
		fmt.Fprintln(out, "first move    unknown: the matches do not say what it is worth")
	}
	d := scale.DrawRate
	fmt.Fprintf(out, "draw rate     %.1f %% [%.1f, %.1f] between equal players\n", 100*d.Value, 100*d.Low, 100*d.High)
	return nil
}
