package main

import (
	"fmt"
	"strings"
	"time"

	"apprentice/eval/stat"
)

// summary says in a sentence what experience E made of performance P at task
// T, with the uncertainty of every figure. It is empty as long as no
// generation is complete.
func (h *history) summary(workers int) string {
	done := h.done()
	if len(done) == 0 {
		return ""
	}
	last := done[len(done)-1]
	best := h.playsOn(last.Number)
	played, positions := experience(done)
	wall := time.Duration(last.WallSeconds * float64(time.Second))
	var b strings.Builder
	fmt.Fprintf(&b, "E: %s games against itself (%s positions, %s on %s) from %s. T: %s. P: generation %d ",
		thousands(played), thousands(positions), inWords(wall), plural(workers, "worker"), h.beginning(), h.config.Game, best)
	if best != last.Number {
		fmt.Fprintf(&b, "plays on, since the networks after it were refused; it ")
	}

	var parts []string
	for _, opponent := range fixedOpponents {
		if w := h.results(best, opponent); w.Games() > 0 {
			parts = append(parts, winRateWords(w)+" against "+opponentName(opponent))
		}
	}
	if len(parts) == 0 {
		b.WriteString("has not been measured.")
		return b.String()
	}
	fmt.Fprintf(&b, "wins %s", joinAnd(parts))
	if r, ok := h.ratings[best]; ok && best > 0 {
		fmt.Fprintf(&b, "; %s Elo over generation 0 on the run's own scale", eloWords(r))
	}
	b.WriteString(" (win rates are W/(W+D+L), all intervals 95 %).")
	return b.String()
}

// beginning says what the run began with.
func (h *history) beginning() string {
	if h.config.Origin == "" {
		return "random weights"
	}
	return fmt.Sprintf("the network %.12s", h.config.Origin)
}

// winRateWords writes a win rate with its interval and the draws.
func winRateWords(w stat.WDL) string {
	i := w.WinRateInterval()
	text := fmt.Sprintf("%.0f %% [%.0f, %.0f] of %s", 100*i.Value, 100*i.Low, 100*i.High, plural(w.Games(), "game"))
	if w.Draws > 0 {
		text += fmt.Sprintf(" (and draws %.0f %%)", 100*w.DrawRate())
	}
	return text
}

// joinAnd writes a list in words.
func joinAnd(parts []string) string {
	if n := len(parts); n > 1 {
		return strings.Join(parts[:n-1], ", ") + " and " + parts[n-1]
	}
	return strings.Join(parts, "")
}
