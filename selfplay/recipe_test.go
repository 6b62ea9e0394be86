package selfplay

import (
	"math"
	"testing"

	"apprentice/agent/value"
	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/tictactoe"
	"apprentice/games/xiangqi"
)

// What holds for every generation of a run without a clock: it plays no less
// than the one before and learns from a window that ends with its own games and
// grows.
func TestRecipePlan(t *testing.T) {
	r := NewRecipe(nil)
	before := r.Plan(1)
	for g := 1; g <= 40; g++ {
		p := r.Plan(g)
		if p.From < 1 || p.From > g || p.From < before.From || p.From > before.From+1 {
			t.Errorf("generation %d learns from %d on, the one before from %d", g, p.From, before.From)
		}
		if growth := float64(p.Units) / float64(before.Units); g > 1 && (growth < 1.2 || growth > 1.4) {
			t.Errorf("generation %d plays %d units after %d", g, p.Units, before.Units)
		}
		if p.Hidden < before.Hidden || p.Epochs < 1 || p.Epochs > before.Epochs || p.Trace > before.Trace || p.Batch < 1 || p.Batch > before.Batch || p.Rules.Nodes < before.Rules.Nodes {
			t.Errorf("generation %d: %+v after %+v", g, p, before)
		}
		if !(p.Trace > 0 && p.Trace <= 1 && p.LearningRate > 0 && p.LearningRate < 1) {
			t.Errorf("generation %d: trace %g, learning rate %g", g, p.Trace, p.LearningRate)
		}
		if rules := p.Rules; rules.RandomPlies >= rules.MaxPlies || rules.Nodes < 1 || rules.AdjudicateValue > 0 && rules.AdjudicatePlies < 1 {
			t.Errorf("generation %d: rules %+v", g, rules)
		}
		if p.Warm || p.Last || p.Seconds != 0 {
			t.Errorf("generation %d of a run without a clock: %+v", g, p)
		}
		if err := value.ShapeOf(chess.Game{}, p.Hidden, 8).Check(); err != nil {
			t.Errorf("generation %d: %v", g, err)
		}
		before = p
	}
}

// The numbers of the run that RESULTS describes.
func TestRecipeNumbers(t *testing.T) {
	r := NewRecipe(nil)
	for _, want := range []struct {
		generation, units, from, hidden, epochs int
		nodes                                   int64
	}{
		{1, 24, 1, 128, 16, 45}, {2, 31, 1, 128, 12, 45}, {3, 41, 2, 128, 12, 70}, {6, 89, 3, 128, 8, 85},
		{9, 196, 4, 128, 6, 120}, {11, 331, 4, 256, 6, 150}, {16, 1228, 6, 512, 6, 250},
	} {
		p := r.Plan(want.generation)
		if p.Units != want.units || p.From != want.from || p.Hidden != want.hidden || p.Epochs != want.epochs || p.Rules.Nodes != want.nodes {
			t.Errorf("generation %d: %+v, want %+v", want.generation, p, want)
		}
	}
}

// Stages follow from what was played: after every planned game the next stage
// comes, after a part of them the same one again.
func TestRecipeReached(t *testing.T) {
	r := NewRecipe(nil)
	for _, test := range []struct{ units, stage int }{
		{0, 1}, {23, 1}, {24, 2}, {54, 2}, {55, 3}, {1 << 40, maxStage},
	} {
		if got := r.reached(test.units); got != test.stage && test.units < 1<<40 {
			t.Errorf("after %d units stage %d, want %d", test.units, got, test.stage)
		}
	}
	sum := 0
	for g := 1; g < 30; g++ {
		if got := r.reached(sum); got != g {
			t.Errorf("after the %d units of %d generations: stage %d", sum, g-1, got)
		}
		sum += r.units(g)
	}
}

// The window keeps the share asked for, however the generations are cut.
func TestRecipeWindow(t *testing.T) {
	r := NewRecipe(Knobs{"window": 0.5})
	for _, test := range []struct {
		units      []int
		next, want int
	}{
		{nil, 10, 1},
		{[]int{10}, 10, 2},         // half of 20 is the next one alone
		{[]int{10, 10}, 10, 2},     // 20 of 30 would stay, then 10: too few
		{[]int{10, 10, 10}, 10, 3}, // exactly half
		{[]int{100, 1, 1}, 1, 1},   // without the first too little would stay
		{[]int{0, 0, 10}, 10, 4},   // empty generations cost nothing
	} {
		if got := r.window(3, test.units, test.next); got != test.want {
			t.Errorf("%v and %d: window from %d, want %d", test.units, test.next, got, test.want)
		}
	}
}

