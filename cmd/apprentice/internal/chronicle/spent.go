package chronicle

import (
	"fmt"
	"time"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/selfplay/run/event"
)

// Spent says what the run spent its time on after its first generations, and how
// much of it the processors gave to that. With workers 0, or where nothing is known
// of processors, it says nothing of them.
func (h *History) Spent(first, workers int) string {
	var play, learn, measure, cpu float64
	for _, g := range h.Generations[min(first, len(h.Generations)):] {
		play, learn, measure = play+g.PlaySeconds, learn+g.LearnSeconds, measure+g.MeasureSeconds
		cpu += g.PlayCPU + g.LearnCPU + g.MeasureCPU
	}
	all := play + learn + measure
	if all < spentSeconds {
		return ""
	}
	part := func(seconds float64) string {
		return fmt.Sprintf("%s (%.0f %%)", console.InWords(time.Duration(seconds*float64(time.Second))), 100*seconds/all)
	}
	text := fmt.Sprintf("It played for %s, learnt for %s and measured for %s.", part(play), part(learn), part(measure))
	if first > 0 { // the one after that may have been begun earlier
		text = fmt.Sprintf("After generation %d i%s", first, text[1:])
	}
	if share := cpu / all / float64(max(workers, 1)); workers > 0 && cpu > 0 && share < busyShare {
		text += fmt.Sprintf(" It had %.0f %% of %s: other programs, or waiting, took the rest.", 100*share, console.Plural(workers, "processor"))
	}
	return text
}

// spentSeconds is how much time is worth being divided.
const spentSeconds = 60

// busyShare is the share of its processors that a run gets at least where nothing
// else needs them.
const busyShare = 0.75

// LastSpent says what the last sitting spent its time on.
func (a *Account) LastSpent() string {
	s, ok := a.LastSitting()
	if !ok {
		return ""
	}
	workers := 0
	for _, e := range a.Events {
		if d, ok := e.Data.(event.Started); ok && len(a.Workers) == 0 {
			workers = d.Workers
		}
	}
	return a.Spent(a.before(s), workers)
}
