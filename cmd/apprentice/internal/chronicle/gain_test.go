package chronicle

import (
	"testing"
	"time"

	"apprentice/eval/stat"
	"apprentice/selfplay/run"
)

// nightHistory is of three generations, the second with 100 Elo more than the
// first and the third with 20 more than that, and a fourth that plays.
func nightHistory() *History {
	place := func(value, margin float64) Strength {
		return Strength{Interval: stat.Interval{Value: value, Low: value - margin, High: value + margin}, Scale: 2, Games: 100}
	}
	generation := func(n int) run.Generation {
		return run.Generation{
			Number: n, State: run.Done, PlaySeconds: 2400, LearnSeconds: 900, MeasureSeconds: 300, PlayCPU: 2000, LearnCPU: 700, MeasureCPU: 180,
			Finished: time.Unix(int64(3600*n), 0),
		}
	}
	return &History{
		Generations: []run.Generation{generation(1), generation(2), generation(3), {Number: 4, State: run.Playing}},
		Strengths:   map[int]Strength{0: place(150, 40), 1: place(1000, 30), 2: place(1100, 40), 3: place(1120, 30)},
	}
}

func TestGain(t *testing.T) {
	for _, tt := range []struct {
		first  int
		change func(h *History)
		want   string
	}{
		{0, nil, ""},
		{1, nil, "This sitting made it stronger: +120 +- 42 Elo (from 1000 to 1120, generations 1 and 3)."},
		{2, nil, "This sitting changed its Elo by +20 +- 50 (from 1100 to 1120, generations 2 and 3): that may be chance."},
		{3, nil, ""},
		{1, func(h *History) { h.Strengths[3] = h.Strengths[0] }, "This sitting made it weaker: -850 +- 50 Elo (from 1000 to 150, generations 1 and 3)."},
		{1, func(h *History) { delete(h.Strengths, 3) }, ""},
		{1, func(h *History) { h.Generations[2].Verdict = "worse" }, "This sitting made it stronger: +100 +- 50 Elo (from 1000 to 1100, generations 1 and 2)."},
		{2, func(h *History) { h.Generations[2].Verdict = "worse" }, "This sitting made it no stronger: generation 2 plays on, since the networks after it were refused."},
	} {
		h := nightHistory()
		if tt.change != nil {
			tt.change(h)
		}
		if got := h.Gain("This sitting", tt.first); got != tt.want {
			t.Errorf("after %d: %q, want %q", tt.first, got, tt.want)
		}
	}
}

// An account speaks of its last sitting.
func TestLastGain(t *testing.T) {
	a := &Account{History: nightHistory(), Condition: Ended, Sittings: []run.Sitting{{Begun: time.Unix(10, 0)}, {Begun: time.Unix(3601, 0)}}}
	if got := a.LastGain(); got != "The last sitting made it stronger: +120 +- 42 Elo (from 1000 to 1120, generations 1 and 3)." {
		t.Errorf("%s", got)
	}
	a.Sittings = nil
	if got := a.LastGain(); got != "" {
		t.Errorf("%s", got)
	}
}
