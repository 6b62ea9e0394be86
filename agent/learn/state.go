package learn

import (
	"slices"

	"apprentice/agent/value"
)

// State is a training between two steps: weights, optimiser, and how far the
// data has been used. Training that resumes from it, even in another
// process, ends with the weights it would have had without the break.
type State struct {
	Epoch  int      // epochs done
	Step   int      // steps done, of all epochs
	Losses []Losses // by epoch

	sum     float64 // of the losses of the samples that the epoch in work has used
	shape   value.Shape
	recipe  string    // Options.recipe of the training
	weights []float32 // laid out as params
	m, v    []float32 // AdamW's running means of gradient and square
	average []float32 // of the weights; nil before Options.Average or EMA begin
	best    []float32 // weights of the epoch with the lowest held-out loss; nil unless Options.Patience asks for them
}

// newState returns the state before the first step. It copies w.
func newState(w *value.Weights, recipe string) *State {
	n := numParams(w.Shape)
	s := &State{shape: w.Shape, recipe: recipe, weights: make([]float32, n), m: make([]float32, n), v: make([]float32, n)}
	wrapParams(s.shape, s.weights).set(w)
	return s
}

func (s *State) clone() *State {
	c := *s
	c.Losses = slices.Clone(s.Losses)
	c.weights, c.m, c.v = slices.Clone(s.weights), slices.Clone(s.m), slices.Clone(s.v)
	c.average, c.best = slices.Clone(s.average), slices.Clone(s.best)
	return &c
}

// Weights returns a copy of the weights after the last step done.
func (s *State) Weights() *value.Weights { return wrapParams(s.shape, s.weights).weights() }

// result returns the weights that training ends with.
func (s *State) result() *value.Weights {
	switch {
	case s.best != nil:
		return wrapParams(s.shape, s.best).weights()
	case s.average != nil:
		return wrapParams(s.shape, s.average).weights()
	}
	return s.Weights()
}

// finishEpoch enters the losses of an epoch and, if wanted, keeps its weights
// where they are the best so far.
func (s *State) finishEpoch(l Losses, keepBest bool) {
	s.Losses = append(s.Losses, l)
	s.Epoch++
	s.sum = 0
	if keepBest && s.bestEpoch() == s.Epoch-1 {
		s.best = append(s.best[:0], s.weights...)
	}
}

// bestEpoch returns the index of the epoch with the lowest held-out loss, of
// several the first. Where nothing is held out that is the last epoch, and -1
// before the end of the first.
func (s *State) bestEpoch() int {
	best := len(s.Losses) - 1
	if best < 0 || s.Losses[best].HeldOut == 0 {
		return best
	}
	for i := best; i >= 0; i-- {
		if s.Losses[i].HeldOut <= s.Losses[best].HeldOut {
			best = i
		}
	}
	return best
}

// exhausted reports whether the last epochs, as many as patience, brought no
// lower held-out loss.
func (s *State) exhausted(patience int) bool {
	return patience > 0 && len(s.Losses)-1-s.bestEpoch() >= patience
}

func (s *State) lastHeldOut() float64 {
	if len(s.Losses) == 0 {
		return 0
	}
	return s.Losses[len(s.Losses)-1].HeldOut
}
