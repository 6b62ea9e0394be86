package tune

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
)

// Tuner is a tuning. With one worker, and a Share that depends on its argument
// alone, the result is a function of the other fields, also if the tuning was
// interrupted and resumed from its last state. With more workers it depends on
// which of them finishes first.
type Tuner struct {
	Params []Param
	Gains
	Seed    uint64 // random seed
	Workers int    // plays at a time; 0: 1

	// Share returns the share of the tuning that is over when an iteration begins,
	// given the number of iterations begun before it. The tuning ends at 1.
	Share func(iterations int) float64

	// Play lets two players meet whose parameters, in the order of Params, are
	// plus and minus. It returns the games that plus won less those that it lost.
	// All randomness comes from rng. It is called by all workers at once, and
	// returns an error if it could not play to the end, soon after ctx is done.
	Play func(ctx context.Context, rng *rand.Rand, plus, minus []float64) (points float64, err error)

	// Report receives the state after every iteration. It is never called twice
	// at once. An error stops the tuning. nil: no reports.
	Report func(State) error
}

// State is the progress of a tuning.
type State struct {
	Iterations int       // done
	Values     []float64 // of the parameters, in their order
}

// Start returns the state in which a tuning of the parameters begins.
func Start(params []Param) State {
	s := State{Values: make([]float64, len(params))}
	for i, p := range params {
		s.Values[i] = p.Start
	}
	return s
}

// Check returns an error if a tuning cannot be resumed from a state.
func (t Tuner) Check(from State) error {
	if len(t.Params) == 0 {
		return errors.New("tune: no parameters")
	}
	if !(t.R > 0 && t.C > 0) || math.IsInf(t.R*t.C, 0) {
		return fmt.Errorf("tune: gains %g and %g must be positive", t.R, t.C)
	}
	if from.Iterations < 0 || len(from.Values) != len(t.Params) {
		return fmt.Errorf("tune: %d values after %d iterations for %d parameters", len(from.Values), from.Iterations, len(t.Params))
	}
	for i, p := range t.Params {
		if !(p.Step > 0) || !(p.Min < p.Max) {
			return fmt.Errorf("tune: %s moves by %g in [%g, %g]", p.Name, p.Step, p.Min, p.Max)
		}
		if v := from.Values[i]; !(v >= p.Min && v <= p.Max) {
			return fmt.Errorf("tune: %s is %g; it must be in [%g, %g]", p.Name, v, p.Min, p.Max)
		}
	}
	return nil
}

// Run tunes from a state until Share says that it is over. It returns the state
// that was reached with every error; the error is ctx's where ctx ended the
// tuning. Iterations that were cut short have changed nothing. All goroutines
// have ended when it returns.
func (t Tuner) Run(ctx context.Context, from State) (State, error) {
	from.Values = slices.Clone(from.Values)
	if err := t.Check(from); err != nil {
		return from, err
	}
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &sitting{tuner: t, state: from, drawn: from.Iterations}
	workers := max(t.Workers, 1)
	failed := make(chan error, workers)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			if err := s.work(inner); err != nil {
				failed <- err
				cancel()
			}
		})
	}
	wg.Wait()
	close(failed)
	err := <-failed // the first; all others are that inner is done
	if err != nil && ctx.Err() != nil {
		err = ctx.Err()
	}
	return s.state, err
}

// sitting is a tuning under way.
type sitting struct {
	tuner Tuner

	mu    sync.Mutex
	state State
	drawn int // iterations that began
}

// trial is an iteration under way.
type trial struct {
	rng         *rand.Rand
	plus, minus []float64
	moves       []float64 // of the parameters, for each point of plus
}

// work plays trials until there are no more or ctx is done.
func (s *sitting) work(ctx context.Context) error {
	for {
		trial, ok := s.draw()
		if !ok {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		points, err := s.tuner.Play(ctx, trial.rng, trial.plus, trial.minus)
		if err == nil {
			err = s.learn(trial, points)
		}
		if err != nil {
			return err
		}
	}
}

// draw begins an iteration: it perturbs the parameters of the state. It reports
// false when the tuning is over.
func (s *sitting) draw() (trial, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	share := s.tuner.Share(s.drawn)
	if share >= 1 {
		return trial{}, false
	}
	n := len(s.tuner.Params)
	t := trial{
		rng:  rand.New(rand.NewPCG(s.tuner.Seed, uint64(s.drawn))),
		plus: make([]float64, n), minus: make([]float64, n), moves: make([]float64, n),
	}
	s.drawn++
	for i, p := range s.tuner.Params {
		perturbation, move := s.tuner.at(p, share)
		if t.rng.IntN(2) == 0 {
			perturbation, move = -perturbation, -move
		}
		t.plus[i] = p.clamp(s.state.Values[i] + perturbation)
		t.minus[i] = p.clamp(s.state.Values[i] - perturbation)
		t.moves[i] = move
	}
	return t, true
}

// learn ends an iteration: it moves the parameters to where points were won.
// Other iterations may have moved them since it began.
func (s *sitting) learn(t trial, points float64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, p := range s.tuner.Params {
		s.state.Values[i] = p.clamp(s.state.Values[i] + points*t.moves[i])
	}
	s.state.Iterations++
	if s.tuner.Report == nil {
		return nil
	}
	return s.tuner.Report(State{s.state.Iterations, slices.Clone(s.state.Values)})
}
