package chronicle

import (
	"fmt"
	"math"
	"slices"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/eval/stat"
	"apprentice/selfplay/run"
)

// Gain says by how much the run got stronger after its first generations, which a
// sitting found when it began: "This sitting" or the like. It is "" where there is
// nothing to compare, as in the first sitting of a run.
func (h *History) Gain(sitting string, first int) string {
	done := h.Done()
	if first < 1 || first >= len(done) {
		return ""
	}
	from, to := h.playsOn(first), h.playsOn(done[len(done)-1].Number)
	old, now := h.Strengths[from], h.Strengths[to]
	if from == to {
		return fmt.Sprintf("%s made it no stronger: generation %d plays on, since the networks after it were refused.", sitting, from)
	}
	if old.Games == 0 || now.Games == 0 || math.IsNaN(old.Value) || math.IsNaN(now.Value) {
		return ""
	}
	gain, margin := now.Value-old.Value, math.Hypot(old.Margin(), now.Margin())
	between := fmt.Sprintf("from %s to %s, generations %d and %d", stat.Fixed(old.Value, 0), stat.Fixed(now.Value, 0), from, to)
	what := "made it stronger"
	switch {
	case math.Abs(gain) <= margin:
		return fmt.Sprintf("%s changed its Elo by %s +- %s (%s): that may be chance.", sitting, console.Signed(gain, 0), stat.Fixed(margin, 0), between)
	case gain < 0:
		what = "made it weaker"
	}
	return fmt.Sprintf("%s %s: %s +- %s Elo (%s).", sitting, what, console.Signed(gain, 0), stat.Fixed(margin, 0), between)
}

// before returns how many generations were complete when a sitting began.
func (a *Account) before(s run.Sitting) int {
	done := a.Done()
	if i := slices.IndexFunc(done, func(g run.Generation) bool { return g.Finished.After(s.Begun) }); i >= 0 {
		return i
	}
	return len(done)
}

// LastGain says by how much the last sitting made the run stronger.
func (a *Account) LastGain() string {
	s, ok := a.LastSitting()
	if !ok {
		return ""
	}
	name := "The last sitting"
	if a.Working() {
		name = "This sitting"
	}
	return a.Gain(name, a.before(s))
}
