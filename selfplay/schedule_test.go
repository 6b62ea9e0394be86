package selfplay

import (
	"math"
	"testing"

	"apprentice/agent/value"
	"apprentice/games/chess"

	"github.com/google/go-cmp/cmp"
)

// What holds for every generation: the schedule is a function of the number,
// no generation plays less than the one before, and it learns from a window
// that ends with its own games and grows.
func TestSchedule(t *testing.T) {
	before := Schedule(1)
	for g := 1; g <= 40; g++ {
		p := Schedule(g)
		if diff := cmp.Diff(p, Schedule(g)); diff != "" {
			t.Errorf("generation %d has two plans:\n%s", g, diff)
		}
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
		if r := p.Rules; r.RandomPlies >= r.MaxPlies || r.Nodes < 1 || r.AdjudicateValue > 0 && r.AdjudicatePlies < 1 {
			t.Errorf("generation %d: rules %+v", g, r)
		}
		if err := value.ShapeOf(chess.Game{}, p.Hidden, 8).Check(); err != nil {
			t.Errorf("generation %d: %v", g, err)
		}
		before = p
	}
}

// The games of a generation are a fair part of those that it learns from.
func TestScheduleNewShare(t *testing.T) {
	for g := 5; g <= 30; g++ {
		p := Schedule(g)
		window := 0
		for n := p.From; n <= g; n++ {
			window += Schedule(n).Units
		}
		if share := float64(p.Units) / float64(window); share < 0.22 || share > 0.37 {
			t.Errorf("generation %d: %.0f %% of the window are new", g, 100*share)
		}
	}
}

// The first generation believes results above all, plays every game out, and is of
// the size that its comment says.
func TestScheduleBegins(t *testing.T) {
	for _, g := range []int{-1, 0, 1} {
		p := Schedule(g)
		if p.Units != firstUnits || p.From != 1 || p.Trace < 0.98 || p.Rules.AdjudicateValue != 0 {
			t.Errorf("generation %d: %+v", g, p)
		}
	}
	if ratio := math.Pow(float64(Schedule(12).Units)/firstUnits, 1.0/11); math.Abs(ratio-growth) > 0.01 {
		t.Errorf("units grow by %.3f a generation, want %.2f", ratio, growth)
	}
}

func TestPick(t *testing.T) {
	steps := []step{{3, 20}, {5, 30.5}}
	for g, want := range map[int]float64{-1: 10, 2: 10, 3: 20, 4: 20, 5: 30.5, 100: 30.5} {
		if got := pick(g, 10.0, steps...); got != want {
			t.Errorf("generation %d: %g, want %g", g, got, want)
		}
		if got := pick(g, 10, steps...); got != int(want) {
			t.Errorf("generation %d: %d, want %d", g, got, int(want))
		}
	}
	if got := pick(9, 7); got != 7 {
		t.Errorf("without steps: %d, want 7", got)
	}
}
