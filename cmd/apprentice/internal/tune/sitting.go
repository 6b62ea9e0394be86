package tune

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	spsa "apprentice/eval/tune"
	"apprentice/internal/filelock"
)

// interval is the time between two lines of progress, and between two
// states in the file.
const interval = 20 * time.Second

// sitting is a tuning from the start of the program to its end.
type sitting struct {
	flags    *flags
	tables   []table
	out      io.Writer
	tuner    spsa.Tuner
	settings map[string]string

	lock   *filelock.Lock // on the state; nil without
	from   spsa.State     // where the sitting began
	before time.Duration  // of the sittings before
	begun  time.Time
	last   time.Time // of the lines of progress
}

// open locks the state, reads it and writes it, so that it fails now if the file
// cannot be written.
func (s *sitting) open() (err error) {
	s.from = spsa.Start(s.tuner.Params)
	if s.flags.state != "" {
		if err := s.flags.files(s.tables).Check(); err != nil {
			return err
		}
		if s.lock, err = files.Lock(s.flags.state); err != nil {
			return err
		}
		if s.from, s.before, err = readState(s.flags.state, s.tuner, s.settings); err != nil {
			return err
		}
	}
	s.begun = time.Now()
	s.last = s.begun
	return s.save(s.from)
}

// close lets others have the state.
func (s *sitting) close() {
	if s.lock != nil {
		s.lock.Release()
	}
}

// save writes the state, if there is a file for it.
func (s *sitting) save(state spsa.State) error {
	if s.flags.state == "" {
		return nil
	}
	return writeState(s.flags.state, s.tuner.Params, s.settings, state, s.took())
}

// took is how long the tuning took until now, in all sittings.
func (s *sitting) took() time.Duration { return s.before + time.Since(s.begun) }

// share returns how much of the tuning is done, 0 to 1.
func (s *sitting) share(iterations int) float64 {
	if s.flags.duration > 0 {
		return s.took().Seconds() / s.flags.duration.Seconds()
	}
	return float64(iterations) / float64(s.flags.pairs)
}

// report prints how far the tuning has come and saves it, if it is time.
func (s *sitting) report(state spsa.State) error {
	if time.Since(s.last) < interval {
		return nil
	}
	s.last = time.Now()
	rate := float64(state.Iterations-s.from.Iterations) / time.Since(s.begun).Seconds()
	fmt.Fprintf(s.out, "%s  %s, %.0f %%, %.3g pairs/s\n", console.Clock(s.took()), pairsOfEach(state.Iterations), 100*min(s.share(state.Iterations), 1), rate)
	return s.save(state)
}

// play plays what is missing and says what came of it.
func (s *sitting) play(ctx context.Context) error {
	state, err := s.tuner.Run(ctx, s.from)
	saved := s.save(state)
	interrupted := errors.Is(err, context.Canceled)
	if err != nil && !interrupted {
		if s.flags.state != "" && saved == nil {
			return cli.Continue(err, s.flags.again())
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
			cli.PrintContinue(s.out, s.flags.again())
		}
	}
	return nil
}

// print prints the margins of a state.
func (s *sitting) print(state spsa.State) {
	fmt.Fprintf(s.out, "\n%-22s %8s %8s %8s\n", "margin", "default", "found", "steps")
	for i, p := range s.tuner.Params {
		found := math.Round(state.Values[i])
		steps := math.Round(10*(found-p.Start)/p.Step)/10 + 0 // no -0.0
		fmt.Fprintf(s.out, "%-22s %8.0f %8.0f %+8.1f\n", p.Name, p.Start, found, steps)
	}
	fmt.Fprintf(s.out, "\n%s in %s; only a match shows whether this is better\n", pairsOfEach(state.Iterations), console.Clock(s.took()))
}
