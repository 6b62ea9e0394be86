package chronicle

import (
	"fmt"
	"strings"
	"time"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/eval/stat"
)

// Summary says in a sentence what experience E made of performance P at task
// T, with the uncertainty of every figure. It is empty as long as no
// generation is complete.
func (h *History) Summary(workers int) string {
	done := h.Done()
	if len(done) == 0 {
		return ""
	}
	last := done[len(done)-1]
	best := h.playsOn(last.Number)
	played, positions := experience(done)
	wall := time.Duration(last.WallSeconds * float64(time.Second))
	var b strings.Builder
	fmt.Fprintf(&b, "E: %s games against itself (%s positions, %s on %s) from %s. T: %s. P: generation %d ",
		console.Thousands(played), console.Thousands(positions), console.InWords(wall), console.Plural(workers, "worker"), h.beginning(), h.config.Game, best)
	if best != last.Number {
		fmt.Fprintf(&b, "plays on, since the networks after it were refused; it ")
	}

	var parts []string
	for _, opponent := range h.Opponents(best) {
		parts = append(parts, winRateWords(h.Results(best, opponent))+" against "+OpponentName(opponent))
	}
	if len(parts) == 0 {
		b.WriteString("has not been measured.")
		return b.String()
	}
	fmt.Fprintf(&b, "wins %s", console.JoinAnd(parts))
	if s, ok := h.Strengths[best]; ok {
		fmt.Fprintf(&b, "; %s Elo on scale %d, where random moves have 0", s.Words(), s.Scale)
	} else if r, ok := h.Ratings[best]; ok && best > 0 {
		fmt.Fprintf(&b, "; %s Elo over generation 0 on the run's own scale", ratingWords(r))
	}
	b.WriteString(" (win rates are W/(W+D+L), all intervals 95 %).")
	return b.String()
}

// beginning says what the run began with.
func (h *History) beginning() string {
	if h.config.Origin == "" {
		return "random weights"
	}
	return fmt.Sprintf("the network %.12s", h.config.Origin)
}

// winRateWords writes a win rate with its interval and the draws.
func winRateWords(w stat.WDL) string {
	i := w.WinRateInterval()
	text := fmt.Sprintf("%.0f %% [%.0f, %.0f] of %s", 100*i.Value, 100*i.Low, 100*i.High, console.Plural(w.Games(), "game"))
	if w.Draws > 0 {
		text += fmt.Sprintf(" (and draws %.0f %%)", 100*w.DrawRate())
	}
	return text
}
