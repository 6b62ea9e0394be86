package train

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"sync"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/measure"
	"apprentice/eval/scale"
	"apprentice/games"
	"apprentice/internal/machine"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

// warnOutput is what a warning is about that says where lines go now.
const warnOutput = "output"

// warnScale is what a warning is about that says why Elo may be off.
const warnScale = "scale"

// staleScale says that the Elo scale of a game was measured with another search
// than that of this program; "" where it was not.
func staleScale(g games.Game, own chronicle.Signatures) string {
	s, err := scale.Of(g.Name())
	if err != nil || !s.Stale(own.Of(g.Name())) {
		return ""
	}
	return fmt.Sprintf("Elo scale %d of %s was measured with another search: figures of this sitting may be off", s.Version, g.Name())
}

// newSitting returns a sitting of the run, with its clock running.
func (f *flags) newSitting(file *run.File, stdout io.Writer) *sitting {
	s := &sitting{
		file: file, limit: f.duration, gate: new(selfplay.Gate), events: make(chan event.Data, 64), keyed: make(chan run.OrderKind, 8),
		control: console.ProgramName() + " control --run " + console.ShellWord(f.run),
	}
	s.clock = selfplay.NewAwake(s.gap)
	s.own = &ownClock{awake: s.clock}
	s.dog = newWatchdog(s.clock)
	s.out = newOutput(stdout, f.run+".log", f.plain || f.json, func(why string) {
		s.later(event.Warning{What: warnOutput, Text: why + "; lines go into " + f.run + ".log"})
	})
	if f.json {
		j := &jsonLines{file: file, out: s.out, limit: f.duration, clock: s.own}
		s.lines, s.out.asJSON = j, j
	} else {
		s.lines = newLines(file, s.out.line, s.time)
	}
	if s.out.tty != nil && console.InForeground(s.out.tty) {
		s.live = f.newLive(s)
		s.out.redraw, s.out.release, s.out.take = s.live.redraw, s.live.release, s.live.take
		s.out.place.Store(onScreen)
	}
	return s
}

// sit trains until a bound is reached or the sitting is stopped, and returns
// what stopped it, "" for a bound.
func (f *flags) sit(ctx context.Context, s *sitting, begin beginning) (stopped string, err error) {
	memory, err := cli.MemoryBytes(f.memory)
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
	if s.out.asJSON != nil {
		s.out.asJSON.begin(f.run)
	}
	if err := f.signatures.Sign(s.file); err != nil {
		return "", err
	}
	if err := s.file.AddEvent(0, event.Started{Version: console.Version(), Command: f.again(), Workers: f.workers}); err != nil {
		return "", err
	}
	options := begin.options(f, s, memory)
	disk, short := f.diskWords(options)
	if s.live == nil {
		s.lines.notice(f.header(s.file, len(begin.script)) + disk)
	}
	if short != "" {
		s.record(event.Warning{What: "disk", Text: short})
		s.notice(short)
	}
	if unclean {
		text := chronicle.EndedUnclean(last) + "; it is resumed now"
		s.record(event.Warning{What: "end", Text: text})
		s.notice(text)
	}
	m := &measure.Measurer{Game: begin.game, File: s.file, Workers: f.workers, Progress: s.measuring}
	var one sync.Mutex // a measurement is of the loop or of an order
	s.measure = func(ctx context.Context, n, games int) (selfplay.Strength, error) {
		one.Lock()
		defer one.Unlock()
		return measureGeneration(ctx, m, n, games)
	}
	if text := staleScale(begin.game, f.signatures); text != "" {
		s.record(event.Warning{What: warnScale, Text: text})
		s.notice(text)
	}
	options.Measure = s.measure
	others, err := f.borrow(s, begin.game, &options)
	if err != nil {
		return "", err
	}
	f.outlook(s, begin, options)
	workErr := s.work(console.SignalsOf(ctx), func() error {
		defer others.close()
		return selfplay.Run(s.ctx, options)
	})
	return s.over(workErr)
}

// over ends a sitting whose work has ended with an error or without. It returns what
// stopped the work, "" for a bound, and what went wrong.
func (s *sitting) over(workErr error) (stopped string, err error) {
	s.took = s.own.Elapsed()
	if s.ctx.Err() != nil {
		stopped = console.WhyDone(s.ctx)
	}
	if err := s.end(workErr); err != nil && workErr == nil {
		workErr = err
	}
	if stopped != "" && errors.Is(workErr, context.Canceled) {
		workErr = nil
	}
	var p *selfplay.PanicError
	if errors.As(workErr, &p) {
		workErr = fmt.Errorf("%w; the stack is in %s", workErr, s.out.log.Path())
	}
	return stopped, workErr
}

// header says which run this is, on what and for how long. repeats is how many
// generations of --replay there are.
func (f *flags) header(file *run.File, repeats int) string {
	c := file.Config()
	text := fmt.Sprintf("%s: %s, seed %d, ", f.run, c.Game, c.Seed)
	if f.spare() {
		text += "coordinates and learns only"
	} else {
		text += console.Plural(f.workers, "worker")
		if n, why := machine.CPUs(); n == f.workers {
			text += " (" + why + ")"
		}
	}
	switch {
	case f.replay != "":
		text += fmt.Sprintf(", repeats %s of %s", console.Plural(repeats, "generation"), f.replay)
	case f.duration > 0:
		text += ", for " + cli.Length(f.duration)
	case f.generations > 0:
		text += ", up to " + fmt.Sprintf("generation %d", f.generations)
	default:
		text += ", until it is stopped"
	}
	return text
}
