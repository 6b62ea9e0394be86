package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/eval/curve"
	"apprentice/games"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// trainFlags are the flags of the train command.
type trainFlags struct {
	game        gameFlag
	gameGiven   bool
	run         string
	duration    time.Duration
	generations int
	workers     int
	seed        uint64
	seedGiven   bool
	plain       bool
	ascii       bool
}

func newTrain() *cobra.Command {
	var f trainFlags
	cmd := &cobra.Command{
		Use:   "train",
		Short: "Learn: self-play, learning, measuring, over and over",
		Long: `Train starts a run from random weights, or goes on with one: it plays games
against itself, learns from them, measures what it has become, and begins
again. All of it is in one run file, which survives being killed at any moment:
the same command goes on.

At the end it draws the curve and writes it as a PNG beside the run.`,
		Example: `  apprentice train --for 5m
  apprentice train --run night.run --for 8h
  apprentice train --run test.run --generations 3 --seed 7`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			f.gameGiven = cmd.Flags().Changed("game")
			f.seedGiven = cmd.Flags().Changed("seed")
			return f.train(cmd.Context(), cmd.OutOrStdout())
		},
	}
	f.game.add(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.run, "run", "", "the run file (default GAME.run)")
	flags.DurationVar(&f.duration, "for", 0, "how long, as in 15m or 8h (default until interrupted)")
	flags.IntVar(&f.generations, "generations", 0, "stop after this generation")
	flags.IntVar(&f.workers, "workers", usableCPUs(), "goroutines that play and learn; the result does not depend on it")
	flags.Uint64Var(&f.seed, "seed", 1, "of a new run")
	flags.BoolVar(&f.plain, "plain", false, "plain lines of progress, also on a terminal")
	flags.BoolVar(&f.ascii, "ascii", false, "draw the curve with ASCII characters only")
	return cmd
}

// train runs the loop and says what came of it.
func (f *trainFlags) train(ctx context.Context, out io.Writer) error {
	begun := time.Now()
	if err := f.checkFlags(); err != nil {
		return err
	}
	g, file, err := f.open()
	if err != nil {
		return err
	}
	defer file.Close()
	h, err := readHistory(file)
	if err != nil {
		return err
	}
	t := terminalOf(out)
	if n := len(h.done()); f.generations > 0 && n >= f.generations {
		fmt.Fprintf(t, "%s has %s already; --generations %d asks for no more.\n\n", f.run, plural(n, "generation"), f.generations)
		return f.conclude(t, h, false)
	}
	runErr := f.sit(ctx, t, g, file, h, begun)
	interrupted := errors.Is(runErr, context.Canceled)
	if runErr != nil && !interrupted {
		return fmt.Errorf("%w; nothing that was finished is lost, go on with: %s", runErr, f.again())
	}
	before := len(h.done())
	if h, err = readHistory(file); err != nil {
		return err
	}
	if len(h.done()) == before && !interrupted {
		fmt.Fprintf(t, "No generation was completed in %s: that is too short for the next one.\n", flagDuration(f.duration))
	}
	return f.conclude(t, h, interrupted)
}

// checkFlags reports flags that make no sense and fills in defaults.
func (f *trainFlags) checkFlags() error {
	if f.duration < 0 {
		return fmt.Errorf("--for is %v; it must not be negative", f.duration)
	}
	if err := cmp.Or(atLeast("generations", f.generations, 0), atLeast("workers", f.workers, 1)); err != nil {
		return err
	}
	if f.run == "" {
		g, err := f.game.game()
		if err != nil {
			return err
		}
		f.run = runOf(g.Name())
	}
	return nil
}

