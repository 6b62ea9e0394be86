// Package train is the command train: one process that plays, learns and
// measures a run, with its screen, its clock and the orders that it obeys.
package train

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/lending"
	"apprentice/internal/machine"
	"apprentice/selfplay"
)

// flags are the flags of the train command.
type flags struct {
	signatures  chronicle.Signatures // of this program
	given       *pflag.FlagSet
	game        cli.GameFlag
	run         string
	duration    time.Duration
	generations int
	players     int    // as given; 0: other machines play
	workers     int    // goroutines that learn and, unless spare, play
	memory      string // as it was given; "" for the default
	nice        int
	seed        uint64
	set         []string // knobs of a new run
	from        string   // network of a new run
	replay      string   // run to be repeated
	plan        bool     // print the plan and make nothing
	listKnobs   bool
	plain       bool
	ascii       bool
	json        bool // objects for other programs instead of text

	borrowing
	access lending.Access // to the server of other machines
}

// New returns the command train. own are the bench signatures of this program.
func New(own chronicle.Signatures) *cobra.Command {
	f := flags{signatures: own}
	cmd := &cobra.Command{
		Use:   "train",
		Short: "Learn: self-play, learning, measuring, over and over",
		Long: `Train starts a run from random weights, or continues one: it plays games against
itself, learns from them, measures what it has become, and begins again. All of
it is in one run file, which survives being killed at any moment: the same
command continues it. At the end it draws the curve and writes it as a PNG.

Ctrl-C ends it within seconds; a second Ctrl-C ends it at once. If its terminal
goes away, the run continues, with its lines in RUN.log.

  to give it orders    apprentice control --run RUN pause, from another terminal
  on a laptop          systemd-inhibit apprentice train ...
  on a Mac             caffeinate -i apprentice train ...
  to outlive a logout  nohup apprentice train ..., or, after loginctl enable-linger,
                       systemd-run --user --scope apprentice train ...
  after a restart      the same command; docs/night.md has a systemd unit for it`,
		Example: `  apprentice train --for 5m
  apprentice train --run night.run --for 8h --nice 10
  apprentice train --plan --for 8h
  apprentice train --run narrow.run --set width=32 --for 5m
  apprentice train --run test.run --generations 3 --seed 7
  apprentice train --run night.run --for 8h --listen 0.0.0.0:4222`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if f.given.Changed("for") && f.duration == 0 {
				return errors.New("--for is 0s; leave it out to train until interrupted")
			}
			if err := f.checkTogether(); err != nil {
				return err
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
	f.add(cmd)
	return cmd
}

// add adds the flags.
func (f *flags) add(cmd *cobra.Command) {
	f.game.Add(cmd)
	flags := cmd.Flags()
	f.given = flags
	flags.StringVar(&f.run, "run", "", "the run file (default GAME.run)")
	flags.Var((*cli.LengthFlag)(&f.duration), "for", "how long to train, as in 15m, 8h or 7d (default until interrupted)")
	flags.IntVar(&f.generations, "generations", 0, "stop after this generation")
	flags.IntVar(&f.players, "workers", console.UsableCPUs(), "goroutines that play and learn; they do not change the result; 0 leaves playing to other machines")
	flags.StringVar(&f.memory, "memory", "", cli.MemoryUsage)
	flags.IntVar(&f.nice, "nice", 0, "give way to other programs: 0 (not at all) to 19")
	flags.Uint64Var(&f.seed, "seed", 1, "random seed of a new run")
	flags.StringArrayVar(&f.set, "set", nil, "change a knob of a new run, as in width=64; --knobs lists them")
	flags.BoolVar(&f.listKnobs, "knobs", false, "list the knobs and exit")
	flags.StringVar(&f.from, "from", "", "network that a new run starts from: gen:N@FILE, career:N or net:FILE (default random weights)")
	flags.StringVar(&f.replay, "replay", "", "repeat the decisions of this run in a new one, which ends with the same networks")
	flags.BoolVar(&f.plan, "plan", false, "print what a sitting of this length would do, and exit")
	for _, other := range []string{"for", "generations", "seed", "set", "from", "game", "plan"} {
		cmd.MarkFlagsMutuallyExclusive("replay", other)
	}
	flags.BoolVar(&f.plain, "plain", false, "print plain lines of progress, even on a terminal")
	flags.BoolVar(&f.json, "json", false, "write one JSON object per line instead of text; docs/run-file.md describes them")
	cmd.MarkFlagsMutuallyExclusive("json", "plan", "knobs")
	flags.StringVar(&f.listen, "listen", "", "let other machines play too: start a server for them here, as in 0.0.0.0:4222")
	f.access.Add(flags, "let other machines play too, over this NATS server with JetStream, as in nats://HOST:4222")
	flags.IntVar(&f.audit, "audit", 64, "of the games of other machines, check one unit in this many; 0 for none")
	flags.BoolVar(&f.ascii, "ascii", false, "draw with ASCII characters only (default on a terminal whose locale is not UTF-8)")
}

// train runs the loop and says what came of it.
func (f *flags) train(ctx context.Context, stdout io.Writer) error {
	console.OutliveOutput()
	if f.nice > 0 {
		if err := machine.Nice(f.nice); err != nil {
			return fmt.Errorf("--nice %d: %w", f.nice, err)
		}
	}
	if err := f.outputs().Check(); err != nil {
		return err
	}
	if free, ok := diskFree(f.run); ok {
		if err := roomToBegin(f.run, free); err != nil {
			return err
		}
	}
	waiting := stdout
	if f.json {
		waiting = io.Discard
	}
	begin, err := f.start(ctx, waiting)
	if err != nil {
		return err
	}
	file := begin.file
	defer file.Close()
	h, err := chronicle.ReadHistory(file)
	if err != nil {
		return err
	}
	s := f.newSitting(file, stdout)
	defer s.out.close(ctx)
	defer s.clock.Stop()
	if n := len(h.Done()); f.generations > 0 && n >= f.generations {
		return f.conclude(ctx, s, h, conclusion{reason: fmt.Sprintf("%s has %s already; with --generations %d there is nothing left to do.", f.run, console.Plural(n, "generation"), f.generations)})
	}
	stopped, err := f.sit(ctx, s, begin)
	if err != nil {
		return f.failed(err)
	}
	before := len(h.Done())
	if h, err = chronicle.ReadHistory(file); err != nil {
		return err
	}
	file.Close() // before anything waits for the output
	end := conclusion{stopped: stopped, kept: f.tidy(begin.game), gain: h.Gain("This sitting", before), spent: h.Spent(before, f.ownProcessors())}
	if stopped == "" {
		end.reason = f.explain(s, h, before)
	}
	return f.conclude(ctx, s, h, end)
}

// checkTogether reports flags that have no effect with others.
func (f *flags) checkTogether() (err error) {
	f.given.Visit(func(flag *pflag.Flag) {
		if err == nil && f.listKnobs && flag.Name != "knobs" {
			err = cli.Excludes(f.given, "knobs", flag.Name)
		}
	})
	return cmp.Or(err, cli.Excludes(f.given, "json", "plain", "ascii"))
}

// checkFlags reports flags that make no sense and fills in defaults.
func (f *flags) checkFlags() error {
	if f.duration < 0 {
		return fmt.Errorf("--for is %v; it must not be negative", f.duration)
	}
	if err := cmp.Or(cli.AtLeast("generations", f.generations, 0), f.checkBorrowing()); err != nil {
		return err
	}
	f.workers = f.players
	if f.spare() {
		f.workers = console.UsableCPUs() // that learn
	}
	if err := cli.Parallel("workers", f.workers); err != nil {
		return err
	}
	if _, err := cli.MemoryBytes(f.memory); err != nil {
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
		if err := f.nameRun(); err != nil {
			return err
		}
	}
	return checkFolder(f.run)
}

// nameRun names the run after its game, which is that of the network it starts
// from where one is given.
func (f *flags) nameRun() error {
	g, err := f.game.Game()
	if err != nil {
		return err
	}
	if f.from != "" {
		if _, g, err = f.originNetwork(g); err != nil {
			return fmt.Errorf("--from: %w", err)
		}
	}
	return f.given.Set("run", cli.RunOf(g.Name()))
}

// outputs returns the files that train reads and writes.
func (f *flags) outputs() files.Set {
	used := files.Set{
		Reads:    []files.Use{{By: "--run", Path: f.run}},
		Replaces: []files.Use{{By: "the picture", Path: f.run + ".png"}},
	}
	if f.replay != "" {
		used.Reads = append(used.Reads, files.Use{By: "--replay", Path: f.replay})
	}
	return used
}
