package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/eval/tune"
	"apprentice/internal/filelock"
)

func newTune() *cobra.Command {
	var f tuneFlags
	cmd := &cobra.Command{
		Use:   "tune (--pairs N | --for TIME)",
		Short: "Find better margins of the search by SPSA",
		Long: `Tune finds better values for the margins of the search: how much a move must
lose to be pruned, how much less deep late moves are searched. It lets two
players meet whose margins are all a little off, one to one side and one to the
other, and moves each margin to where the winner had it (SPSA). All games teach
one set of margins.

It takes some ten thousand pairs. What it prints are guesses: put them into
DefaultMargins of agent/search, and keep them if a match against the program
without them says so.

With --state a tuning survives any end: the same command goes on, and loses the
last 20 seconds at most.`,
		Example: `  apprentice tune --for 8h --state night.tune
  apprentice tune --game chess --net chess=net:new.net --nodes 20000 --pairs 5000 --r 0.0025 --c 1.3`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd.Context(), cmd.OutOrStdout()) },
	}
	f.add(cmd)
	return cmd
}

// run tunes and says what came of it.
func (f *tuneFlags) run(ctx context.Context, out io.Writer) error {
	if err := f.check(); err != nil {
		return err
	}
	tables, err := f.tables()
	if err != nil {
		return err
	}
	s := &tuneSitting{flags: f, out: out}
	s.tuner = tune.Tuner{
		Params: tuneParams(), Gains: f.gains, Seed: f.seed, Workers: f.workers,
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
	fmt.Fprintf(out, "%s at %d nodes a move: %s\n", plural(len(s.tuner.Params), "margin"), f.nodes, strings.Join(games, ", "))
	if n := s.from.Iterations; n > 0 {
		fmt.Fprintf(out, "%s from %s\n", pairsOfEach(n), printable.Text(f.state))
	}
	return s.play(ctx)
}

// playTables returns the Play of a tuner: a pair at every table.
func playTables(tables []tuneTable) func(context.Context, *rand.Rand, []float64, []float64) (float64, error) {
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

// tuneInterval is the time between two lines of progress, and between two
// states in the file.
const tuneInterval = 20 * time.Second

// tuneSitting is a tuning from the start of the program to its end.
type tuneSitting struct {
	flags    *tuneFlags
	out      io.Writer
	tuner    tune.Tuner
	settings map[string]string

	lock   *filelock.Lock // on the state; nil without
	from   tune.State     // where the sitting began
	before time.Duration  // of the sittings before
	begun  time.Time
	last   time.Time // of the lines of progress
}

// open locks the state, reads it and writes it: who cannot shall hear of it now.
func (s *tuneSitting) open() (err error) {
	s.from = tune.Start(s.tuner.Params)
	if s.flags.state != "" {
		if err := s.flags.files().check(); err != nil {
			return err
		}
		if s.lock, err = lockFile(s.flags.state); err != nil {
			return err
		}
		if s.from, s.before, err = readTuneState(s.flags.state, s.tuner, s.settings); err != nil {
			return err
		}
	}
	s.begun = time.Now()
	s.last = s.begun
	return s.save(s.from)
}

// close lets others have the state.
func (s *tuneSitting) close() {
	if s.lock != nil {
		s.lock.Release()
	}
}

// save writes the state, if there is a file for it.
func (s *tuneSitting) save(state tune.State) error {
	if s.flags.state == "" {
		return nil
	}
	return writeTuneState(s.flags.state, s.tuner.Params, s.settings, state, s.took())
}

// took is how long the tuning took until now, in all sittings.
func (s *tuneSitting) took() time.Duration { return s.before + time.Since(s.begun) }

// share returns how much of the tuning is behind.
func (s *tuneSitting) share(iterations int) float64 {
	if s.flags.duration > 0 {
		return s.took().Seconds() / s.flags.duration.Seconds()
	}
	return float64(iterations) / float64(s.flags.pairs)
}

// report tells of an iteration, if it is time.
func (s *tuneSitting) report(state tune.State) error {
	if time.Since(s.last) < tuneInterval {
		return nil
	}
	s.last = time.Now()
	rate := float64(state.Iterations-s.from.Iterations) / time.Since(s.begun).Seconds()
	fmt.Fprintf(s.out, "%s  %s, %.0f %%, %.3g pairs/s\n", clock(s.took()), pairsOfEach(state.Iterations), 100*min(s.share(state.Iterations), 1), rate)
	return s.save(state)
}

// play plays what is missing and says what came of it.
func (s *tuneSitting) play(ctx context.Context) error {
	state, err := s.tuner.Run(ctx, s.from)
	saved := s.save(state)
	interrupted := errors.Is(err, context.Canceled)
	if err != nil && !interrupted {
		if s.flags.state != "" && saved == nil {
			return fmt.Errorf("%w; nothing that was finished is lost, go on with: %s", err, s.flags.again())
		}
		return err
	}
	s.print(state)
	if saved != nil {
		return saved
	}
	if interrupted {
		fmt.Fprintf(s.out, "interrupted after %.0f %%\n", 100*min(s.share(state.Iterations), 1))
		if s.flags.state != "" {
			fmt.Fprintf(s.out, "Nothing that was finished is lost. Go on with:\n  %s\n", s.flags.again())
		}
	}
	return nil
}

// print prints the margins of a state.
func (s *tuneSitting) print(state tune.State) {
	fmt.Fprintf(s.out, "\n%-22s %8s %8s %8s\n", "margin", "default", "found", "steps")
	for i, p := range s.tuner.Params {
		found := math.Round(state.Values[i])
		steps := math.Round(10*(found-p.Start)/p.Step)/10 + 0 // no -0.0
		fmt.Fprintf(s.out, "%-22s %8.0f %8.0f %+8.1f\n", p.Name, p.Start, found, steps)
	}
	fmt.Fprintf(s.out, "\n%s in %s; only a match tells whether this is better\n", pairsOfEach(state.Iterations), clock(s.took()))
}

// pairsOfEach writes a number of iterations.
func pairsOfEach(n int) string { return plural(n, "pair") + " of each game" }