// sit trains until a bound is reached or ctx is done.
func (f *trainFlags) sit(ctx context.Context, t *terminal, g games.Game, file *run.File, h *history, begun time.Time) error {
	if err := file.AddEvent(0, run.Started{Version: version(), Command: f.again(), Workers: f.workers}); err != nil {
		return err
	}
	options := selfplay.Options{Game: g, File: file, Workers: f.workers, Generations: f.generations}
	if f.duration > 0 {
		options.Deadline = begun.Add(f.duration)
	}
	var report reporter
	work := func() error { return selfplay.Run(ctx, options) }
	if t.interactive && !f.plain {
		l := newLive(trainScreen{
			file: file, path: f.run, workers: f.workers, generations: f.generations,
			started: begun, deadline: options.Deadline,
		}, h)
		report = l
		train := work
		work = func() error { return l.run(ctx, t, train) }
	} else {
		report = newLines(t, file)
	}
	options.Report = report.status
	m := &measurer{game: g, file: file, workers: f.workers, progress: report.measuring}
	options.Measure = m.measure
	return work()
}

// conclude says what a run has come to, draws its curve, also into a file
// beside it, and tells how to go on.
func (f *trainFlags) conclude(t *terminal, h *history, interrupted bool) error {
	var drawn error
	if len(h.done()) > 0 {
		if err := t.paragraph(h.summary(f.workers) + "\n"); err != nil {
			return err
		}
		drawn = f.draw(t, h)
	}
	if interrupted {
		fmt.Fprintf(t, "Stopped; nothing that was finished is lost. Go on with:\n  %s\n", f.again())
	}
	return drawn
}

// draw draws the curves on t and into a file beside the run.
func (f *trainFlags) draw(t *terminal, h *history) error {
	x, err := abscissaOf(abscissas[0].name, h.rows)
	if err != nil {
		return err
	}
	of, err := topicsOf(everything)
	if err != nil {
		return err
	}
	figure, err := figureOf([]*history{h}, of, x, false)
	if err != nil {
		return err
	}
	short := figure
	short.Title, short.Subtitle, short.Charts = "", "", figure.Charts[:2] // win rate and Elo
	if err := t.drawFigure(short, f.ascii); err != nil {
		return err
	}
	path := f.run + ".png"
	if err := writeFile(path, func(w io.Writer) error { return figure.WritePNG(w, curve.Size{}) }); err != nil {
		return err
	}
	fmt.Fprintf(t, "\nThe curves are in %s; apprentice plot --run %s draws others.\n", path, shellWord(f.run))
	return nil
}

// again returns the command that goes on with the run.
func (f *trainFlags) again() string {
	command := "apprentice train --run " + shellWord(f.run)
	if f.duration > 0 {
		command += " --for " + flagDuration(f.duration)
	}
	if f.generations > 0 {
		command += fmt.Sprintf(" --generations %d", f.generations)
	}
	if f.workers != usableCPUs() {
		command += fmt.Sprintf(" --workers %d", f.workers)
	}
	return command
}

// open opens the run, or creates it where there is none.
func (f *trainFlags) open() (games.Game, *run.File, error) {
	file, err := run.Open(f.run)
	if errors.Is(err, fs.ErrNotExist) {
		g, err := f.game.game()
		if err != nil {
			return nil, nil, err
		}
		file, err := run.Create(f.run, run.Config{
			Game: g.Name(), InputSet: g.InputSet(), Seed: f.seed,
			Version: version(), Created: time.Now(),
		})
		return g, file, err
	}
	if err != nil {
		return nil, nil, err
	}
	g, err := f.check(file)
	if err != nil {
		file.Close()
		return nil, nil, fmt.Errorf("%s: %w", f.run, err)
	}
	return g, file, nil
}

// check returns the game of an existing run, or an error where the flags ask
// for another run than this.
func (f *trainFlags) check(file *run.File) (games.Game, error) {
	c := file.Config()
	if f.gameGiven && f.game.name != c.Game {
		return nil, fmt.Errorf("this is a run of %s, not of %s", c.Game, f.game.name)
	}
	if f.seedGiven && f.seed != c.Seed {
		return nil, fmt.Errorf("this run has seed %d, not %d", c.Seed, f.seed)
	}
	g, err := catalog.Lookup(c.Game)
	if err == nil && g.InputSet() != c.InputSet {
		err = fmt.Errorf("this run has input set %q; this program has %q", c.InputSet, g.InputSet())
	}
	return g, err
}
