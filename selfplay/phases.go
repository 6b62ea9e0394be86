package selfplay

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"apprentice/agent"
	"apprentice/agent/learn"
	"apprentice/agent/search"
	"apprentice/agent/value"
	"apprentice/selfplay/run"
)

// checkpointInterval is how much learning a kill costs at most.
const checkpointInterval = 5 * time.Second

// play plays the units of g that are still missing.
func (l *loop) play(ctx context.Context, g *run.Generation) error {
	plan, err := planOf(g)
	if err != nil {
		return err
	}
	network, err := l.network(g.Number - 1)
	if err != nil {
		return err
	}
	done, err := l.File.Units(g.Number)
	if err != nil {
		return err
	}
	batch := Batch{
		Game:       l.Game,
		NewAgent:   func() *agent.Agent { return agent.New(l.Game, network, playerOptions()) },
		Seed:       l.File.Config().Seed,
		Generation: g.Number,
		Rules:      plan.Rules,
		Workers:    l.Workers,
	}
	for unit := range g.Units {
		if !slices.Contains(done, unit) {
			batch.Units = append(batch.Units, unit)
		}
	}
	if len(done) > 0 {
		batch.Required = done[len(done)-1] + 1
	}
	var finished atomic.Int64 // units are handed out and committed by two goroutines
	finished.Store(int64(len(done)))
	enough, err := l.enough(plan)
	if err != nil {
		return err
	}

	begun := time.Now()
	status := Status{Generation: g.Number, Phase: run.Playing, Units: g.Units, UnitsDone: len(done)}
	l.report(status)
	var tally Tally
	var audit Audit
	before := g.Positions // of earlier sittings
	err = batch.Play(ctx, &tally,
		func() bool { return finished.Load() > 0 && enough(before+tally.Positions.Load()) },
		func(u Unit) error {
			if err := l.File.AddShard(u.Shard); err != nil {
				return err
			}
			audit.Add(u.Audit)
			status.UnitsDone = int(finished.Add(1))
			status.Seconds = time.Since(begun).Seconds()
			status.Games, status.Positions = tally.Games.Load(), tally.Positions.Load()
			l.report(status)
			return nil
		})
	if err != nil {
		return err
	}
	if audit.PlayedOut > 0 {
		text := fmt.Sprintf("generation %d: %d games adjudicated; of %d played out %d ended otherwise",
			g.Number, audit.Adjudicated, audit.PlayedOut, audit.Wrong)
		if err := l.File.AddEvent("adjudication", text); err != nil {
			return err
		}
	}
	if *g, err = l.File.Generation(g.Number); err != nil { // with the counters of its shards
		return err
	}
	g.Units = int(finished.Load())
	g.PlaySeconds += time.Since(begun).Seconds()
	g.State = run.Learning
	return l.File.Update(*g)
}

// playerOptions are the search options of self-play: one thread and a table
// that is small enough to clear for every game and large enough for every
// move.
func playerOptions() search.Options {
	o := search.DefaultOptions()
	o.Threads = 1
	o.HashKB = 512
	return o
}

// learn makes the network of g from the games of its window.
func (l *loop) learn(ctx context.Context, g *run.Generation) error {
	plan, err := planOf(g)
	if err != nil {
		return err
	}
	begun := time.Now()
	window, err := l.load(ctx, plan.From, g.Number)
	if err != nil {
		return err
	}
	state, err := l.checkpoint(g.Number)
	if err != nil {
		return err
	}
	w, report, err := l.train(ctx, window, plan, g.Number, state, begun)
	if errors.Is(err, learn.ErrOtherTraining) {
		if err = l.dropCheckpoint(g.Number, err); err == nil {
			w, report, err = l.train(ctx, window, plan, g.Number, nil, begun)
		}
	}
	if err != nil {
		return err
	}
	last := report.Epochs[len(report.Epochs)-1]
	g.Loss, g.HeldOut = last.Trained, last.HeldOut
	g.LearnSeconds += time.Since(begun).Seconds()
	return l.finish(g, w)
}

// train learns from the window of a generation, from state on, and keeps
// checkpoints.
func (l *loop) train(ctx context.Context, window *learn.Window, plan Plan, n int, state *learn.State, begun time.Time) (*value.Weights, learn.Report, error) {
	status := Status{Generation: n, Phase: run.Learning, Epochs: plan.Epochs}
	l.report(status)
	saved := time.Now()
	return learn.Train(ctx, window, l.learnOptions(plan, n), state, learn.Hooks{
		Progress: func(p learn.Progress) {
			status.Progress = p
			status.Seconds = time.Since(begun).Seconds()
			l.report(status)
		},
		Due: func() bool { return time.Since(saved) >= checkpointInterval },
		Checkpoint: func(s *learn.State) error {
			saved = time.Now()
			blob, err := s.Encode()
			if err != nil {
				return err
			}
			return l.File.PutCheckpoint(n, blob)
		},
	})
}

