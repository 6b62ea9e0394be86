// Package selfplay makes experience: games that an agent plays with itself,
// and the loop around them that turns games into networks and networks into
// the next games.
//
//	opening -> play -> shard -> run file -> learn -> network -> measure
//	             ^                                      |
//	             +------------- next generation --------+
//
// It knows no game and measures nothing: strength is measured by a function
// that the caller passes in. Everything it makes goes into a run file, and a
// loop that was killed goes on from there.
package selfplay

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"apprentice/agent/learn"
	"apprentice/agent/value"
	"apprentice/games"
	"apprentice/selfplay/run"
)

// Options of a loop.
type Options struct {
	Game    games.Game
	File    *run.File
	Workers int // goroutines that play and learn; the result does not depend on it

	Generations int       // stop after this generation; 0: no bound
	Deadline    time.Time // finish about then; zero: no bound

	// Measure finds out how strong a finished generation is and writes it
	// into the run file. It may be nil.
	Measure func(ctx context.Context, generation int) error

	// Report is told how the loop stands, a few times a second and at every
	// change of phase, never twice at once. It may be nil.
	Report func(Status)
}

// loop is one sitting of a run.
type loop struct {
	Options
	samples *learn.Store // of the games in the windows
}

// Run plays, learns and measures, generation after generation, until one of
// the bounds is reached or ctx is done. Whatever state the run file is in, it
// goes on from there: finished units are not played again, learning goes on
// from its last checkpoint. It returns nil when a bound was reached and
// ctx.Err() when it was interrupted; nothing finished is lost either way.
func Run(ctx context.Context, o Options) error {
	samples, err := openSamples(o)
	if err != nil {
		return err
	}
	defer samples.Remove()
	l := &loop{Options: o, samples: samples}
	if err := l.begin(); err != nil {
		return err
	}
	for {
		last, begun, err := l.File.Last()
		if err != nil {
			return err
		}
		next := last.Number + 1
		if begun && last.State != run.Done {
			next = last.Number
		}
		if l.Generations > 0 && next > l.Generations {
			return nil
		}
		if next > last.Number {
			if worth, err := l.worthBeginning(next); err != nil || !worth {
				return err
			}
		}
		if err := l.generation(ctx, next); err != nil {
			return err
		}
	}
}

// begin writes the random network, which is generation 0, into a new run.
func (l *loop) begin() error {
	_, _, err := l.File.NetworkOf(0)
	if !errors.Is(err, run.ErrUnknownNetwork) {
		return err
	}
	rng := rand.New(rand.NewPCG(l.File.Config().Seed, 0))
	shape := value.ShapeOf(l.Game, Schedule(1).Hidden, learn.DefaultOptions().Buckets)
	blob, sha, err := l.encode(value.NewWeights(shape, rng), value.Meta{})
	if err != nil {
		return err
	}
	return l.File.AddNetwork(sha, 0, blob)
}

// generation brings generation n from whatever state it is in to done.
func (l *loop) generation(ctx context.Context, n int) error {
	g, err := l.File.Generation(n)
	if errors.Is(err, run.ErrUnknownGeneration) {
		g, err = l.plan(n)
	}
	if err != nil {
		return err
	}
	for g.State != run.Done {
		begun := time.Now()
		switch g.State {
		case run.Playing:
			err = l.play(ctx, &g)
		case run.Learning:
			err = l.learn(ctx, &g)
		case run.Measuring:
			err = l.measure(ctx, &g)
		default:
			return fmt.Errorf("generation %d is in unknown state %q", n, g.State)
		}
		if err != nil {
			if e := l.interrupted(n, time.Since(begun)); e != nil && ctx.Err() != nil {
				return e
			}
			return err
		}
	}
	return nil
}

// interrupted books the time that a sitting spent on a phase without ending
// it: the run has taken it all the same.
func (l *loop) interrupted(n int, spent time.Duration) error {
	g, err := l.File.Generation(n)
	if err != nil {
		return err
	}
	switch g.State {
	case run.Playing:
		g.PlaySeconds += spent.Seconds()
	case run.Learning:
		g.LearnSeconds += spent.Seconds()
	case run.Measuring:
		g.MeasureSeconds += spent.Seconds()
	}
	return l.File.Update(g)
}

// openingShare bounds random openings: one random ply for so many pieces. In a
// game that a few moves decide, more of them would leave nothing to learn.
const openingShare = 4

// schedule returns the plan of generation n in the game of the run.
func (l *loop) schedule(n int) Plan {
	plan := Schedule(n)
	plan.Rules.RandomPlies = min(plan.Rules.RandomPlies, l.Game.MaxActive()/openingShare)
	return plan
}

// plan begins generation n.
func (l *loop) plan(n int) (run.Generation, error) {
	plan := l.schedule(n)
	settings, err := json.Marshal(plan)
	if err != nil {
		return run.Generation{}, err
	}
	_, player, err := l.File.NetworkOf(n - 1)
	if err != nil {
		return run.Generation{}, err
	}
	g := run.Generation{
		Number:     n,
		State:      run.Playing,
		Player:     player,
		Units:      plan.Units,
		WindowFrom: plan.From,
		Hidden:     plan.Hidden,
		Settings:   string(settings),
		Started:    time.Now(),
	}
	return g, l.File.Begin(g)
}

// planOf reads back the plan that generation g was begun with: a newer
// schedule does not change a generation under way.
func planOf(g *run.Generation) (Plan, error) {
	// Older files do not name these two.
	plan := Plan{Trace: Schedule(g.Number).Trace, Batch: learn.DefaultOptions().Batch}
	if err := json.Unmarshal([]byte(g.Settings), &plan); err != nil {
		return plan, fmt.Errorf("settings of generation %d: %w", g.Number, err)
	}
	return plan, nil
}

// network reads and quantises the network of a generation.
func (l *loop) network(generation int) (*value.Network, error) {
	blob, _, err := l.File.NetworkOf(generation)
	if err != nil {
		return nil, err
	}
	w, _, _, err := value.Read(bytes.NewReader(blob))
	if err != nil {
		return nil, fmt.Errorf("network of generation %d: %w", generation, err)
	}
	return value.Quantize(w)
}
