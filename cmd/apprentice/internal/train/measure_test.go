package train

import (
	"testing"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/eval/stat"
	"apprentice/selfplay/run"
)

// A network is lost that would score next to nothing against the one that plays
// on without it, which is not always the one before it.
func TestLost(t *testing.T) {
	at := func(elo float64) chronicle.Strength { return chronicle.Strength{Interval: stat.Interval{Value: elo}} }
	h := &chronicle.History{
		Generations: []run.Generation{{Number: 1}, {Number: 2, Verdict: "lost"}, {Number: 3}, {Number: 4}},
		Strengths:   map[int]chronicle.Strength{0: at(100), 1: at(900), 2: at(50), 3: at(380)},
	}
	for n, want := range map[int]bool{0: false, 1: false, 2: true, 3: true, 4: false} {
		if got := lost(h, n); got != want {
			t.Errorf("generation %d: lost is %v", n, got)
		}
	}
	h.Strengths[3] = at(400)
	if lost(h, 3) {
		t.Error("a network with 5.3 % of the points is lost")
	}
	delete(h.Strengths, 1)
	if lost(h, 3) {
		t.Error("without a place of its parent a network is lost")
	}
}
