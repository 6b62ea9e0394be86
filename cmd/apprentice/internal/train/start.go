package train

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math"
	"time"

	"apprentice/agent/value"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/games"
	"apprentice/internal/machine"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// inUse adds to the error of a run in use who has it and what can be done.
func (f *flags) inUse(err error) error {
	if !errors.Is(err, run.ErrInUse) {
		return err
	}
	if _, ok, e := chronicle.Trainer(f.run); e != nil || !ok {
		return err
	}
	return fmt.Errorf("%w; or: %s control --run %s stop", err, console.ProgramName(), console.ShellWord(f.run))
}

// beginning is what a sitting begins with.
type beginning struct {
	game   games.Game
	file   *run.File
	recipe selfplay.Recipe
	origin []byte              // network file of a new run; nil for a random network
	script []selfplay.Decision // to be repeated; nil for none
}

// start opens the run, or creates it if it does not exist.
func (f *flags) start(ctx context.Context, out io.Writer) (beginning, error) {
	file, err := run.OpenWaiting(ctx, f.run, func(what string, waited time.Duration) {
		fmt.Fprintln(out, waitingWords(what, "", waited))
	})
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return f.create()
	case err != nil:
		return beginning{}, f.inUse(err)
	}
	s, err := f.resume(file)
	if err != nil {
		file.Close()
		return beginning{}, fmt.Errorf("%s: %w", f.run, err)
	}
	return s, nil
}

// create begins a new run.
func (f *flags) create() (beginning, error) {
	s, config, err := f.fresh()
	if err != nil {
		return s, err
	}
	s.file, err = run.Create(f.run, config)
	return s, err
}

// fresh returns what a new run begins with, without making it.
func (f *flags) fresh() (s beginning, config run.Config, err error) {
	if f.replay != "" {
		return f.repetition()
	}
	if s.game, err = f.game.Game(); err != nil {
		return s, config, err
	}
	if f.from != "" {
		if s.origin, s.game, err = f.originNetwork(s.game); err != nil {
			return s, config, fmt.Errorf("--from: %w", err)
		}
	}
	knobs, err := selfplay.ParseKnobs(f.set)
	if err != nil {
		return s, config, fmt.Errorf("--set: %w", err)
	}
	s.recipe = selfplay.NewRecipe(knobs).For(s.game)
	config = run.Config{
		Game: s.game.Name(), InputSet: s.game.InputSet(), Seed: f.seed,
		Version: console.Version(), Created: time.Now(), Knobs: textOf(knobs),
	}
	if s.origin != nil {
		config.Origin = run.Sum(s.origin)
	}
	return s, config, nil
}

// originNetwork reads the network of --from. Its file says which game it plays;
// --game may only agree.
func (f *flags) originNetwork(g games.Game) ([]byte, games.Game, error) {
	spec, err := player.ParseNetwork(f.from)
	if err != nil {
		return nil, nil, err
	}
	blob, err := spec.Blob(g)
	if err != nil {
		return nil, nil, err
	}
	_, meta, _, err := value.Read(bytes.NewReader(blob))
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", f.from, err)
	}
	if !f.given.Changed("game") {
		if g, err = catalog.Lookup(meta.Game); err != nil {
			return nil, nil, err
		}
	}
	if err := meta.Matches(g); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", f.from, err)
	}
	return blob, g, nil
}

// resume returns what the sitting of an existing run begins with, or an error
// if the flags ask for another run than this.
func (f *flags) resume(file *run.File) (beginning, error) {
	c := file.Config()
	if err := f.agree(c); err != nil {
		return beginning{}, err
	}
	if f.replay != "" {
		s, err := f.resumeRepetition(c)
		s.file = file
		return s, err
	}
	g, err := catalog.Lookup(c.Game)
	if err == nil && g.InputSet() != c.InputSet {
		err = fmt.Errorf("this run has input set %q; this program has %q", c.InputSet, g.InputSet())
	}
	if err != nil {
		return beginning{}, err
	}
	knobs, err := chronicle.KnobsOf(c)
	if err != nil {
		return beginning{}, err
	}
	if set, _ := selfplay.ParseKnobs(f.set); len(f.set) > 0 && set.String() != knobs.String() {
		return beginning{}, fmt.Errorf("this run has %s; --set %s begins another one, with --run NAME", orStandard(knobs), set)
	}
	return beginning{game: g, file: file, recipe: selfplay.NewRecipe(knobs).For(g)}, nil
}

