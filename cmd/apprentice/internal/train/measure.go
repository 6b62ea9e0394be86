package train

import (
	"context"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/measure"
	"apprentice/eval/stat"
	"apprentice/selfplay"
)

// measureGeneration measures generation n by about the given number of games. The
// first one takes generation 0 along, where the curves begin.
func measureGeneration(ctx context.Context, m *measure.Measurer, n, games int) (selfplay.Strength, error) {
	if n == 1 {
		if err := m.Generation(ctx, 0, games); err != nil {
			return selfplay.Strength{}, err
		}
	}
	if err := m.Generation(ctx, n, games); err != nil {
		return selfplay.Strength{}, err
	}
	h, err := chronicle.ReadHistory(m.File)
	if err != nil {
		return selfplay.Strength{}, err
	}
	return selfplay.Strength{Lost: lost(h, n)}, nil
}

// lostShare bounds a lost measurement: a network that would score no more than
// this against its parent is not a matter of chance.
const lostShare = 0.05

// lost reports whether generation n would lose nearly all games with the one that
// plays on if it does not.
func lost(h *chronicle.History, n int) bool {
	own, ok := h.Strengths[n]
	if !ok {
		return false
	}
	for parent := n - 1; parent >= 0; parent-- {
		if parent > 0 && h.Generations[parent-1].Verdict != "" {
			continue // it was refused
		}
		before, ok := h.Strengths[parent]
		return ok && stat.EloExpectation(own.Value-before.Value) <= lostShare
	}
	return false
}
