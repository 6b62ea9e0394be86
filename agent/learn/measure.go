package learn

import (
	"context"
	"fmt"
	"math"

	"apprentice/agent/value"
	"apprentice/games"
)

// engine runs a network forward and backward over samples, on all workers.
type engine struct {
	model
	pool   *pool
	lanes  []*lane   // by worker
	losses []float64 // by chunk, sums
}

// newEngine returns an engine for the network in p. close ends its workers.
func newEngine(p *params, inputs *games.InputSet, o *Options) engine {
	e := engine{model: model{params: p, inputs: inputs, scale: o.Scale}}
	for range o.workers() {
		e.lanes = append(e.lanes, newLane(p.shape))
	}
	e.pool = newPool(len(e.lanes))
	return e
}

func (e *engine) close() { e.pool.close() }

// measuredBuckets is how many buckets of held-out samples are measured at most:
// about a million samples, whose mean loss has an error that is small against
// what an epoch changes.
const measuredBuckets = 4

// measured returns how many buckets of l are measured.
func measured(l *list) int { return min(len(l.buckets), measuredBuckets) }

// meanLoss returns the mean loss on the measured samples of s, 0 if there are
// none.
func (e *engine) meanLoss(ctx context.Context, s *shelf) (float64, error) {
	var numbers []int
	for i, b := range s.list.buckets[:measured(s.list)] {
		if b.samples > 0 {
			numbers = append(numbers, i)
		}
	}
	if len(numbers) == 0 {
		return 0, nil
	}
	f := s.feed(ctx, numbers)
	defer f.close()
	sum, n := 0.0, 0
	for range numbers {
		b, err := f.next()
		if err != nil {
			return 0, err
		}
		sum += e.lossOf(b)
		n += len(b.starts)
		s.give(b)
		if err := ctx.Err(); err != nil {
			return 0, err
		}
	}
	return sum / float64(n), nil
}

// lossOf returns the sum of the losses of a bucket.
func (e *engine) lossOf(b *bucket) float64 {
	n := len(b.starts)
	chunks := (n + chunkSamples - 1) / chunkSamples
	losses := e.chunkLosses(chunks)
	e.pool.run(chunks, func(worker, chunk int) {
		l := e.lanes[worker]
		begin := chunk * chunkSamples
		l.loadInOrder(b, begin, min(begin+chunkSamples, n), &e.model)
		losses[chunk] = l.measure(&e.model)
	})
	return total(losses)
}

// chunkLosses returns room for the losses of n chunks.
func (e *engine) chunkLosses(chunks int) []float64 {
	if chunks > len(e.losses) {
		e.losses = make([]float64, chunks)
	}
	return e.losses[:chunks]
}

// total adds in order.
func total(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum
}

// HeldOutLoss returns the mean loss of a network on the held-out samples of a
// window, 0 if there are none: the number that Losses.HeldOut has for the
// network in training. The network may have any width and input set of the game. Of
// opts it takes Scale, Workers and Memory. A loss that is not finite gives an
// error that wraps ErrDiverged.
func HeldOutLoss(ctx context.Context, w *Window, weights *value.Weights, opts Options) (float64, error) {
	if err := opts.validate(); err != nil {
		return 0, err
	}
	if err := weights.Check(); err != nil {
		return 0, fmt.Errorf("the weights to measure: %w", err)
	}
	if err := weights.Fits(w.store.game); err != nil {
		return 0, fmt.Errorf("the weights to measure: %w", err)
	}
	inputs, err := games.InputSetNamed(w.store.game, weights.Inputs)
	if err != nil {
		return 0, err
	}
	held, err := w.list(ctx, heldOut)
	if err != nil {
		return 0, err
	}
	p := newParams(weights.Shape)
	p.set(weights)
	e := newEngine(p, inputs, &opts)
	defer e.close()
	_, s := shelves(&list{}, held, opts.bucketMemory(weights.Shape, 0), 0)
	loss, err := e.meanLoss(ctx, s)
	if err == nil {
		err = checkLoss(loss)
	}
	return loss, err
}

// checkLoss reports a loss that no network in order has.
func checkLoss(loss float64) error {
	if math.IsNaN(loss) || math.IsInf(loss, 0) {
		return fmt.Errorf("%w: the loss is %v", ErrDiverged, loss)
	}
	return nil
}