// agree returns an error if flags of a new run differ from the run there is.
func (f *flags) agree(c run.Config) error {
	switch {
	case f.given.Changed("game") && f.game.Name != c.Game:
		return fmt.Errorf("this is a run of %s, not of %s; name another run with --run", c.Game, f.game.Name)
	case f.given.Changed("seed") && f.seed != c.Seed:
		return fmt.Errorf("this run has seed %d, not %d; leave out --seed, or name another run with --run", c.Seed, f.seed)
	case f.from != "":
		return errors.New("the run exists already; --from is for a new one, which --run names")
	}
	return nil
}

// resumeRepetition returns what continues a run that repeats --replay.
func (f *flags) resumeRepetition(c run.Config) (beginning, error) {
	s, config, err := f.repetition()
	if err == nil && (config.Game != c.Game || config.Seed != c.Seed || config.Origin != c.Origin || !maps.Equal(config.Knobs, c.Knobs)) {
		err = fmt.Errorf("it cannot repeat %s: their games, seeds, knobs or first networks differ; name a new run with --run", f.replay)
	}
	return s, err
}

// orStandard names knobs for messages.
func orStandard(k selfplay.Knobs) string {
	if len(k) == 0 {
		return "the standard recipe"
	}
	return k.String()
}

// repetition returns what a run that repeats --replay begins with.
func (f *flags) repetition() (s beginning, config run.Config, err error) {
	other, err := files.OpenRun(f.replay)
	if err != nil {
		return s, config, err
	}
	defer other.Close()
	config = other.Config()
	if files.Same(f.replay, f.run) {
		return s, config, fmt.Errorf("--replay and --run are the same run, %s; name a new one with --run", f.run)
	}
	if config.Slim {
		return s, config, fmt.Errorf("--replay: %s is a slim copy, without the games that would be repeated", f.replay)
	}
	if s.game, err = catalog.Lookup(config.Game); err != nil {
		return s, config, err
	}
	knobs, err := chronicle.KnobsOf(config)
	if err != nil {
		return s, config, err
	}
	s.recipe = selfplay.NewRecipe(knobs).For(s.game)
	if s.script, err = selfplay.Decisions(other); err != nil {
		return s, config, err
	}
	if len(s.script) == 0 {
		return s, config, fmt.Errorf("--replay: %s has no finished generation to repeat", f.replay)
	}
	if config.Origin != "" {
		if s.origin, _, err = other.NetworkOf(0); err != nil {
			return s, config, err
		}
	}
	config.Version, config.Created = console.Version(), time.Now()
	return s, config, nil
}

// textOf returns knobs as a run keeps them.
func textOf(knobs selfplay.Knobs) map[string]string {
	if len(knobs) == 0 {
		return nil
	}
	text := map[string]string{}
	for _, setting := range knobs.Strings() {
		name, value, _ := bytes.Cut([]byte(setting), []byte("="))
		text[string(name)] = string(value)
	}
	return text
}

// options returns the options of the loop.
func (s beginning) options(f *flags, sit *sitting, memory int64) selfplay.Options {
	o := selfplay.Options{
		Game: s.game, File: sit.file, Workers: f.workers, Samples: chronicle.SamplesOf(f.run), Memory: memory,
		Recipe: s.recipe, Origin: s.origin, Generations: f.generations, Script: s.script,
		Awake: func() float64 { return sit.clock.Elapsed().Seconds() },
		CPU: func() float64 {
			used, _ := machine.Usage() // 0 where the system does not say
			return used.Seconds()
		},
		Gate: sit.gate, Own: sit.own.begin,
		Finish:  func() bool { return sit.finish.Load() != nil },
		Measure: sit.measure, Report: sit.status,
	}
	switch {
	case f.duration > 0:
		o.Left = func() float64 { return (f.duration - sit.own.Elapsed()).Seconds() }
	case f.generations == 0 && s.script == nil:
		o.Left = func() float64 { return math.Inf(1) }
	}
	return o
}
