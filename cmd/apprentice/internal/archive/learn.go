package archive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"apprentice/agent/learn"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/games"
	"apprentice/internal/machine"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// learnFlags are the flags of games learn.
type learnFlags struct {
	runFlags
	given *pflag.FlagSet

	out, samples, memory, from, inputs string
	set                                []string
	windowFrom, workers, nice          int
	seed                               uint64
	warm, json                         bool
}

func newLearn() *cobra.Command {
	var f learnFlags
	cmd := &cobra.Command{
		Use:   "learn --run FILE --out FILE.safetensors",
		Short: "Learn the network of a generation again, with a change",
		Long: `Learn makes the network of a generation again from the stored games of its window,
by the plan of the run. Without changes it is the same network. With a change, a match
of the two says what the change is worth. The run is only read.

These knobs can be changed; apprentice train --knobs says what they mean:
` + strings.Join(selfplay.LearningKnobs(), ", ") + `.
window is a share of all games up to that generation; --window-from names the first
generation instead. The position files of the window are removed at the end; --samples
keeps them for the next command, which then begins at once.`,
		Example: `  apprentice games learn --run chess.run --out wide.safetensors --set width=512
  apprentice games learn chess.run --generation 8 --warm --out warm.safetensors`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.learn(cmd.Context(), cmd.OutOrStdout()) },
	}
	f.add(cmd)
	return cmd
}

// add adds the flags.
func (f *learnFlags) add(cmd *cobra.Command) {
	f.runFlags.add(cmd)
	flags := cmd.Flags()
	f.given = flags
	flags.StringVar(&f.out, "out", "", "the network file")
	flags.StringArrayVar(&f.set, "set", nil, "change a knob of learning, as in width=512")
	flags.IntVar(&f.windowFrom, "window-from", 0, "first generation whose games are learnt from (default as in the run)")
	flags.BoolVar(&f.warm, "warm", false, "start from the network of the generation before (default as in the run)")
	flags.StringVar(&f.from, "from", "", "network to start from: gen:N@FILE, career:N or net:FILE (default random weights)")
	flags.StringVar(&f.inputs, "inputs", "", "further input set of the game, as in mirrored (default as in the run)")
	flags.Uint64Var(&f.seed, "seed", 0, "seed of the run that the network would be of (default that of the run)")
	flags.StringVar(&f.samples, "samples", "", "folder that keeps the position files for the next command (default none)")
	flags.IntVar(&f.workers, "workers", console.UsableCPUs(), "goroutines that learn; they do not change the result")
	flags.StringVar(&f.memory, "memory", "", cli.MemoryUsage)
	flags.IntVar(&f.nice, "nice", 0, "give way to other programs: 0 (not at all) to 19")
	flags.BoolVar(&f.json, "json", false, "write one JSON object per line instead of text; docs/run-file.md describes them")
	cmd.MarkFlagsMutuallyExclusive("warm", "from")
}

// learn makes the network, writes it and says what it is.
func (f *learnFlags) learn(ctx context.Context, out io.Writer) error {
	memory, err := f.check()
	if err != nil {
		return err
	}
	g, file, err := f.open()
	if err != nil {
		return err
	}
	defer file.Close()
	r, err := f.relearning(g, file)
	if err != nil {
		return err
	}
	lock, err := files.Lock(f.out)
	if err != nil {
		return err
	}
	defer lock.Release()
	release, err := f.folder(&r)
	if err != nil {
		return err
	}
	defer release()
	if f.nice > 0 {
		if err := machine.Nice(f.nice); err != nil {
			return fmt.Errorf("--nice %d: %w", f.nice, err)
		}
	}
	debug.SetMemoryLimit(memory)
	r.Memory = memory
	progress := &learnProgress{out: out, json: f.json, last: time.Now()}
	r.Report = progress.status
	made, err := selfplay.Relearn(ctx, r)
	switch {
	case ctx.Err() != nil:
		return console.Stopped(ctx, ctx.Err())
	case errors.Is(err, learn.ErrNoSamples):
		return fmt.Errorf("%s has no positions of that window to learn from; a slim copy, for one, has no games", f.path)
	case errors.Is(err, learn.ErrDiverged):
		return console.Problem(fmt.Sprintf("%v; a lower --set rate may help", err))
	case err != nil:
		return fmt.Errorf("%s: %w", f.path, err)
	}
	if err := files.Write(ctx, f.out, files.Content(made.File)); err != nil {
		return err
	}
	return f.print(out, g, &r, &made)
}

