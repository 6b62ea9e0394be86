package chronicle

import (
	"slices"
	"time"

	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/eval/stat"
	"apprentice/selfplay/run"
)

// Figures are the last measured results of a run.
type Figures struct {
	Generation int
	Rates      []WinRate // the most telling last; not empty
	Elo        string    // with its margin; "" if there is none
}

// WinRate is the win rate against an opponent, with its interval.
type WinRate struct {
	stat.Interval
	Opponent    string // as people call it
	Generation0 bool   // it is the start of the run
}

// Latest returns the results of the last generation that was measured; ok is
// false where there is none.
func (h *History) Latest() (f Figures, ok bool) {
	for _, g := range slices.Backward(h.Generations) {
		f = Figures{Generation: g.Number}
		for _, o := range h.Opponents(g.Number) {
			f.Rates = append(f.Rates, WinRate{h.Results(g.Number, o).WinRateInterval(), OpponentName(o), o == GenerationName(0)})
		}
		if len(f.Rates) == 0 {
			continue
		}
		f.Elo = h.EloWords(g.Number)
		return f, true
	}
	return Figures{}, false
}

// Working reports whether a process has the run.
func (a *Account) Working() bool {
	return a.Condition == Training || a.Condition == Paused || a.Condition == Silent
}

// Asked returns how long a sitting was to take; 0 for no bound.
func Asked(s run.Sitting) time.Duration {
	m := asked.FindStringSubmatch(s.Command)
	if m == nil {
		return 0
	}
	var d time.Duration
	if (*cli.LengthFlag)(&d).Set(m[1]) != nil {
		return 0
	}
	return d
}
