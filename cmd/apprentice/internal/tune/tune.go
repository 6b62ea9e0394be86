// Package tune is the command tune, which finds better margins for the search.
package tune

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/printable"
	spsa "apprentice/eval/tune"
)

// New returns the command tune.
func New() *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:   "tune (--pairs N | --for TIME)",
		Short: "Find better margins of the search by SPSA",
		Long: `Tune finds better values for the margins of the search, such as how much a move
must lose to be pruned, and how much shallower late moves are searched. It shifts
all margins a little one way for one player and the other way for its opponent,
and moves each margin towards the winner (SPSA). All games share one set of
margins.

It takes some ten thousand pairs. The values it prints are guesses: put them into
DefaultMargins of agent/search, and keep them if a match against the program
without them is won.

With --state a tuning survives any end: the same command resumes it, and at most
the last 20 seconds are lost.`,
		Example: `  apprentice tune --for 8h --state night.tune
  apprentice tune --game chess --net chess=net:new.net --nodes 20000 --pairs 5000 --r 0.0025 --c 1.3`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd.Context(), cmd.OutOrStdout()) },
	}
	f.add(cmd)
	return cmd
}

// run tunes and says what came of it.
func (f *flags) run(ctx context.Context, out io.Writer) error {
	if err := f.check(); err != nil {
		return err
	}
	tables, err := f.tables()
	if err != nil {
		return err
	}
	s := &sitting{flags: f, tables: tables, out: out}
	s.tuner = spsa.Tuner{
		Params: params(), Gains: f.gains, Seed: f.seed, Workers: f.workers,
		Share: s.share, Play: playTables(tables), Report: s.report,
	}
	if s.settings, err = f.settings(tables); err != nil {
		return err
	}
	defer s.close()
	if err := s.open(); err != nil {
		return err
	}
	var games []string
	for _, t := range tables {
		games = append(games, fmt.Sprintf("%s (%s)", t.game.Name(), t.spec))
	}
	fmt.Fprintf(out, "%s at %d nodes a move: %s\n", console.Plural(len(s.tuner.Params), "margin"), f.nodes, strings.Join(games, ", "))
	if n := s.from.Iterations; n > 0 {
		fmt.Fprintf(out, "%s from %s\n", pairsOfEach(n), printable.Text(f.state))
	}
	return s.play(ctx)
}

// playTables returns the Play of a tuner: a pair at every table.
func playTables(tables []table) func(context.Context, *rand.Rand, []float64, []float64) (float64, error) {
	return func(ctx context.Context, rng *rand.Rand, plus, minus []float64) (float64, error) {
		sum := 0.0
		for _, t := range tables {
			points, err := t.pair(ctx, rng, marginsOf(plus), marginsOf(minus))
			if err != nil {
				return 0, err
			}
			sum += points
		}
		return sum, nil
	}
}

// pairsOfEach writes a number of iterations.
func pairsOfEach(n int) string { return console.Plural(n, "pair") + " of each game" }
