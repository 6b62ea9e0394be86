package learn

import (
	"math"
	"runtime"
	"testing"

	"apprentice/games/tictactoe"
)

func TestOptionsValidate(t *testing.T) {
	o := DefaultOptions()
	must(t, o.validate())
	d := windowOf(t, tictactoe.Game{}, Filter{}, randomGames(tictactoe.Game{}, 0, 1, 3, 9))
	for _, tt := range []struct {
		change func(*Options)
		want   string
	}{
		{func(o *Options) { o.Epochs = 0 }, "train: Epochs is 0, want at least 1"},
		{func(o *Options) { o.Batch = 0 }, "train: Batch is 0, want at least 1"},
		{func(o *Options) { o.MinSteps = -1 }, "train: MinSteps is -1, want at least 0"},
		{func(o *Options) { o.LR = 1 }, "train: learning rates are 1 and 1e-05, want 1 > LR >= LRFinal >= 0"},
		{func(o *Options) { o.LRFinal = 0.5 }, "train: learning rates are 0.001 and 0.5, want 1 > LR >= LRFinal >= 0"},
		{func(o *Options) { o.LR = math.NaN() }, "train: learning rates are NaN and 1e-05, want 1 > LR >= LRFinal >= 0"},
		{func(o *Options) { o.Warmup = 1.5 }, "train: Warmup is 1.5, want 0 to 1"},
		{func(o *Options) { o.Decay = 7 }, "train: Decay is 7, want Cosine or Linear"},
		{func(o *Options) { o.WeightDecay = 1000 }, "train: WeightDecay is 1000, want 0 to less than 1/LR"},
		{func(o *Options) { o.WeightDecay = -1 }, "train: WeightDecay is -1, want 0 to less than 1/LR"},
		{func(o *Options) { o.Clip = 0 }, "train: Clip is 0, want more than 0"},
		{func(o *Options) { o.Scale = 0 }, "train: Scale is 0, want more than 0"},
		{func(o *Options) { o.Patience = -1 }, "train: Patience is -1, want at least 0"},
		{func(o *Options) { o.Average = 1.1 }, "train: Average is 1.1, want 0 to 1"},
		{func(o *Options) { o.Average = math.NaN() }, "train: Average is NaN, want 0 to 1"},
		{func(o *Options) { o.EMA = 1 }, "train: EMA is 1, want 0 to less than 1"},
		{func(o *Options) { o.EMA, o.Patience = 0.9, 1 },
			"train: Patience takes the weights of an epoch, Average and EMA an average of them; want one of the two"},
		{func(o *Options) { o.Workers = -2 }, "train: Workers is -2, want at least 0"},
		{func(o *Options) { o.Every = -1 }, "train: Every is -1, want at least 0"},
		{func(o *Options) { o.Memory = -1 }, "train: Memory is -1, want at least 0"},
		{func(o *Options) { o.Hidden = 33 }, "train: network of width 33, want a multiple of 32 up to 4096"},
		{func(o *Options) { o.Buckets = 0 }, "train: network with 0 buckets, want 1 to 64"},
	} {
		o := DefaultOptions()
		tt.change(&o)
		_, _, err := Train(t.Context(), d, o, nil, Hooks{})
		if err == nil || err.Error() != tt.want {
			t.Errorf("Train: %v, want %s", err, tt.want)
		}
	}
}

func TestSteps(t *testing.T) {
	for _, tt := range []struct{ batch, minSteps, samples, want int }{
		{100, 0, 1, 1}, {100, 0, 100, 1}, {100, 0, 101, 2}, {100, 0, 1000, 10},
		{100, 10, 50, 10}, {100, 10, 3, 3}, {100, 10, 5000, 50}, {1, 0, 7, 7},
	} {
		o := Options{Batch: tt.batch, MinSteps: tt.minSteps}
		if got := o.steps(tt.samples); got != tt.want {
			t.Errorf("%d samples by %d, at least %d steps: %d, want %d", tt.samples, tt.batch, tt.minSteps, got, tt.want)
		}
	}
}

func TestWorkers(t *testing.T) {
	if got := (&Options{Workers: 3}).workers(); got != 3 {
		t.Errorf("%d workers, want 3", got)
	}
	if got := (&Options{}).workers(); got != runtime.GOMAXPROCS(0) {
		t.Errorf("%d workers, want one a core", got)
	}
}
