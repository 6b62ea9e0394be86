package learn

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"

	"apprentice/agent/value"
)

// Progress is how far training has come.
type Progress struct {
	Epoch, Epochs      int     // the epoch in work, from 1
	Step, Steps        int     // steps done, of all epochs
	Loss               float64 // mean so far in this epoch
	HeldOut            float64 // mean on the held-out games after the epoch before, or after this one at its end; 0 if unknown
	PositionsPerSecond float64 // since training started or resumed; the only number that depends on time
}

// Losses are the mean losses of an epoch.
type Losses struct {
	Trained float64 // during the epoch, on the samples in training
	HeldOut float64 // after the epoch, on held-out games; 0 if there are none
}

// Report sums up a training.
type Report struct {
	Samples, HeldOut int      // to train on; held out, of which a part is measured if there are many
	Steps            int      // done
	Epochs           []Losses // done; of a resumed training, all of them
	Best             int      // index in Epochs of the lowest held-out loss; the last if none is held out
	Stopped          bool     // by Options.Patience
}

// ErrNoSamples is wrapped when the window of generations holds nothing to train
// on.
var ErrNoSamples = errors.New("no samples to train on")

// ErrOtherTraining is wrapped when the state to resume from is that of a
// training with other options or other data.
var ErrOtherTraining = errors.New("the checkpoint is of another training")

// ErrDiverged is wrapped when a loss or a weight is no longer a finite number:
// no further step can help. A lower rate may.
var ErrDiverged = errors.New("training has diverged")

// Hooks are what training calls while it is at work, never two at once. All of
// them may be nil.
type Hooks struct {
	// Progress is called every Options.Every steps and after each epoch.
	Progress func(Progress)

	// Checkpoint is called with a state that is valid until it returns; its
	// error ends the training. It is called after each step and each epoch for
	// which Due returns true, and after every epoch if Due is nil. So the clock
	// that decides how much a kill may cost is the caller's.
	Checkpoint func(*State) error
	Due        func() bool
}

// Train fits a network to the samples of w.
//
// With a state it resumes the training that the state is from, whose options
// and data must be the same but for Workers, Every and Memory; the result is
// then that of a training without a break, to the bit. When ctx is done Train
// returns ctx.Err() within a step. With an error there are no weights, but the
// report says how far it came. An error about a damaged file of the window is a
// *DamagedError: the training can resume when the file has been made anew.
func Train(ctx context.Context, w *Window, opts Options, state *State, hooks Hooks) (*value.Weights, Report, error) {
	t, err := newTrainer(ctx, w, opts, state, hooks)
	if err != nil {
		return nil, Report{}, err
	}
	defer t.close()
	for t.state.Epoch < opts.Epochs && !t.state.exhausted(opts.Patience) {
		if err := t.epoch(ctx); err != nil {
			return nil, t.report(), err
		}
	}
	return fold(t.state.result(), t.common, opts.Clip), t.report(), nil
}

// start returns the state to train from: a new one, or a copy of resumed. An
// epoch has the given number of steps.
func start(s value.Shape, opts *Options, recipe string, steps int, resumed *State) (*State, error) {
	if resumed != nil {
		if resumed.shape != s || resumed.recipe != recipe {
			return nil, fmt.Errorf("%w: %+v %s; want %+v %s",
				ErrOtherTraining, resumed.shape, resumed.recipe, s, recipe)
		}
		if k := resumed.Step - resumed.Epoch*steps; k < 0 || k >= steps {
			return nil, fmt.Errorf("%w: %d epochs with %d steps, of which each epoch has %d", ErrOtherTraining, resumed.Epoch, resumed.Step, steps)
		}
		if opts.Patience > 0 && resumed.best == nil && resumed.Epoch > 0 {
			return nil, fmt.Errorf("%w: it lacks the weights of the best epoch", ErrOtherTraining)
		}
		if opts.averageRate(resumed.Step, steps*opts.Epochs) > 0 && resumed.average == nil {
			return nil, fmt.Errorf("%w: it lacks the average of the weights", ErrOtherTraining)
		}
		return resumed.clone(), nil
	}
	w := opts.Init
	if w == nil {
		w = value.NewWeights(s, rand.New(rand.NewPCG(opts.Seed, startStream)))
		for i := range w.FeatureW {
			w.FeatureW[i] *= quietStart
		}
	}
	if w.Shape != s {
		return nil, fmt.Errorf("the weights to start from have shape %+v, want %+v", w.Shape, s)
	}
	if err := w.Check(); err != nil {
		return nil, fmt.Errorf("the weights to start from: %w", err)
	}
	return newState(w, recipe), nil
}

// quietStart shrinks the feature weights that training starts from. A random
// network needs large ones to prefer anything at all; in training they are
// noise that a feature seen in few games never loses. With half a million
// positions 0.1 was worth +126 +- 41 Elo over 1, and 0.01 another +43 +- 40;
// with four million it made no difference.
const quietStart = 0.01

// startStream is the stream of random numbers that start weights come from.
const startStream = 0x7374617274 // "start"