// check returns the memory that learning may take, or what is wrong with the flags.
func (f *learnFlags) check() (memory int64, err error) {
	if err := namedOut(f.out, "the network file"); err != nil {
		return 0, err
	}
	if err := f.outTo(f.out).Check(); err != nil {
		return 0, err
	}
	if err := cli.Parallel("workers", f.workers); err != nil {
		return 0, err
	}
	if err := cli.Within("nice", f.nice, 0, 19); err != nil {
		return 0, err
	}
	if f.given.Changed("window-from") {
		if err := cli.AtLeast("window-from", f.windowFrom, 1); err != nil {
			return 0, err
		}
	}
	return cli.MemoryBytes(f.memory)
}

// relearning returns what the flags ask for.
func (f *learnFlags) relearning(g games.Game, file *run.File) (selfplay.Relearning, error) {
	r := selfplay.Relearning{Game: g, File: file, From: f.windowFrom, Inputs: f.inputs, Workers: f.workers}
	if _, err := games.InputSetNamed(g, f.inputs); err != nil {
		return r, fmt.Errorf("--inputs: %w", err)
	}
	var err error
	if r.Generation, err = f.number(file); err != nil {
		return r, err
	}
	if r.Knobs, err = selfplay.ParseKnobs(f.set); err == nil {
		err = r.Knobs.CheckLearning()
	}
	if err != nil {
		return r, fmt.Errorf("--set: %w", err)
	}
	if f.given.Changed("seed") {
		r.Seed = &f.seed
	}
	if f.given.Changed("warm") {
		r.Warm = &f.warm
	}
	if f.from != "" {
		spec, err := player.ParseNetwork(f.from)
		if err == nil {
			r.Origin, err = spec.Blob(g)
		}
		if err != nil {
			return r, fmt.Errorf("--from: %w", err)
		}
	}
	return r, nil
}

// folder sets the folder of the samples. release ends its use, and removes it
// unless it is to be kept.
func (f *learnFlags) folder(r *selfplay.Relearning) (release func(), err error) {
	if f.samples != "" {
		lock, err := files.Lock(f.samples)
		if err != nil {
			return nil, err
		}
		r.Samples = f.samples
		return func() { lock.Release() }, nil
	}
	r.Samples = f.out + ".samples"
	return func() {
		if store, err := learn.OpenStore(r.Samples, r.Game, learn.DefaultFilter()); err == nil {
			_ = store.Remove() // what stays is found and removed by the next command
		}
	}, nil
}

// learnProgress says how learning proceeds.
type learnProgress struct {
	out  io.Writer
	json bool
	last time.Time // of a line that an epoch does not end with
}

// learnLines is the least time between two lines within an epoch.
const learnLines = 10 * time.Second

// status writes a line at the end of each epoch, and now and then before.
func (p *learnProgress) status(s selfplay.Status) {
	l := s.Progress
	ended := l.Epochs > 0 && l.Step*l.Epochs == l.Epoch*l.Steps
	if !ended && time.Since(p.last) < learnLines {
		return
	}
	p.last = time.Now()
	switch {
	case p.json:
		p.put(ended, s)
	case ended && l.HeldOut > 0:
		fmt.Fprintf(p.out, "epoch %d of %d: loss %.5f, held out %.5f, %s positions/s\n",
			l.Epoch, l.Epochs, l.Loss, l.HeldOut, console.Thousands(int64(l.PositionsPerSecond)))
	case ended:
		fmt.Fprintf(p.out, "epoch %d of %d: loss %.5f, nothing held out\n", l.Epoch, l.Epochs, l.Loss)
	case l.Step > 0:
		fmt.Fprintf(p.out, "learning, %.0f %%, epoch %d of %d\n", 100*s.Share(), l.Epoch, l.Epochs)
	default:
		fmt.Fprintf(p.out, "reading the games, %s so far\n", console.Thousands(int64(s.Read)))
	}
}

