package chronicle

import (
	"fmt"
	"math"
	"strings"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/eval/stat"
	"apprentice/selfplay/run"
)

// Performance says in a few words how strong a generation is.
func (h *History) Performance(generation int) string {
	var parts []string
	for _, opponent := range h.Opponents(generation) {
		parts = append(parts, fmt.Sprintf("%.0f %% against %s", 100*h.Results(generation, opponent).WinRate(), OpponentName(opponent)))
	}
	text := "not measured"
	if len(parts) > 0 {
		text = "wins " + strings.Join(parts, ", ")
	}
	if elo := h.EloWords(generation); elo != "" {
		text += "; Elo " + elo
	}
	if g := h.Generations[generation-1]; g.Verdict != "" {
		text += fmt.Sprintf("; refused (%s), %s plays on", g.Verdict, GenerationName(h.playsOn(generation)))
	}
	return text
}

// playsOn returns the generation whose network plays on after generation n: n
// itself or, where that was refused, the last one before it that was not.
func (h *History) playsOn(n int) int {
	for n > 0 && h.Generations[n-1].Verdict != "" {
		n--
	}
	return n
}

// EloWords writes the Elo of a generation with its margin: on the scale of
// anchors or, where the generation has no place on it, over generation 0 and with
// a sign. It is "" where there is none.
func (h *History) EloWords(generation int) string {
	if s, ok := h.Strengths[generation]; ok && !math.IsNaN(s.Value) {
		return s.Words()
	}
	if r, ok := h.Ratings[generation]; ok && !math.IsNaN(r.Elo) {
		return ratingWords(r)
	}
	return ""
}

// ratingWords writes a rating with its sign and margin.
func ratingWords(r run.Rating) string {
	return console.Signed(r.Elo, 0) + " +- " + stat.Fixed((r.High-r.Low)/2, 0)
}
