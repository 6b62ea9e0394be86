package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/eval/curve"
	"apprentice/games"
	"apprentice/internal/machine"
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
	nice        int
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
		Long: `Train starts a run from random weights, or continues one: it plays games against
itself, learns from them, measures what it has become, and begins again. All of
it is in one run file, which survives being killed at any moment: the same
command continues it. At the end it draws the curve and writes it as a PNG.

Ctrl-C ends it within seconds; a second Ctrl-C ends it at once. If its terminal
goes away, the run continues, with its lines in RUN.log.

  another terminal   apprentice control --run RUN pause (or resume, measure, finish, stop)
  a laptop           systemd-inhibit apprentice train ...   or, on macOS, caffeinate -i apprentice train ...
  after logout       systemd-run --user --scope apprentice train ..., once: loginctl enable-linger; or nohup
  after a restart    the same command; docs/night.md has a systemd unit that gives it`,
		Example: `  apprentice train --for 5m
  apprentice train --run night.run --for 8h --nice 10
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
	flags.IntVar(&f.nice, "nice", 0, "how far to give way to other programs, from 0 to 19")
	flags.Uint64Var(&f.seed, "seed", 1, "of a new run")
	flags.BoolVar(&f.plain, "plain", false, "plain lines of progress, also on a terminal")
	flags.BoolVar(&f.ascii, "ascii", false, "draw the curve with ASCII characters only")
	return cmd
}

// train runs the loop and says what came of it.
func (f *trainFlags) train(ctx context.Context, stdout io.Writer) error {
	if err := f.checkFlags(); err != nil {
		return err
	}
	if f.nice > 0 {
		if err := machine.Nice(f.nice); err != nil {
			return fmt.Errorf("--nice %d: %w", f.nice, err)
		}
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
	s := f.newSitting(file, stdout, h)
	defer s.console.close(ctx)
	defer s.clock.Stop()
	if n := len(h.done()); f.generations > 0 && n >= f.generations {
		fmt.Fprintf(s.console, "%s has %s already; --generations %d asks for no more.\n\n", f.run, plural(n, "generation"), f.generations)
		return f.conclude(s.console.terminal, h, "")
	}
	stopped, err := f.sit(ctx, s, g)
	if err != nil {
		return fmt.Errorf("%w; nothing that was finished is lost, continue with: %s", err, f.again())
	}
	before := len(h.done())
	if h, err = readHistory(file); err != nil {
		return err
	}
	file.Close() // before anything waits for the output
	if len(h.done()) == before && stopped == "" {
		fmt.Fprintf(s.console, "No generation was completed in %s: that is too short for the next one.\n", flagDuration(f.duration))
	}
	return f.conclude(s.console.terminal, h, stopped)
}

// checkFlags reports flags that make no sense and fills in defaults.
func (f *trainFlags) checkFlags() error {
	if f.duration < 0 {
		return fmt.Errorf("--for is %v; it must not be negative", f.duration)
	}
	if err := cmp.Or(atLeast("generations", f.generations, 0), atLeast("workers", f.workers, 1)); err != nil {
		return err
	}
	if f.nice < 0 || f.nice > 19 {
		return fmt.Errorf("--nice is %d; it must be from 0 to 19", f.nice)
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

// newSitting returns a sitting of the run, with its clock running.
func (f *trainFlags) newSitting(file *run.File, stdout io.Writer, h *history) *sitting {
	s := &sitting{
		file: file, limit: f.duration, gate: new(selfplay.Gate), events: make(chan run.EventData, 64),
		control: programName() + " control --run " + shellWord(f.run),
	}
	s.clock = selfplay.NewAwake(s.gap)
	s.console = newConsole(stdout, f.run+".log", f.plain, func(why string) {
		s.later(run.Warning{What: "output", Text: why + "; lines go into " + f.run + ".log"})
	})
	s.lines = newLines(file, s.console.line, s.time)
	if s.console.tty != nil && inForeground(s.console.tty) {
		s.live = newLive(trainScreen{
			file: file, path: f.run, workers: f.workers, generations: f.generations,
			limit: f.duration, clock: s.clock,
		}, h)
		s.console.redraw = s.live.redraw
		s.console.place.Store(onScreen)
	}
	return s
}

// sit trains until a bound is reached or the sitting is stopped, and returns
// what stopped it, "" for a bound.
func (f *trainFlags) sit(ctx context.Context, s *sitting, g games.Game) (stopped string, err error) {
	last, unclean, err := s.file.UncleanEnd()
	if err != nil {
		return "", err
	}
	if err := s.begin(ctx, f.again()); err != nil {
		return "", err
	}
	if err := s.file.AddEvent(0, run.Started{Version: version(), Command: f.again(), Workers: f.workers}); err != nil {
		return "", err
	}
	if s.live == nil {
		s.lines.notice(f.header(s.file))
	}
	if unclean {
		text := withoutWord(last) + "; it is resumed now"
		s.record(run.Warning{What: "end", Text: text})
		s.notice(text)
	}
	m := &measurer{game: g, file: s.file, workers: f.workers, progress: s.measuring}
	var one sync.Mutex // a measurement is of the loop or of an order
	s.measure = func(ctx context.Context, n int) error {
		one.Lock()
		defer one.Unlock()
		return m.measure(ctx, n)
	}
	options := selfplay.Options{
		Game: g, File: s.file, Workers: f.workers, Generations: f.generations,
		Report: s.status, Measure: s.measure,
	}
	if f.duration > 0 {
		options.Deadline = time.Now().Add(f.duration)
	}
	workErr := s.work(signalsOf(ctx), func() error { return selfplay.Run(s.ctx, options) })
	if s.ctx.Err() != nil {
		stopped = causeOf(s.ctx)
	}
	if err := s.end(workErr); err != nil && workErr == nil {
		workErr = err
	}
	if stopped != "" && errors.Is(workErr, context.Canceled) {
		workErr = nil
	}
	var p *selfplay.PanicError
	if errors.As(workErr, &p) {
		workErr = fmt.Errorf("%w; the stack is in %s", workErr, s.console.log.Path())
	}
	return stopped, workErr
}

// header says which run this is, on what and for how long.
func (f *trainFlags) header(file *run.File) string {
	c := file.Config()
	text := fmt.Sprintf("%s: %s, seed %d, %s", f.run, c.Game, c.Seed, plural(f.workers, "worker"))
	if n, why := machine.CPUs(); n == f.workers {
		text += " (" + why + ")"
	}
	switch {
	case f.duration > 0:
		text += ", for " + flagDuration(f.duration)
	case f.generations > 0:
		text += ", up to " + fmt.Sprintf("generation %d", f.generations)
	default:
		text += ", until it is stopped"
	}
	return text
}

// conclude says what a run has come to, draws its curve, also into a file
// beside it, and how to continue a run that was stopped.
func (f *trainFlags) conclude(t *terminal, h *history, stopped string) error {
	var drawn error
	if len(h.done()) > 0 {
		if err := t.paragraph(h.summary(f.workers) + "\n"); err != nil {
			return err
		}
		drawn = f.draw(t, h)
	}
	if stopped != "" {
		fmt.Fprintf(t, "The run was %s; nothing that was finished is lost. Continue with:\n  %s\n", stopped, f.again())
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
	fmt.Fprintf(t, "\nThe curves are in %s; %s plot --run %s draws others.\n", path, programName(), shellWord(f.run))
	return nil
}

// again returns the command that continues the run.
func (f *trainFlags) again() string {
	command := programName() + " train --run " + shellWord(f.run)
	if f.duration > 0 {
		command += " --for " + flagDuration(f.duration)
	}
	if f.generations > 0 {
		command += fmt.Sprintf(" --generations %d", f.generations)
	}
	if f.workers != usableCPUs() {
		command += fmt.Sprintf(" --workers %d", f.workers)
	}
	if f.nice > 0 {
		command += fmt.Sprintf(" --nice %d", f.nice)
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
		return nil, nil, f.inUse(err)
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
