package learn

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"apprentice/agent/kernel"
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
	HeldOut float64 // after the epoch, on held-out games; 0 where there are none
}

// Report is what training came to.
type Report struct {
	Samples, HeldOut int      // to train on, to measure on
	Steps            int      // done
	Epochs           []Losses // done; of a resumed training, all of them
	Best             int      // index in Epochs of the lowest held-out loss; the last where none is held out
	Stopped          bool     // by Options.Patience
}

// ErrNoSamples is wrapped when the window of generations holds nothing to train
// on.
var ErrNoSamples = errors.New("no samples to train on")

// ErrOtherTraining is wrapped when the state to resume from is that of a
// training with other options or other data.
var ErrOtherTraining = errors.New("the checkpoint is of another training")

// Train fits a network to the samples of d in the window of generations that
// opts names.
//
// With a state it carries on after the last epoch of the training that the
// state is from, whose options and data must be the same but for Workers and
// Every; the result is then that of a training without a break, to the bit.
// progress, unless nil, is called every opts.Every steps and after each epoch.
// checkpoint, unless nil, is called after each epoch with a state that is valid
// until it returns; its error ends the training and is returned. When ctx is
// done Train returns ctx.Err() within a step. With an error there are no
// weights, but the report says how far it came.
func Train(ctx context.Context, d *Dataset, opts Options, state *State, progress func(Progress), checkpoint func(*State) error) (*value.Weights, Report, error) {
	t, err := newTrainer(d, opts, state)
	if err != nil {
		return nil, Report{}, err
	}
	defer t.pool.close()
	if progress != nil {
		t.progress = progress
	}
	for t.state.Epoch < opts.Epochs && !t.state.exhausted(opts.Patience) {
		if err := t.epoch(ctx); err != nil {
			return nil, t.report(), err
		}
		if checkpoint == nil {
			continue
		}
		if err := checkpoint(t.state); err != nil {
			return nil, t.report(), fmt.Errorf("checkpoint after epoch %d: %w", t.state.Epoch, err)
		}
	}
	if opts.Patience > 0 {
		return wrapParams(t.shape, t.state.best).weights(), t.report(), nil
	}
	return t.weights(), t.report(), nil
}

// trainer is a training in progress.
type trainer struct {
	model
	opts          Options
	state         *State // owns the parameters of model
	trained, held window
	steps         int // an epoch
	chunk         int // samples a chunk
	progress      func(Progress)
	started       time.Time
	done          int // samples since then

	pool   *pool
	lanes  []*lane   // by worker
	grads  []*params // by chunk; all zero between two steps
	losses []float64 // by chunk, sums

	// The step in work, as the tasks of the pool see it.
	order      permutation
	begin, end int // places in the order
	adamw      kernel.AdamWParams
	taskGrad   func(worker, chunk int)
	taskUpdate func(worker, slice int)
}

// updateSlice is how many parameters a task of the update takes: few enough for
// all that concerns them to stay in the cache next to the core.
const updateSlice = 2048

func newTrainer(d *Dataset, opts Options, state *State) (*trainer, error) {
	if err := opts.validate(); err != nil {
		return nil, err
	}
	t := &trainer{opts: opts, progress: func(Progress) {}, started: time.Now()}
	t.trained, t.held = d.window(opts.From, opts.To)
	n := t.trained.len()
	if n == 0 {
		return nil, fmt.Errorf("%w in generations from %d to %d", ErrNoSamples, opts.From, opts.To)
	}
	shape := value.ShapeOf(d.game, opts.Hidden, opts.Buckets)
	err := shape.Check()
	if err != nil {
		return nil, fmt.Errorf("train: %w", err)
	}
	if t.state, err = start(shape, &opts, opts.recipe(n, t.held.len()), state); err != nil {
		return nil, err
	}
	t.model = model{params: wrapParams(shape, t.state.weights), scale: opts.Scale}
	t.steps = opts.steps(n)
	batch := (n + t.steps - 1) / t.steps
	t.chunk = chunkSize(batch)
	for range (batch + t.chunk - 1) / t.chunk {
		t.grads = append(t.grads, newParams(shape))
	}
	t.losses = make([]float64, max(len(t.grads), (t.held.len()+chunkSamples-1)/chunkSamples))
	for range opts.workers() {
		t.lanes = append(t.lanes, newLane(shape))
	}
	t.pool = newPool(len(t.lanes))
	t.taskGrad, t.taskUpdate = t.gradient, t.update
	return t, nil
}