func TestPick(t *testing.T) {
	steps := []step{{3, 20}, {5, 30.5}}
	for g, want := range map[int]float64{-1: 10, 2: 10, 3: 20, 4: 20, 5: 30.5, 100: 30.5} {
		if got := pick(g, 10.0, steps...); got != want {
			t.Errorf("stage %d: %g, want %g", g, got, want)
		}
		if got := pick(g, 10, steps...); got != int(want) {
			t.Errorf("stage %d: %d, want %d", g, got, int(want))
		}
	}
	if got := pick(9, 7); got != 7 {
		t.Errorf("without steps: %d, want 7", got)
	}
}

// Each knob changes what it says and nothing else, over the whole of its range.
func TestKnobs(t *testing.T) {
	if got := NewRecipe(Knobs{"units": 100, "growth": 2}).Plan(3).Units; got != 400 {
		t.Errorf("100 units, twice as many each stage: %d in the third, want 400", got)
	}
	p := NewRecipe(Knobs{
		"nodes": 7, "random-plies": 3, "max-plies": 60, "adjudicate": 0, "width": 64, "epochs": 2,
		"batch": 512, "rate": 0.01, "lambda": 0.5, "window": 1, "measure": 90,
		"average": 0.4, "ema": 0.99, "skip": 0.25, "common": 1, "rate-end": 1e-4,
	}).Plan(9)
	want := NewRecipe(nil).Plan(9)
	want.Rules.Nodes, want.Rules.RandomPlies, want.Rules.MaxPlies, want.Rules.AdjudicateValue = 7, 3, 60, 0
	want.Measure = 90
	want.Average, want.EMA, want.Skip = 0.4, 0.99, 0.25
	want.Common, want.RateEnd = true, 1e-4
	want.Hidden, want.Epochs, want.Batch, want.LearningRate, want.Trace, want.From = 64, 2, 512, 0.01, 0.5, 1
	if p != want {
		t.Errorf("plan %+v, want %+v", p, want)
	}
	for _, k := range AllKnobs() {
		for _, v := range []float64{k.Min, k.Max} {
			if err := k.check(v); err != nil {
				t.Errorf("an end of its own range: %v", err)
			}
		}
		for _, v := range []float64{k.Min - 1e-9, k.Max * 2, math.NaN(), math.Inf(1)} {
			if k.check(v) == nil {
				t.Errorf("%s takes %v", k.Name, v)
			}
		}
	}
}

// Settings are read as they are written; what is wrong is named.
func TestParseKnobs(t *testing.T) {
	got, err := ParseKnobs([]string{"width=64", " rate = 5e-4 "})
	if err != nil || got.String() != "rate=0.0005 width=64" {
		t.Fatalf("%v (%v)", got, err)
	}
	again, err := ParseKnobs(got.Strings())
	if err != nil || again.String() != got.String() {
		t.Errorf("read back: %v (%v)", again, err)
	}
	for _, bad := range []string{"width", "width=", "width=x", "width=33", "width=0", "epochs=0", "epochs=1.5", "rate=1e9", "rate=NaN", "lambda=1.1", "sleep=8", "=1"} {
		if got, err := ParseKnobs([]string{bad}); err == nil {
			t.Errorf("%q is read as %v", bad, got)
		}
	}
	if _, err := ParseKnobs([]string{"width=64", "width=96"}); err == nil {
		t.Error("a knob may be set twice")
	}
}

// A game with a mirror is learnt from both ways, in twice as many epochs, unless knobs
// say otherwise. One without is learnt from as it is.
func TestRecipeMirror(t *testing.T) {
	for _, test := range []struct {
		game   games.Game
		knobs  Knobs
		mirror bool
		epochs int
	}{
		{chess.Game{}, nil, true, 12},
		{xiangqi.Game{}, nil, true, 12},
		{chess.Game{}, Knobs{"mirror": 0}, false, 6},
		{chess.Game{}, Knobs{"epochs": 5}, true, 5},
		{tictactoe.Game{}, nil, false, 6},
	} {
		p := NewRecipe(test.knobs).For(test.game).Plan(11)
		if p.Mirror != test.mirror || p.Epochs != test.epochs {
			t.Errorf("%s, %s: mirror %v and %d epochs, want %v and %d", test.game.Name(), test.knobs, p.Mirror, p.Epochs, test.mirror, test.epochs)
		}
	}
}
