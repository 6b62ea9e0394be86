package chronicle

import (
	"fmt"
	"strings"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/eval/stat"
	"apprentice/selfplay/run"
)

// Performance says in a few words how strong a generation is.
func (h *History) Performance(generation int) string {
	var parts []string
	for _, opponent := range FixedOpponents {
		if w := h.Results(generation, opponent); w.Games() > 0 {
			parts = append(parts, fmt.Sprintf("%.0f %% against %s", 100*w.WinRate(), OpponentName(opponent)))
		}
	}
	text := "not measured"
	if len(parts) > 0 {
		text = "wins " + strings.Join(parts, ", ")
	}
	if r, ok := h.Ratings[generation]; ok {
		text += "; Elo " + EloWords(r)
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

// EloWords writes a rating with its sign and margin.
func EloWords(r run.Rating) string {
	return console.Signed(r.Elo, 0) + " +- " + stat.Fixed((r.High-r.Low)/2, 0)
}
