// Package selfplay makes experience: games that an agent plays with itself,
// and the loop around them that turns games into networks and networks into
// the next games.
//
//	opening -> play -> shard -> run file -> learn -> network -> measure
//	             ^                                      |
//	             +------------- next generation --------+
//
// It knows no particular game and measures nothing itself: the caller passes in
// the function that measures strength. Everything it makes goes into a run file,
// and the same call resumes a loop that was killed.
package selfplay

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"apprentice/agent/learn"
	"apprentice/games"
	"apprentice/selfplay/run"
)

// Options of a loop.
type Options struct {
	Game    games.Game
	File    *run.File
	Workers int    // goroutines that play and learn; the result does not depend on it
	Spare   bool   // with Helpers, workers learn but play only what the helpers failed to play
	Samples string // folder for the samples of the window; the loop creates it and its files
	Memory  int64  // bytes that learning may take; 0: no bound. The result does not depend on it

	Recipe      Recipe
	Origin      []byte // network file that a new run begins with; nil: a random network. With Script, generation 0 of the run that is repeated
	Generations int    // stop after this generation; 0: no bound

	// Left returns how many seconds of time awake are left of the sitting, +Inf
	// for a sitting without an end. The run is planned by it. If it is nil,
	// neither clock nor speed decides anything, and the run is a function of
	// seed and recipe. Left and Awake are called by several goroutines at once.
	Left func() float64

	// Script holds the decisions of another run, to be repeated. The loop ends
	// after the last one, or with ErrDiffers at the first network that differs:
	// before it plays anything, if the run already has such a network.
	Script []Decision

	// Awake returns the seconds that the process has worked, without time asleep
	// or paused. Nil stands for the monotonic clock.
	Awake func() float64

	// CPU returns the seconds of processor time that the process has used. It
	// may be nil.
	CPU func() float64

	Gate *Gate // pauses the run; may be nil

	// Helpers play units too, such as on other machines. The result does not
	// depend on them. It may be nil.
	Helpers Helpers

	// Finish reports whether the loop is to end after the generation under
	// way. It may be nil.
	Finish func() bool

	// Own is called once, before the first work that belongs to this sitting,
	// after any learning and measuring that an earlier sitting left over. It may
	// be nil.
	Own func()

	// Measure measures the strength of a finished generation by about the given
	// number of games and writes it into the run file, whole or not at all. Its
	// error becomes a warning; only ctx ends the loop. It may be nil.
	Measure func(ctx context.Context, generation, games int) (Strength, error)

	// Report receives the state of the loop a few times a second and at every
	// change of phase, one call at a time. It may be nil.
	Report func(Status)
}

// Strength is what the loop needs to know of a measurement.
type Strength struct {
	// Lost says that the network lost nearly all games against the one that
	// played its games, which then stays in play.
	Lost bool
}

// ErrDiffers says that a run which repeats another made a different network.
var ErrDiffers = errors.New("the runs differ")

// errTimeUp ends a phase whose rest is left to the next sitting.
var errTimeUp = errors.New("the time of the sitting is up")

// loop is one sitting of a run.
type loop struct {
	Options
	store  *learn.Store // nil before the first learning
	filter learn.Filter // of store

	// Of Relearn.
	apart   bool  // the run is only read, and the folder of samples is kept
	changes Knobs // of all plans
}

