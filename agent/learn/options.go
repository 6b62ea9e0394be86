package learn

import (
	"fmt"
	"runtime"

	"apprentice/agent/value"
)

// Options say how to train. DefaultOptions is where to start from; every
// default is a claim that RESULTS.md may overturn.
type Options struct {
	Hidden  int    // neurons a view, a multiple of kernel.Lanes16
	Buckets int    // output layers, chosen by the number of active features
	Inputs  string // further input set of the game, as games.InputSetNamed has it; "" for its own

	// Common has the features of Inputs that are alike learn a part in common
	// (common.go). It changes nothing where none are.
	Common bool

	// Mirror has an epoch see half of the samples as in a mirror, left to right, and the
	// next epoch the other half. It changes nothing in a game that is not games.Mirrored.
	Mirror bool

	Epochs int
	Batch  int // samples a step, at most; 16384 instead of 4096 was worth some 200 Elo

	// MinSteps is the least number of steps an epoch is cut into, which
	// makes batches smaller than Batch where samples are few. It is not for
	// strength, for which small batches are harmful, but lets tiny games and
	// first generations learn at all.
	MinSteps int

	LR, LRFinal float64 // learning rate at the end of the warm-up and at the end
	Warmup      float64 // share of all steps, at most maxWarmup steps
	Decay       Decay   // the way from LR to LRFinal
	WeightDecay float64
	Clip        float64 // weights and biases stay within [-Clip, Clip], which the quantised network needs

	Scale float64 // centipawns to a logit

	// Average is the share of the last steps, of all epochs, the mean of whose
	// weights is the result, and whose held-out loss is measured. 0 takes the
	// weights of the last step. With EMA, the decay of an exponential average a
	// step, early ones of them count less; then an Average of 0 stands for all
	// steps. Neither goes with Patience.
	Average, EMA float64

	// Patience ends training when the held-out loss has not fallen for that
	// many epochs, and takes the weights of the best epoch. 0 trains to the
	// end and takes the last.
	Patience int

	Seed    uint64         // of the start and of the order of samples
	Init    *value.Weights // to start from, which grows to Hidden neurons if it has fewer; nil for random weights
	Workers int            // goroutines, all cores if 0; does not change the result
	Every   int            // steps between two reports of progress

	// Memory is how many bytes the process may take; 0 sets no bound. It does
	// not change the result. What it holds of the window follows from it: all
	// samples, or a few buckets of them at a time. Training needs some 70 MB
	// and 24 times the size of the network, and takes them whatever the bound
	// is. The caller should hand the same number to debug.SetMemoryLimit.
	Memory int64
}

// DefaultOptions returns the recipe of ordinary training: one generation from
// random weights.
func DefaultOptions() Options {
	return Options{
		Hidden:      128,
		Buckets:     8,
		Epochs:      6,
		Batch:       16384,
		MinSteps:    10,
		LR:          1e-3,
		LRFinal:     1e-5,
		Warmup:      0.02,
		WeightDecay: 0.01,
		Clip:        value.MaxWeight,
		Scale:       value.Scale,
		Every:       50,
	}
}

// validate reports the first option without a meaning. Hidden and Buckets are
// checked together with the game, as the shape of a network.
func (o *Options) validate() error {
	switch {
	case o.Epochs < 1:
		return fmt.Errorf("train: Epochs is %d, want at least 1", o.Epochs)
	case o.Batch < 1:
		return fmt.Errorf("train: Batch is %d, want at least 1", o.Batch)
	case o.MinSteps < 0:
		return fmt.Errorf("train: MinSteps is %d, want at least 0", o.MinSteps)
	case !(o.LRFinal >= 0 && o.LR >= o.LRFinal && o.LR < 1):
		return fmt.Errorf("train: learning rates are %g and %g, want 1 > LR >= LRFinal >= 0", o.LR, o.LRFinal)
	case !(o.Warmup >= 0 && o.Warmup <= 1):
		return fmt.Errorf("train: Warmup is %g, want 0 to 1", o.Warmup)
	case o.Decay > Linear:
		return fmt.Errorf("train: Decay is %d, want Cosine or Linear", o.Decay)
	case !(o.WeightDecay >= 0 && o.WeightDecay*o.LR < 1):
		return fmt.Errorf("train: WeightDecay is %g, want 0 to less than 1/LR", o.WeightDecay)
	case !(o.Clip > 0):
		return fmt.Errorf("train: Clip is %g, want more than 0", o.Clip)
	case !(o.Scale > 0):
		return fmt.Errorf("train: Scale is %g, want more than 0", o.Scale)
	case !(o.Average >= 0 && o.Average <= 1):
		return fmt.Errorf("train: Average is %g, want 0 to 1", o.Average)
	case !(o.EMA >= 0 && o.EMA < 1):
		return fmt.Errorf("train: EMA is %g, want 0 to less than 1", o.EMA)
	case o.Patience < 0:
		return fmt.Errorf("train: Patience is %d, want at least 0", o.Patience)
	case o.Patience > 0 && o.averages():
		return fmt.Errorf("train: Patience takes the weights of an epoch, Average and EMA an average of them; want one of the two")
	case o.Workers < 0:
		return fmt.Errorf("train: Workers is %d, want at least 0", o.Workers)
	case o.Every < 0:
		return fmt.Errorf("train: Every is %d, want at least 0", o.Every)
	case o.Memory < 0:
		return fmt.Errorf("train: Memory is %d, want at least 0", o.Memory)
	}
	return nil
}

// steps returns how many steps make an epoch of that many samples.
func (o *Options) steps(samples int) int {
	return max((samples+o.Batch-1)/o.Batch, min(o.MinSteps, samples))
}

// workers returns the number of goroutines to train with.
func (o *Options) workers() int {
	if o.Workers > 0 {
		return o.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// recipe is all that decides the result of training on a window, less the
// start: training resumes where it is the same.
func (o *Options) recipe(w *Window) string {
	r := *o
	r.Init, r.Workers, r.Every, r.Memory = nil, 0, 0, 0
	return fmt.Sprintf("%+v samples:%d heldOut:%d data:%s", r, w.Samples(), w.HeldOut(), w.digest())
}
