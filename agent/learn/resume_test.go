package learn

import (
	"errors"
	"testing"

	"apprentice/agent/value"
	"apprentice/games/chess"
	"apprentice/games/tictactoe"

	"github.com/google/go-cmp/cmp"
)

// Training that goes on from any checkpoint, in another process and with
// another number of workers, ends with the weights and the report of one
// without a break.
func TestResume(t *testing.T) {
	d := chessData(t)
	for _, tt := range []struct {
		name   string
		change func(*Options)
	}{
		{"to the end", func(o *Options) { o.Epochs = 4 }},
		{"patience", func(o *Options) { o.Epochs, o.Patience, o.LR, o.MinSteps = 40, 2, 5e-3, 8 }},
		{"mean of weights", func(o *Options) { o.Epochs, o.Average = 4, 0.6 }},
		{"exponential mean", func(o *Options) { o.Epochs, o.EMA = 3, 0.9 }},
		{"from given weights", func(o *Options) { o.Init = lively(value.ShapeOf(chess.Game{}, 32, 8), 1) }},
	} {
		o := smallOptions()
		tt.change(&o)
		files, want, wantReport := states(t, d, o)
		if len(files) != len(wantReport.Epochs) {
			t.Errorf("%s: %d checkpoints of %d epochs", tt.name, len(files), len(wantReport.Epochs))
		}
		for i, file := range files {
			o.Workers = 1 + i%3
			o.Every = i
			o.Init = nil // the state has it
			state := decodeOK(t, file)
			before := sum(state.Weights())
			got, report, err := Train(t.Context(), d, o, state, Hooks{})
			must(t, err)
			if sum(got) != sum(want) {
				t.Errorf("%s: resumed after epoch %d: weights %.12s, without a break %.12s", tt.name, i+1, sum(got), sum(want))
			}
			if diff := cmp.Diff(wantReport, report); diff != "" {
				t.Errorf("%s: resumed after epoch %d (-without a break +resumed):\n%s", tt.name, i+1, diff)
			}
			if sum(state.Weights()) != before || state.Epoch != i+1 {
				t.Errorf("%s: training changed the state it resumed from", tt.name)
			}
		}
	}
}

// A checkpoint fits the recipe and the data it was made with and no others;
// only what does not change the result may change.
func TestResumeOther(t *testing.T) {
	d := tictactoeData(t)
	o := smallOptions()
	files, want, _ := states(t, d, o)
	state := decodeOK(t, files[0])
	for name, change := range map[string]func(*Options){
		"hidden":       func(o *Options) { o.Hidden = 64 },
		"buckets":      func(o *Options) { o.Buckets = 4 },
		"epochs":       func(o *Options) { o.Epochs++ },
		"batch":        func(o *Options) { o.Batch-- },
		"steps":        func(o *Options) { o.MinSteps++ },
		"rate":         func(o *Options) { o.LR *= 2 },
		"last rate":    func(o *Options) { o.LRFinal /= 2 },
		"warm-up":      func(o *Options) { o.Warmup = 0.5 },
		"decay":        func(o *Options) { o.Decay = Linear },
		"weight decay": func(o *Options) { o.WeightDecay = 0 },
		"clip":         func(o *Options) { o.Clip = 1 },
		"scale":        func(o *Options) { o.Scale = 300 },
		"patience":     func(o *Options) { o.Patience = 1 },
		"average":      func(o *Options) { o.Average = 0.5 },
		"ema":          func(o *Options) { o.EMA = 0.5 },
		"seed":         func(o *Options) { o.Seed = 9 },
	} {
		other := o
		change(&other)
		if _, _, err := Train(t.Context(), d, other, state, Hooks{}); !errors.Is(err, ErrOtherTraining) {
			t.Errorf("other %s: %v, want %v", name, err, ErrOtherTraining)
		}
	}
	g := tictactoe.Game{}
	for name, games := range map[string]source{
		"one game more": randomGames(g, 20, 1, 151, 9),
		"other games":   randomGames(g, 21, 1, 150, 9),
	} {
		other := windowOf(t, g, d.store.filter, games)
		if _, _, err := Train(t.Context(), other, o, state, Hooks{}); !errors.Is(err, ErrOtherTraining) {
			t.Errorf("%s: %v, want %v", name, err, ErrOtherTraining)
		}
	}
	for step, ok := range map[int]bool{2: false, 3: true, 5: true, 6: false} { // of an epoch of 3
		state.Step = step
		if _, _, err := Train(t.Context(), d, o, state, Hooks{}); errors.Is(err, ErrOtherTraining) == ok {
			t.Errorf("step %d after one epoch: %v", step, err)
		}
	}
	state.Step = 3
	if got, _, err := Train(t.Context(), d, o, state, Hooks{}); err != nil || sum(got) != sum(want) {
		t.Errorf("the same: %v", err)
	}
}