// Run plays, learns and measures, generation after generation, until one of
// the bounds is reached or ctx is done. Whatever state the run file is in, it
// continues from there: finished units are not played again, learning resumes
// from its last checkpoint. It returns nil when a bound was reached and
// ctx.Err() when it was interrupted; nothing finished is lost either way.
func Run(ctx context.Context, o Options) error {
	l := &loop{Options: o}
	if l.Awake == nil {
		begun := time.Now()
		l.Awake = func() float64 { return time.Since(begun).Seconds() }
	}
	if err := l.begin(); err != nil {
		return err
	}
	if err := l.follows(); err != nil {
		return err
	}
	own := false
	for {
		last, begun, err := l.File.Last()
		if err != nil {
			return err
		}
		next := last.Number + 1
		if begun && last.State != run.Done {
			next = last.Number
		}
		leftover := next == last.Number && last.State != run.Playing
		if !leftover && !own {
			own = true
			if l.Own != nil {
				l.Own()
			}
		}
		if l.over(next, leftover) {
			return nil
		}
		if err := l.generation(ctx, next); errors.Is(err, errTimeUp) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// leastSitting is the least number of seconds left for which playing begins.
const leastSitting = 1

// over reports whether a bound ends the loop before generation n. What an earlier
// sitting left to learn or measure is always done.
func (l *loop) over(n int, leftover bool) bool {
	switch {
	case l.Generations > 0 && n > l.Generations:
		return true
	case l.Script != nil && n > len(l.Script):
		return true
	case leftover:
		return false
	case l.Finish != nil && l.Finish():
		return true
	}
	return l.timed() && l.Left() < leastSitting
}

// players returns how many cores play games: those of this process and of its
// helpers.
func (l *loop) players() int {
	if l.Helpers == nil {
		return l.Workers
	}
	n := l.Helpers.Cores()
	if !l.Spare || n == 0 {
		n += l.Workers
	}
	return n
}

// timed reports whether the clock decides what is done.
func (l *loop) timed() bool { return l.Left != nil && l.Script == nil }

// generation brings generation n from its present state to done.
func (l *loop) generation(ctx context.Context, n int) error {
	g, err := l.File.Generation(n)
	if errors.Is(err, run.ErrUnknownGeneration) {
		g, err = l.plan(n)
	}
	if err != nil {
		return err
	}
	for g.State != run.Done {
		begun, cpu := l.Awake(), l.cpu()
		phase := g.State
		switch phase {
		case run.Playing:
			err = l.play(ctx, &g)
		case run.Learning:
			err = l.learn(ctx, &g)
		case run.Measuring:
			err = l.measure(ctx, &g)
		default:
			return fmt.Errorf("generation %d is in unknown state %q", n, g.State)
		}
		if e := l.book(n, phase, l.Awake()-begun, l.cpu()-cpu); err == nil {
			err = e
		}
		if err != nil {
			return err
		}
		if g, err = l.File.Generation(n); err != nil {
			return err
		}
	}
	l.report(Status{Generation: n, Phase: run.Done})
	return l.compare(&g)
}

// book adds the time that a sitting spent on a phase to the generation. An
// unfinished phase counts too, so that the run's total is right.
func (l *loop) book(n int, phase run.State, seconds, cpu float64) error {
	g, err := l.File.Generation(n)
	if err != nil {
		return err
	}
	add := func(to *float64, n float64) {
		if math.IsNaN(*to) {
			*to = 0
		}
		*to += n
	}
	switch phase {
	case run.Playing:
		add(&g.PlaySeconds, seconds)
		add(&g.PlayCPU, cpu)
	case run.Learning:
		add(&g.LearnSeconds, seconds)
		add(&g.LearnCPU, cpu)
	case run.Measuring:
		add(&g.MeasureSeconds, seconds)
		add(&g.MeasureCPU, cpu)
	}
	if g.State == run.Done {
		if g.WallSeconds, err = l.wall(&g); err != nil {
			return err
		}
	}
	return l.File.Update(g)
}

// wall returns the seconds that the run had taken at the end of g.
func (l *loop) wall(g *run.Generation) (float64, error) {
	sum := positive(g.PlaySeconds) + positive(g.LearnSeconds) + positive(g.MeasureSeconds)
	if g.Number == 1 {
		return sum, nil
	}
	before, err := l.File.Generation(g.Number - 1)
	return sum + positive(before.WallSeconds), err
}

// positive returns x, or 0 where it is unknown.
func positive(x float64) float64 {
	if x > 0 {
		return x
	}
	return 0
}

func (l *loop) cpu() float64 {
	if l.CPU == nil {
		return 0
	}
	return l.CPU()
}
