package train

import (
	"fmt"
	"runtime"
	"sync"
	"time"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

// watchdog finds a phase that stands still: no unit, no step and no game of a
// measurement for far longer than each took before. It changes nothing; it has
// the stacks of the program written down, once for each standstill.
type watchdog struct {
	clock selfplay.Clock // awake: time asleep or paused does not count

	mu         sync.Mutex
	generation int
	phase      run.State
	since      time.Duration // when there was progress
	usual      time.Duration // the longest that progress took in this phase, or is expected to
	barked     bool          // about this standstill
}

// Patience of the watchdog.
const (
	leastStandstill = 5 * time.Minute
	standstillRatio = 10 // times what is usual
)

// newWatchdog returns a watchdog that sees progress now.
func newWatchdog(clock selfplay.Clock) *watchdog {
	return &watchdog{clock: clock, since: clock.Elapsed()}
}

// status is told how the loop stands, which it reports when it has made
// progress.
func (w *watchdog) status(s selfplay.Status) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if s.Generation != w.generation || s.Phase != w.phase {
		w.generation, w.phase, w.usual = s.Generation, s.Phase, 0
	} else {
		w.usual = max(w.usual, w.clock.Elapsed()-w.since)
	}
	w.usual = max(w.usual, seconds(s.Expected))
	w.since, w.barked = w.clock.Elapsed(), false
}

// measuring is told that a game of a measurement was played. One that was
// ordered beside the work says nothing about the work.
func (w *watchdog) measuring(generation int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.phase == run.Measuring && generation == w.generation {
		w.usual = max(w.usual, w.clock.Elapsed()-w.since)
		w.since, w.barked = w.clock.Elapsed(), false
	}
}

// standstill returns what stands still and for how long, once for each
// standstill; "" where nothing does.
func (w *watchdog) standstill() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	still := w.clock.Elapsed() - w.since
	if w.barked || still < max(leastStandstill, standstillRatio*w.usual) {
		return ""
	}
	w.barked = true
	what := "training has not begun"
	if w.phase != "" {
		what = fmt.Sprintf("generation %d makes no progress in %s", w.generation, w.phase)
	}
	return fmt.Sprintf("%s, for %s so far", what, console.Clock(still))
}

// watch has a standstill written down.
func (s *sitting) watch() {
	text := s.dog.standstill()
	if text == "" {
		return
	}
	s.out.keep(text + "\n" + allStacks())
	s.later(event.Warning{What: "standstill", Text: text})
	s.notice(fmt.Sprintf("%s; the stacks of the program are in %s; if it stays so, stop it with %s stop and continue with the same command",
		text, s.out.log.Path(), s.control))
}

// mostStacks bounds what is kept of the stacks, in bytes.
const mostStacks = 1 << 20

// allStacks returns the stacks of all goroutines.
func allStacks() string {
	b := make([]byte, mostStacks)
	return string(b[:runtime.Stack(b, true)])
}
