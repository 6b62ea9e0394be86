package learn

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"apprentice/agent/kernel"
	"apprentice/agent/value"
	"apprentice/games"
)

// trainer is a training in progress.
type trainer struct {
	engine // of the parameters in state
	opts   Options
	hooks  Hooks
	window *Window
	state  *State
	steps  int // an epoch
	chunk  int // samples a chunk

	samples, held *shelf

	started time.Time
	done    int // samples since then

	grads []*params // by chunk; all zero between two steps

	// The step in work, as the tasks of the pool see it.
	spans      []span // buckets in memory, by their place in the order
	begin, end int    // places in the order
	adamw      kernel.AdamWParams
	averaged   float32 // share of the way that the average moves; 0: there is none yet
	taskGrad   func(worker, chunk int)
	taskUpdate func(worker, slice int)
}

// updateSlice is how many parameters a task of the update takes: few enough for
// all that concerns them to stay in the cache next to the core.
const updateSlice = 2048

// newTrainer returns a trainer that stands at state. close ends its workers.
func newTrainer(ctx context.Context, w *Window, opts Options, state *State, hooks Hooks) (*trainer, error) {
	if err := opts.validate(); err != nil {
		return nil, err
	}
	n := w.Samples()
	if n == 0 {
		return nil, ErrNoSamples
	}
	inputs, err := games.InputSetNamed(w.store.game, opts.Inputs)
	if err != nil {
		return nil, fmt.Errorf("train: %w", err)
	}
	shape := value.ShapeOf(w.store.game, opts.Hidden, opts.Buckets).On(inputs)
	if err := shape.Check(); err != nil {
		return nil, fmt.Errorf("train: %w", err)
	}
	if opts.Init != nil && opts.Init.Check() == nil {
		opts.Init = grow(opts.Init, opts.Hidden, opts.Seed)
	}
	common := opts.commonFeatures(inputs)
	if common > 0 && opts.Init != nil && opts.Init.Shape == shape {
		opts.Init = widen(opts.Init, common)
	}
	shape = withCommon(shape, common)
	t := &trainer{opts: opts, hooks: hooks, window: w, started: time.Now(), steps: opts.steps(n)}
	if t.state, err = start(shape, &opts, opts.recipe(w), t.steps, state); err != nil {
		return nil, err
	}
	batch := (n + t.steps - 1) / t.steps
	t.chunk = chunkSize(batch)
	chunks := (batch + t.chunk - 1) / t.chunk
	if err := t.openWindow(ctx, opts.bucketMemory(shape, chunks), batch); err != nil {
		return nil, err
	}
	for range chunks {
		t.grads = append(t.grads, newParams(shape))
	}
	t.engine = newEngine(wrapParams(shape, t.state.weights), inputs, &opts)
	t.common = common
	t.mirror = opts.mirrored(w.store.game)
	t.taskGrad, t.taskUpdate = t.gradient, t.update
	return t, nil
}

// openWindow finds the samples and makes room for them.
func (t *trainer) openWindow(ctx context.Context, memory int64, batch int) error {
	samples, err := t.window.list(ctx, trained)
	if err != nil {
		return err
	}
	held, err := t.window.list(ctx, heldOut)
	if err != nil {
		return err
	}
	t.samples, t.held = shelves(samples, held, memory, batch)
	return nil
}

// epoch trains on the samples that the epoch in work has not used yet, and
// measures on the held-out ones.
func (t *trainer) epoch(ctx context.Context) error {
	n := t.window.Samples()
	first := t.state.Step - t.state.Epoch*t.steps
	order := newEpochOrder(t.samples.list, t.opts.Seed, t.state.Epoch)
	next := order.find(first * n / t.steps)
	f := t.samples.feed(ctx, order.numbers[next:])
	defer f.close()
	for k := first; k < t.steps; k++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		// Batches differ by at most one sample, so that no step follows
		// the gradient of a small rest.
		t.begin, t.end = k*n/t.steps, (k+1)*n/t.steps
		t.leave(t.begin)
		for len(t.spans) == 0 || t.spans[len(t.spans)-1].end < t.end {
			b, err := f.next()
			if err != nil {
				return err
			}
			t.spans = append(t.spans, order.span(next, b))
			next++
		}
		loss := t.step()
		if err := checkLoss(loss); err != nil {
			return fmt.Errorf("step %d: %w", t.state.Step, err)
		}
		t.state.sum += loss
		if k == t.steps-1 {
			break
		}
		if t.opts.Every > 0 && t.state.Step%t.opts.Every == 0 {
			t.tell(t.state.Epoch+1, t.state.sum/float64(t.end), t.state.lastHeldOut())
		}
		if t.hooks.Due != nil && t.hooks.Due() {
			if err := t.checkpoint(); err != nil {
				return err
			}
		}
	}
	t.leave(n)
	return t.finishEpoch(ctx)
}