// start returns the state to train from: a new one, or a copy of resumed.
func start(s value.Shape, opts *Options, recipe string, resumed *State) (*State, error) {
	if resumed != nil {
		if resumed.shape != s || resumed.recipe != recipe {
			return nil, fmt.Errorf("%w: %+v %s; want %+v %s",
				ErrOtherTraining, resumed.shape, resumed.recipe, s, recipe)
		}
		if opts.Patience > 0 && resumed.best == nil {
			return nil, fmt.Errorf("%w: it lacks the weights of the best epoch", ErrOtherTraining)
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

// epoch trains on each sample once and measures on the held-out ones.
func (t *trainer) epoch(ctx context.Context) error {
	n := t.trained.len()
	t.order = newPermutation(n, t.opts.Seed, t.state.Epoch)
	sum := 0.0
	for k := range t.steps {
		if err := ctx.Err(); err != nil {
			return err
		}
		// Batches differ by at most one sample, so that no step follows
		// the gradient of a small rest.
		t.begin, t.end = k*n/t.steps, (k+1)*n/t.steps
		sum += t.step()
		if last := k == t.steps-1; !last && t.opts.Every > 0 && t.state.Step%t.opts.Every == 0 {
			t.tell(t.state.Epoch+1, sum/float64(t.end), t.state.lastHeldOut())
		}
	}
	t.state.finishEpoch(Losses{Trained: sum / float64(n), HeldOut: t.heldOut()}, t.opts.Patience > 0)
	t.tell(t.state.Epoch, sum/float64(n), t.state.lastHeldOut())
	return nil
}

// step moves the weights by one batch and returns the sum of its losses.
func (t *trainer) step() float64 {
	size := t.end - t.begin
	chunks := (size + t.chunk - 1) / t.chunk
	t.pool.run(chunks, t.taskGrad)

	s := t.state
	rate := t.opts.rate(s.Step, t.steps*t.opts.Epochs)
	s.Step++
	optimiser := kernel.AdamW{Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8, WeightDecay: t.opts.WeightDecay, Clip: t.opts.Clip}
	t.adamw = optimiser.Params(rate, int64(s.Step))
	t.pool.run((len(t.flat)+updateSlice-1)/updateSlice, t.taskUpdate)
	t.done += size
	return total(t.losses[:chunks])
}

// gradient computes the gradient of one chunk of the batch.
func (t *trainer) gradient(worker, chunk int) {
	l := t.lanes[worker]
	begin := t.begin + chunk*t.chunk
	l.load(&t.trained, &t.order, begin, min(begin+t.chunk, t.end), &t.model)
	t.losses[chunk] = l.train(&t.model, t.grads[chunk], t.end-t.begin)
}

// update adds up the gradients of all chunks in one slice of the parameters,
// moves these and leaves the gradients empty. Chunks that the batch has not
// filled hold zeros, which change no sum.
func (t *trainer) update(_, slice int) {
	begin := slice * updateSlice
	end := min(begin+updateSlice, len(t.flat))
	sum := t.grads[0].flat[begin:end]
	for _, g := range t.grads[1:] {
		kernel.DrainF32(sum, g.flat[begin:end])
	}
	s := t.state
	kernel.AdamWF32(s.weights[begin:end], s.m[begin:end], s.v[begin:end], sum, t.adamw)
	clear(sum)
}

// heldOut returns the mean loss on the held-out games, 0 where there are none.
func (t *trainer) heldOut() float64 {
	n := t.held.len()
	if n == 0 {
		return 0
	}
	chunks := (n + chunkSamples - 1) / chunkSamples
	t.pool.run(chunks, func(worker, chunk int) {
		l := t.lanes[worker]
		begin := chunk * chunkSamples
		l.load(&t.held, nil, begin, min(begin+chunkSamples, n), &t.model)
		t.losses[chunk] = l.measure(&t.model)
	})
	return total(t.losses[:chunks]) / float64(n)
}

// total adds in order.
func total(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum
}

func (t *trainer) tell(epoch int, loss, heldOut float64) {
	t.progress(Progress{
		Epoch: epoch, Epochs: t.opts.Epochs,
		Step: t.state.Step, Steps: t.steps * t.opts.Epochs,
		Loss: loss, HeldOut: heldOut,
		PositionsPerSecond: float64(t.done) / time.Since(t.started).Seconds(),
	})
}

func (t *trainer) report() Report {
	s := t.state
	return Report{
		Samples: t.trained.len(), HeldOut: t.held.len(),
		Steps: s.Step, Epochs: append([]Losses(nil), s.Losses...),
		Best: s.bestEpoch(), Stopped: s.exhausted(t.opts.Patience),
	}
}
