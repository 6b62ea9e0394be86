package chronicle

import (
	"fmt"
	"math"
	"strings"
	"time"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/eval/stat"
)

// Sentence says in words that need no explanation what a run has come to. It is
// empty as long as no generation is complete.
func (h *History) Sentence() string {
	done := h.Done()
	if len(done) == 0 {
		return ""
	}
	last := done[len(done)-1]
	best := h.playsOn(last.Number)
	played, _ := experience(done)
	text := fmt.Sprintf("After %s and %s games against itself it ",
		spokenTime(time.Duration(last.WallSeconds*float64(time.Second))), console.Thousands(played))
	var parts []string
	for _, opponent := range FixedOpponents[1:] { // random moves and counted pieces mean something to everybody
		if w := h.Results(best, opponent); w.Games() > 0 {
			parts = append(parts, h.plainName(opponent)+" "+howOften(w))
		}
	}
	if len(parts) == 0 {
		return text + "has not been measured yet."
	}
	text += "beats " + console.JoinAnd(parts) + "."
	if s, ok := h.Strengths[best]; ok && !math.IsNaN(s.Value) {
		text += fmt.Sprintf(" Its Elo is %.0f, where random moves have 0.", s.Value)
	}
	return text
}

// plainName describes an opponent to somebody who does not know the names.
func (h *History) plainName(opponent string) string {
	switch {
	case opponent == "random":
		return "random moves"
	case opponent == "material:2" && h.countsNothing():
		return "a player that looks two plies ahead"
	case opponent == "material:2":
		return "a two-ply piece counter"
	}
	return OpponentName(opponent)
}

// howOften says how many games of a match were won, of a hundred.
func howOften(w stat.WDL) string {
	switch w.Wins {
	case w.Games():
		return "always"
	case 0:
		if w.Draws > 0 {
			return fmt.Sprintf("never (draws: %d of 100)", ofHundred(w.DrawRate()))
		}
		return "never"
	}
	text := fmt.Sprintf("in %d of 100 games", ofHundred(w.WinRate()))
	if n := ofHundred(w.DrawRate()); n >= 5 {
		text += fmt.Sprintf(" (and draws %d)", n)
	}
	return text
}

// ofHundred rounds a share that is neither nothing nor all to neither.
func ofHundred(share float64) int {
	if share <= 0 || share >= 1 {
		return int(100 * share)
	}
	return min(max(int(math.Round(100*share)), 1), 99)
}

// spokenTime writes a time as people say it, in its largest unit or two.
func spokenTime(d time.Duration) string {
	unit := func(n time.Duration, name string) string { return console.Plural(int(n), name) }
	switch {
	case d < 2*time.Minute:
		return unit(max(d.Round(time.Second)/time.Second, 1), "second")
	case d < 2*time.Hour:
		return unit(d.Round(time.Minute)/time.Minute, "minute")
	case d < 48*time.Hour:
		d = d.Round(time.Minute)
		parts := []string{unit(d/time.Hour, "hour")}
		if m := d % time.Hour / time.Minute; m > 0 {
			parts = append(parts, unit(m, "minute"))
		}
		return strings.Join(parts, " ")
	}
	d = d.Round(time.Hour)
	parts := []string{unit(d/(24*time.Hour), "day")}
	if n := d % (24 * time.Hour) / time.Hour; n > 0 {
		parts = append(parts, unit(n, "hour"))
	}
	return strings.Join(parts, " ")
}