// leave gives back the buckets whose samples all come before a place.
func (t *trainer) leave(place int) {
	for len(t.spans) > 0 && t.spans[0].end <= place {
		t.samples.give(t.spans[0].bucket)
		t.spans = append(t.spans[:0], t.spans[1:]...)
	}
}

// finishEpoch measures and enters the losses of the epoch.
func (t *trainer) finishEpoch(ctx context.Context) error {
	l := Losses{Trained: t.state.sum / float64(t.window.Samples())}
	var err error
	if l.HeldOut, err = t.heldOutLoss(ctx); err != nil {
		return err
	}
	if err := cmp.Or(t.checkNumbers(), checkLoss(l.HeldOut)); err != nil {
		return err
	}
	t.state.finishEpoch(l, t.opts.Patience > 0)
	t.tell(t.state.Epoch, l.Trained, l.HeldOut)
	if t.hooks.Due == nil || t.hooks.Due() {
		return t.checkpoint()
	}
	return nil
}

// heldOutLoss returns the loss on the held-out samples of what would be the
// result now.
func (t *trainer) heldOutLoss(ctx context.Context) (float64, error) {
	if t.state.average != nil {
		inTraining := t.params
		t.params = wrapParams(t.shape, t.state.average)
		defer func() { t.params = inTraining }()
	}
	return t.meanLoss(ctx, t.held)
}

// checkNumbers reports weights and moments that are not finite.
func (t *trainer) checkNumbers() error {
	if err := t.state.checkNumbers(); err != nil {
		return fmt.Errorf("step %d: %w: %w", t.state.Step, ErrDiverged, err)
	}
	return nil
}

// checkpoint hands out the state.
func (t *trainer) checkpoint() error {
	if t.hooks.Checkpoint == nil {
		return nil
	}
	if err := t.checkNumbers(); err != nil {
		return err
	}
	if err := t.hooks.Checkpoint(t.state); err != nil {
		return fmt.Errorf("checkpoint after step %d: %w", t.state.Step, err)
	}
	return nil
}

// step moves the weights by one batch and returns the sum of its losses.
func (t *trainer) step() float64 {
	size := t.end - t.begin
	chunks := (size + t.chunk - 1) / t.chunk
	t.chunkLosses(chunks)
	t.pool.run(chunks, t.taskGrad)

	s := t.state
	rate := t.opts.rate(s.Step, t.steps*t.opts.Epochs)
	s.Step++
	optimiser := kernel.AdamW{Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8, WeightDecay: t.opts.WeightDecay, Clip: t.opts.Clip}
	t.adamw = optimiser.Params(rate, int64(s.Step))
	if t.averaged = t.opts.averageRate(s.Step, t.steps*t.opts.Epochs); t.averaged > 0 && s.average == nil {
		s.average = make([]float32, len(s.weights))
	}
	t.pool.run((len(t.flat)+updateSlice-1)/updateSlice, t.taskUpdate)
	t.done += size
	return total(t.losses[:chunks])
}

// gradient computes the gradient of one chunk of the batch.
func (t *trainer) gradient(worker, chunk int) {
	l := t.lanes[worker]
	begin := t.begin + chunk*t.chunk
	l.load(t.spans, begin, min(begin+t.chunk, t.end), t.state.Epoch, &t.model)
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
	if t.averaged > 0 {
		moveTowards(s.average[begin:end], s.weights[begin:end], t.averaged)
	}
	clear(sum)
}

func (t *trainer) tell(epoch int, loss, heldOut float64) {
	if t.hooks.Progress == nil {
		return
	}
	t.hooks.Progress(Progress{
		Epoch: epoch, Epochs: t.opts.Epochs,
		Step: t.state.Step, Steps: t.steps * t.opts.Epochs,
		Loss: loss, HeldOut: heldOut,
		PositionsPerSecond: float64(t.done) / time.Since(t.started).Seconds(),
	})
}

func (t *trainer) report() Report {
	s := t.state
	return Report{
		Samples: t.window.Samples(), HeldOut: t.window.HeldOut(),
		Steps: s.Step, Epochs: append([]Losses(nil), s.Losses...),
		Best: s.bestEpoch(), Stopped: s.exhausted(t.opts.Patience),
	}
}
