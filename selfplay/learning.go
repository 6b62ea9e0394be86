package selfplay

import (
	"context"
	"errors"
	"fmt"
	"time"

	"apprentice/agent/learn"
	"apprentice/agent/value"
	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

// checkpointInterval is the time between two checkpoints of learning: what a
// kill costs at most.
const checkpointInterval = 20 * time.Second

// Constants of the watch over learning.
const (
	farWorse    = 1.5  // times its parent's loss on held-out games above which a network is refused
	leastWorse  = 0.01 // above its parent's loss, too: less is chance where both know nearly everything
	gentleRate  = 0.1  // of the learning rate, for the second try
	gentleShift = 1e6  // of the seed
)

// Verdicts on networks that do not play on.
const (
	verdictDiverged = "diverged" // learning led to numbers that are not finite
	verdictWorse    = "worse"    // its loss on held-out games is far above its parent's
	verdictLost     = "lost"     // it lost nearly all games with its parent
)

// learn makes the network of g from the games of its window. If the result is
// unusable, it learns a second time, more gently; if that fails too, the player
// stays in play.
func (l *loop) learn(ctx context.Context, g *run.Generation) error {
	plan, err := l.planned(g)
	if err != nil {
		return err
	}
	l.report(Status{Generation: g.Number, Phase: run.Learning, Epochs: plan.Epochs})
	window, err := l.window(ctx, plan.From, g.Number)
	if err != nil {
		return err
	}
	for {
		w, report, refused, err := l.attempt(ctx, g, plan, window)
		if damaged := new(learn.DamagedError); errors.As(err, &damaged) {
			if window, err = l.mend(ctx, plan.From, g.Number, damaged); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return err
		}
		if refused == nil {
			last := report.Epochs[len(report.Epochs)-1]
			g.Loss, g.HeldOut = last.Trained, last.HeldOut
			return l.finish(g, w)
		}
		if err := l.File.AddEvent(g.Number, *refused); err != nil {
			return err
		}
		if err := l.File.DropCheckpoint(g.Number); err != nil {
			return err
		}
		if plan.Gentle {
			return l.refuse(g, refused.Verdict)
		}
		plan.Gentle = true
		if err := put(g, plan); err != nil {
			return err
		}
		if err := l.File.AddEvent(g.Number, event.Relearned{Why: "a second, gentler try: the first network was refused (" + refused.Verdict + ")"}); err != nil {
			return err
		}
		if err := l.File.Update(*g); err != nil {
			return err
		}
	}
}

// attempt learns once. refused says what is wrong with the result; it is nil for
// a good one.
func (l *loop) attempt(ctx context.Context, g *run.Generation, plan Plan, window *learn.Window) (w *value.Weights, report learn.Report, refused *event.Refused, err error) {
	state, err := l.checkpoint(g.Number)
	if err != nil {
		return nil, report, nil, err
	}
	w, report, err = l.train(ctx, plan, g, window, state)
	if errors.Is(err, learn.ErrOtherTraining) {
		if err = l.dropCheckpoint(g.Number, err); err == nil {
			w, report, err = l.train(ctx, plan, g, window, nil)
		}
	}
	if errors.Is(err, learn.ErrDiverged) {
		return nil, report, &event.Refused{Verdict: verdictDiverged}, nil
	}
	if err != nil {
		return nil, report, nil, err
	}
	parent, err := l.parentLoss(ctx, g, window)
	if errors.Is(err, learn.ErrDiverged) {
		err = nil // there is nothing to compare with
	}
	if err != nil {
		return nil, report, nil, err
	}
	if own := report.Epochs[len(report.Epochs)-1].HeldOut; isFarWorse(own, parent) {
		return nil, report, &event.Refused{Verdict: verdictWorse, Loss: &own, ParentLoss: &parent}, nil
	}
	return w, report, nil, nil
}

// isFarWorse reports whether a network's loss on held-out games is so far above
// its parent's that the network is useless. A parent's loss of 0 is unknown.
func isFarWorse(own, parent float64) bool {
	return parent > 0 && !(own <= max(farWorse*parent, parent+leastWorse)) // a NaN is far worse
}

// parentLoss returns the loss of the network that played the games of g on the
// held-out games of its window, 0 if the window has none.
func (l *loop) parentLoss(ctx context.Context, g *run.Generation, window *learn.Window) (float64, error) {
	w, err := l.weights(g.Number - 1)
	if err != nil {
		return 0, err
	}
	o := learn.DefaultOptions()
	o.Workers, o.Memory = l.Workers, l.Memory
	return learn.HeldOutLoss(ctx, window, w, o)
}

// train learns from a window, continuing from state, and keeps checkpoints.
func (l *loop) train(ctx context.Context, plan Plan, g *run.Generation, window *learn.Window, state *learn.State) (*value.Weights, learn.Report, error) {
	o, err := l.learnOptions(plan, g.Number)
	if err != nil {
		return nil, learn.Report{}, err
	}
	saved := time.Now()
	return learn.Train(ctx, window, o, state, learn.Hooks{
		Progress: l.progress(ctx, plan, g.Number),
		Due:      func() bool { return time.Since(saved) >= checkpointInterval },
		Checkpoint: func(s *learn.State) error {
			saved = time.Now()
			blob, err := s.Encode()
			if err != nil {
				return err
			}
			return l.File.PutCheckpoint(g.Number, blob)
		},
	})
}

// progress returns what reports the progress of learning, and waits at the gate.
func (l *loop) progress(ctx context.Context, plan Plan, generation int) func(learn.Progress) {
	begun := l.Awake()
	status := Status{Generation: generation, Phase: run.Learning, Epochs: plan.Epochs}
	return func(p learn.Progress) {
		status.Progress = p
		status.Seconds = l.Awake() - begun
		l.report(status)
		_ = l.Gate.Wait(ctx) // a done ctx ends the training by itself
	}
}

// learnOptions are the options that plan asks for.
func (l *loop) learnOptions(plan Plan, generation int) (learn.Options, error) {
	o := learn.DefaultOptions()
	o.Hidden, o.Inputs, o.Common, o.Mirror = plan.Hidden, plan.Inputs, plan.Common, plan.Mirror
	o.Epochs = plan.Epochs
	o.Batch = plan.Batch
	o.LR = plan.LearningRate
	if plan.RateEnd > 0 {
		o.LRFinal = plan.RateEnd
	}
	o.LRFinal = min(o.LRFinal, o.LR)
	o.Average, o.EMA = plan.Average, plan.EMA
	o.Seed = l.File.Config().Seed + uint64(generation)
	o.Workers = l.Workers
	o.Memory = l.Memory
	if plan.Gentle {
		o.LR *= gentleRate
		o.LRFinal = min(o.LRFinal, o.LR)
		o.Seed += gentleShift
	}
	if plan.Warm {
		w, err := l.weights(generation - 1)
		if err != nil {
			return o, err
		}
		o.Init, o.Hidden, o.Inputs = w, max(w.Hidden, o.Hidden), w.Inputs
	}
	return o, nil
}

// window brings the games of generations from..to, and no older ones, into the
// sample store. Damaged files are made anew.
func (l *loop) window(ctx context.Context, from, to int) (*learn.Window, error) {
	for {
		w, err := l.fill(ctx, from, to)
		if damaged := new(learn.DamagedError); !errors.As(err, &damaged) {
			return w, err
		} else if err := l.discard(to, damaged); err != nil {
			return nil, err
		}
	}
}

// mend makes a damaged file of the sample store anew and returns the window
// again.
func (l *loop) mend(ctx context.Context, from, to int, damaged *learn.DamagedError) (*learn.Window, error) {
	if err := l.discard(to, damaged); err != nil {
		return nil, err
	}
	return l.window(ctx, from, to)
}

// discard removes a damaged file of the sample store.
func (l *loop) discard(generation int, damaged *learn.DamagedError) error {
	if !l.apart {
		if err := l.File.AddEvent(generation, event.Warning{What: "samples", Text: damaged.Error()}); err != nil {
			return err
		}
	}
	return l.store.Discard(damaged.Generation)
}

// open opens the sample store for the positions that generation n learns from.
func (l *loop) open(n int) error {
	g, err := l.File.Generation(n)
	if err != nil {
		return err
	}
	plan, err := l.planned(&g)
	if err != nil {
		return err
	}
	filter := learn.DefaultFilter()
	filter.Skip = plan.Skip
	if l.store != nil && l.filter == filter {
		return nil
	}
	l.filter = filter
	l.store, err = learn.OpenStore(l.Samples, l.Game, filter)
	return err
}

// fill brings the games of a window into the sample store.
func (l *loop) fill(ctx context.Context, from, to int) (*learn.Window, error) {
	if err := l.open(to); err != nil {
		return nil, err
	}
	if !l.apart {
		if err := l.store.DropBefore(from); err != nil {
			return nil, err
		}
	}
	status := Status{Generation: to, Phase: run.Learning}
	before := 0
	for n := from; n <= to; n++ {
		g, err := l.File.Generation(n)
		if err != nil {
			return nil, err
		}
		plan, err := l.planned(&g)
		if err != nil {
			return nil, err
		}
		fingerprint, err := l.File.Fingerprint(n)
		if err != nil {
			return nil, err
		}
		err = l.store.Add(ctx, n, l.File.Source(n, n), plan.Trace, fingerprint, func(games int) {
			_ = l.Gate.Wait(ctx) // a done ctx ends the reading by itself
			status.Read = before + games
			l.report(status)
		})
		before = status.Read
		if err != nil {
			return nil, fmt.Errorf("games of generation %d: %w", n, err)
		}
	}
	return l.store.Window(from, to+1), nil
}

// checkpoint returns the state in which learning of a generation was
// interrupted; nil if it was not begun, or by another version of the program.
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

// dropCheckpoint discards a checkpoint that cannot be resumed. That costs time
// and nothing else: learning from the beginning ends with the same network.
func (l *loop) dropCheckpoint(generation int, why error) error {
	if err := l.File.AddEvent(generation, event.Relearned{Why: why.Error()}); err != nil {
		return err
	}
	return l.File.DropCheckpoint(generation)
}

// finish writes the network of g into the run file.
func (l *loop) finish(g *run.Generation, w *value.Weights) error {
	blob, sha, err := l.encodeOf(g, w, "")
	if err != nil {
		return err
	}
	g.Network = sha
	g.State = run.Measuring
	return l.File.Finish(*g, blob)
}

// encodeOf returns the network file of g and its SHA-256.
func (l *loop) encodeOf(g *run.Generation, w *value.Weights, note string) (blob []byte, sha string, err error) {
	meta := value.Meta{Generation: g.Number, Parent: g.Player, Note: note}
	if meta.Games, meta.Positions, err = l.experience(g.Number); err != nil {
		return nil, "", err
	}
	return l.encode(w, meta)
}

// refuse ends the learning of g without a network of its own.
func (l *loop) refuse(g *run.Generation, verdict string) error {
	g.Verdict = verdict
	g.Network = g.Player
	g.State = run.Measuring
	return l.File.Finish(*g, nil)
}

// experience returns how many games and positions the networks of the run have
// seen up to generation n, those of the network that it began with included.
func (l *loop) experience(n int) (games, positions int64, err error) {
	origin, _, err := l.meta(0)
	if err != nil {
		return 0, 0, err
	}
	games, positions = origin.Games, origin.Positions
	generations, err := l.File.Generations()
	for _, g := range generations {
		if g.Number <= n {
			games += g.Games
			positions += g.Positions
		}
	}
	return games, positions, err
}