// learntEpoch is an epoch as JSON.
type learntEpoch struct {
	Type    string  `json:"type"` // "epoch", or "learning" within one
	Epoch   int     `json:"epoch"`
	Epochs  int     `json:"epochs"`
	Read    int     `json:"read"` // games read for the window, while it is read
	Share   float64 `json:"share"`
	Loss    float64 `json:"loss"`
	HeldOut float64 `json:"held_out"` // 0: unknown, or nothing held out
	Speed   float64 `json:"positions_per_second"`
}

func (p *learnProgress) put(ended bool, s selfplay.Status) {
	l := s.Progress
	e := learntEpoch{"learning", l.Epoch, l.Epochs, s.Read, s.Share(), l.Loss, l.HeldOut, l.PositionsPerSecond}
	if ended {
		e.Type = "epoch"
	}
	_ = json.NewEncoder(printable.JSON(p.out)).Encode(e) // the last line reports a broken output
}

// learntNetwork is the result as JSON.
type learntNetwork struct {
	Type       string  `json:"type"` // "network"
	Path       string  `json:"path"`
	SHA256     string  `json:"sha256"`
	Generation int     `json:"generation"`
	WindowFrom int     `json:"window_from"`
	Positions  int     `json:"positions"` // learnt from
	Same       bool    `json:"same"`      // it is the network of the run
	Loss       float64 `json:"loss"`
	HeldOut    float64 `json:"held_out"`
	Reference  float64 `json:"reference"` // loss of the run's network on the same held-out games; 0: unknown
	Match      string  `json:"match"`     // the command that compares the two
}

// print says what was made and how to compare it.
func (f *learnFlags) print(out io.Writer, g games.Game, r *selfplay.Relearning, made *selfplay.Relearnt) error {
	last := made.Report.Epochs[len(made.Report.Epochs)-1]
	match := f.match(g, r.Generation)
	if f.json {
		return json.NewEncoder(printable.JSON(out)).Encode(learntNetwork{"network", f.out, made.SHA256, r.Generation, made.Plan.From,
			made.Report.Samples, made.Same, last.Trained, last.HeldOut, made.Reference, match})
	}
	fmt.Fprintf(out, "%s: learnt from %s positions of %s, sha256 %s\n", printable.Text(f.out),
		console.Thousands(int64(made.Report.Samples)), generationsWords(made.Plan.From, r.Generation), made.SHA256)
	if made.Same {
		_, err := fmt.Fprintf(out, "It is the network that %s has for generation %d.\n", printable.Text(f.path), r.Generation)
		return err
	}
	if made.Reference > 0 {
		fmt.Fprintf(out, "On the held-out games of its window its loss is %.5f; generation %d of %s has %.5f on the same games.\n",
			last.HeldOut, r.Generation, printable.Text(f.path), made.Reference)
	}
	_, err := fmt.Fprintf(out, "A match says which one is stronger:\n  %s\n", match)
	return err
}

// match returns the command that compares the network with that of the run.
func (f *learnFlags) match(g games.Game, generation int) string {
	words := []string{console.ProgramName(), "match"}
	if g.Name() != catalog.Default().Name() {
		words = append(words, "--game", g.Name())
	}
	words = append(words, "--a", console.ShellWord("net:"+f.out), "--b", console.ShellWord(fmt.Sprintf("gen:%d@%s", generation, f.path)),
		"--nodes", "1000", "--games", "400")
	return strings.Join(words, " ")
}

func generationsWords(from, to int) string {
	if from == to {
		return fmt.Sprintf("generation %d", to)
	}
	return fmt.Sprintf("generations %d to %d", from, to)
}