// learnOptions are the options that plan asks for.
func (l *loop) learnOptions(plan Plan, generation int) learn.Options {
	o := learn.DefaultOptions()
	o.Hidden = plan.Hidden
	o.Epochs = plan.Epochs
	o.Batch = plan.Batch
	o.LR = plan.LearningRate
	o.Seed = l.File.Config().Seed + uint64(generation)
	o.Workers = l.Workers
	return o
}

// checkpoint returns the state that learning of a generation was left in, nil
// if it was not begun or if another version of the program has left it.
func (l *loop) checkpoint(generation int) (*learn.State, error) {
	blob, err := l.File.Checkpoint(generation)
	if errors.Is(err, run.ErrNoCheckpoint) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	state, err := learn.DecodeState(blob)
	if err != nil {
		return nil, l.dropCheckpoint(generation, err)
	}
	return state, nil
}

// dropCheckpoint forgets a checkpoint that cannot be gone on from. That costs
// time and nothing else: learning from the beginning ends with the same
// network.
func (l *loop) dropCheckpoint(generation int, why error) error {
	text := fmt.Sprintf("generation %d learns from the beginning: %v", generation, why)
	if err := l.File.AddEvent("warning", text); err != nil {
		return err
	}
	return l.File.DropCheckpoint(generation)
}

// openSamples opens the store of samples beside the run file.
func openSamples(o Options) (*learn.Store, error) {
	return learn.OpenStore(o.File.Path()+".samples", o.Game, learn.DefaultFilter())
}

// load returns the window of the generations from..to and drops older ones.
func (l *loop) load(ctx context.Context, from, to int) (*learn.Window, error) {
	if err := l.samples.DropBefore(from); err != nil {
		return nil, err
	}
	for n := from; n <= to; n++ {
		g, err := l.File.Generation(n)
		if err != nil {
			return nil, err
		}
		plan, err := planOf(&g)
		if err != nil {
			return nil, err
		}
		fingerprint := fmt.Sprintf("%s %d games %d positions", g.Player, g.Games, g.Positions)
		if err := l.samples.Add(ctx, n, l.File.Source(n, n), plan.Trace, fingerprint, nil); err != nil {
			return nil, fmt.Errorf("games of generation %d: %w", n, err)
		}
	}
	return l.samples.Window(from, to+1), nil
}

// finish writes the network of g into the run file.
func (l *loop) finish(g *run.Generation, w *value.Weights) error {
	meta := value.Meta{Generation: g.Number, Parent: g.Player}
	var err error
	if meta.Games, meta.Positions, err = l.experience(g.Number); err != nil {
		return err
	}
	blob, sha, err := l.encode(w, meta)
	if err != nil {
		return err
	}
	g.Network = sha
	g.State = run.Measuring
	return l.File.Finish(*g, blob)
}

// encode returns the network file of w and its SHA-256, after filling in what
// all networks of the run share.
func (l *loop) encode(w *value.Weights, meta value.Meta) (blob []byte, sha string, err error) {
	meta.Game, meta.InputSet = l.Game.Name(), l.Game.InputSet()
	var b bytes.Buffer
	sha, err = value.Write(&b, w, meta)
	return b.Bytes(), sha, err
}

// experience returns how many games and positions the run has played up to
// generation n.
func (l *loop) experience(n int) (games, positions int64, err error) {
	generations, err := l.File.Generations()
	for _, g := range generations {
		if g.Number <= n {
			games += g.Games
			positions += g.Positions
		}
	}
	return games, positions, err
}

// measure measures g and ends it.
func (l *loop) measure(ctx context.Context, g *run.Generation) error {
	begun := time.Now()
	l.report(Status{Generation: g.Number, Phase: run.Measuring})
	if l.Measure != nil {
		if err := l.Measure(ctx, g.Number); err != nil {
			return err
		}
	}
	g.MeasureSeconds += time.Since(begun).Seconds()
	g.WallSeconds = g.PlaySeconds + g.LearnSeconds + g.MeasureSeconds
	if g.Number > 1 {
		before, err := l.File.Generation(g.Number - 1)
		if err != nil {
			return err
		}
		g.WallSeconds += before.WallSeconds
	}
	g.Finished = time.Now()
	g.State = run.Done
	if err := l.File.Update(*g); err != nil {
		return err
	}
	l.report(Status{Generation: g.Number, Phase: run.Done})
	return nil
}
