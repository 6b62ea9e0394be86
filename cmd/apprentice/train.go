package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/internal/machine"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// trainFlags are the flags of the train command.
type trainFlags struct {
	signatures  signatures // of this program
	game        gameFlag
	gameGiven   bool
	run         string
	duration    time.Duration
	generations int
	workers     int
	memory      string // as it was given; "" for the default
	nice        int
	seed        uint64
	seedGiven   bool
	set         []string // knobs of a new run
	from        string   // network of a new run
	replay      string   // run to be repeated
	plan        bool     // print the plan and make nothing
	listKnobs   bool
	plain       bool
	ascii       bool
}

func newTrain(own signatures) *cobra.Command {
	f := trainFlags{signatures: own}
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
  apprentice train --plan --for 8h
  apprentice train --run narrow.run --set width=32 --for 5m
  apprentice train --run test.run --generations 3 --seed 7`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			f.gameGiven = cmd.Flags().Changed("game")
			f.seedGiven = cmd.Flags().Changed("seed")
			if cmd.Flags().Changed("for") && f.duration == 0 {
				return errors.New("--for is 0s; leave it out to train until interrupted")
			}
			if f.listKnobs {
				return writeKnobs(cmd.OutOrStdout())
			}
			if err := f.checkFlags(); err != nil {
				return err
			}
			if f.plan {
				return f.printPlan(cmd.Context(), cmd.OutOrStdout())
			}
			return f.train(cmd.Context(), cmd.OutOrStdout())
		},
	}
	f.game.add(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.run, "run", "", "the run file (default GAME.run)")
	flags.Var((*lengthFlag)(&f.duration), "for", "how long, as in 15m, 8h or 7d (default until interrupted)")
	flags.IntVar(&f.generations, "generations", 0, "stop after this generation")
	flags.IntVar(&f.workers, "workers", usableCPUs(), "goroutines that play and learn; the result does not depend on it")
	flags.StringVar(&f.memory, "memory", "", "how much memory learning may take, as in 300MB (default a third of the machine's); the result does not depend on it")
	flags.IntVar(&f.nice, "nice", 0, "how far to give way to other programs, from 0 to 19")
	flags.Uint64Var(&f.seed, "seed", 1, "of a new run")
	flags.StringArrayVar(&f.set, "set", nil, "change a knob of a new run, as in width=64; --knobs lists them")
	flags.BoolVar(&f.listKnobs, "knobs", false, "list the knobs and end")
	flags.StringVar(&f.from, "from", "", "the network a new run begins with: gen:N@FILE, career:N or net:FILE (default a random one)")
	flags.StringVar(&f.replay, "replay", "", "repeat the decisions of this run in a new one; ends with the same networks")
	flags.BoolVar(&f.plan, "plan", false, "print what a sitting of this length would do and end")
	for _, other := range []string{"for", "generations", "seed", "set", "from", "game", "plan"} {
		cmd.MarkFlagsMutuallyExclusive("replay", other)
	}
	flags.BoolVar(&f.plain, "plain", false, "plain lines of progress, also on a terminal")
	flags.BoolVar(&f.ascii, "ascii", false, "draw the curve with ASCII characters only")
	return cmd
}

// train runs the loop and says what came of it.
func (f *trainFlags) train(ctx context.Context, stdout io.Writer) error {
	if f.nice > 0 {
		if err := machine.Nice(f.nice); err != nil {
			return fmt.Errorf("--nice %d: %w", f.nice, err)
		}
	}
	if err := f.outputs().check(); err != nil {
		return err
	}
	if free, ok := diskFree(f.run); ok {
		if err := roomToBegin(f.run, free); err != nil {
			return err
		}
	}
	begin, err := f.start(ctx, stdout)
	if err != nil {
		return err
	}
	file := begin.file
	defer file.Close()
	h, err := readHistory(file)
	if err != nil {
		return err
	}
	s := f.newSitting(file, stdout, h)
	defer s.console.close(ctx)
	defer s.clock.Stop()
	if n := len(h.done()); f.generations > 0 && n >= f.generations {
		fmt.Fprintf(s.console, "%s has %s already; --generations %d asks for no more.\n\n", printable.Text(f.run), plural(n, "generation"), f.generations)
		return f.conclude(s.console.terminal, h, "")
	}
	stopped, err := f.sit(ctx, s, begin)
	if err != nil {
		return f.failed(err)
	}
	before := len(h.done())
	if h, err = readHistory(file); err != nil {
		return err
	}
	file.Close() // before anything waits for the output
	f.tidy(s, begin.game)
	if stopped == "" {
		f.explain(s, h, before)
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
	if _, err := f.memoryBytes(); err != nil {
		return err
	}
	if _, err := selfplay.ParseKnobs(f.set); err != nil {
		return fmt.Errorf("--set: %w", err)
	}
	if f.nice < 0 || f.nice > 19 {
		return fmt.Errorf("--nice is %d; it must be from 0 to 19", f.nice)
	}
	if f.replay != "" && f.run == "" {
		return fmt.Errorf("--replay needs --run: the name of the run that repeats %s", f.replay)
	}
	if f.run == "" {
		g, err := f.game.game()
		if err == nil && f.from != "" {
			_, g, err = f.originNetwork(g)
		}
		if err != nil {
			return err
		}
		f.run = runOf(g.Name())
	}
	return checkFolder(f.run)
}

// newSitting returns a sitting of the run, with its clock running.
func (f *trainFlags) newSitting(file *run.File, stdout io.Writer, h *history) *sitting {
	s := &sitting{
		file: file, limit: f.duration, gate: new(selfplay.Gate), events: make(chan run.EventData, 64),
		control: programName() + " control --run " + shellWord(f.run),
	}
	s.clock = selfplay.NewAwake(s.gap)
	s.own = &ownClock{awake: s.clock}
	s.dog = newWatchdog(s.clock)
	s.console = newConsole(stdout, f.run+".log", f.plain, func(why string) {
		s.later(run.Warning{What: "output", Text: why + "; lines go into " + f.run + ".log"})
	})
	s.lines = newLines(file, s.console.line, s.time)
	if s.console.tty != nil && inForeground(s.console.tty) {
		s.live = newLive(trainScreen{
			file: file, path: f.run, workers: f.workers, generations: f.generations,
			limit: f.duration, clock: s.own,
		}, h)
		s.console.redraw = s.live.redraw
		s.console.place.Store(onScreen)
	}
	return s
}

// sit trains until a bound is reached or the sitting is stopped, and returns
// what stopped it, "" for a bound.
func (f *trainFlags) sit(ctx context.Context, s *sitting, begin beginning) (stopped string, err error) {
	memory, err := f.memoryBytes()
	if err != nil {
		return "", err
	}
	debug.SetMemoryLimit(memory)
	last, unclean, err := s.file.UncleanEnd()
	if err != nil {
		return "", err
	}
	s.file.OnWait(s.waits)
	if err := s.begin(ctx, f.again()); err != nil {
		return "", err
	}
	if err := f.signatures.sign(s.file); err != nil {
		return "", err
	}
	if err := s.file.AddEvent(0, run.Started{Version: version(), Command: f.again(), Workers: f.workers}); err != nil {
		return "", err
	}
	options := begin.options(f, s, memory)
	disk, short := f.diskWords(options)
	if s.live == nil {
		s.lines.notice(f.header(s.file, len(begin.script)) + disk)
	}
	if short != "" {
		s.record(run.Warning{What: "disk", Text: short})
		s.notice(short)
	}
	if unclean {
		text := withoutWord(last) + "; it is resumed now"
		s.record(run.Warning{What: "end", Text: text})
		s.notice(text)
	}
	m := &measurer{game: begin.game, file: s.file, workers: f.workers, progress: s.measuring}
	var one sync.Mutex // a measurement is of the loop or of an order
	s.measure = func(ctx context.Context, n int) (selfplay.Strength, error) {
		one.Lock()
		defer one.Unlock()
		return m.measure(ctx, n)
	}
	options.Measure = s.measure
	f.outlook(s, begin, options)
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

// outputs returns the files that train reads and writes.
func (f *trainFlags) outputs() commandFiles {
	files := commandFiles{
		reads:    []fileUse{{"--run", f.run}},
		replaces: []fileUse{{"the picture", f.run + ".png"}},
	}
	if f.replay != "" {
		files.reads = append(files.reads, fileUse{"--replay", f.replay})
	}
	return files
}

// header says which run this is, on what and for how long. repeats is how many
// generations of --replay there are.
func (f *trainFlags) header(file *run.File, repeats int) string {
	c := file.Config()
	text := fmt.Sprintf("%s: %s, seed %d, %s", f.run, c.Game, c.Seed, plural(f.workers, "worker"))
	if n, why := machine.CPUs(); n == f.workers {
		text += " (" + why + ")"
	}
	switch {
	case f.replay != "":
		text += fmt.Sprintf(", repeats %s of %s", plural(repeats, "generation"), f.replay)
	case f.duration > 0:
		text += ", for " + length(f.duration)
	case f.generations > 0:
		text += ", up to " + fmt.Sprintf("generation %d", f.generations)
	default:
		text += ", until it is stopped"
	}
	return text
}
