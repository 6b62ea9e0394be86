package train

import (
	"fmt"
	"sync"
	"time"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// reporter shows a person how training proceeds. Its methods may be called from
// any goroutine.
type reporter interface {
	// status is told how the loop stands.
	status(selfplay.Status)

	// measuring is told how many games of the measurement of a generation have
	// been played. That need not be the generation under way.
	measuring(generation, done, total int)

	// notice is told what else happens, in a sentence.
	notice(text string)
}

// lines is a reporter for pipes and log files: a line for everything that
// happens, and one every ten seconds in between.
type lines struct {
	file  *run.File
	line  func(format string, args ...any) // writes one, with the time of day
	clock func() string                    // how long the sitting has taken and may take

	mu   sync.Mutex
	last time.Time
}

// lineInterval is the least time between two lines in which nothing happens.
const lineInterval = 10 * time.Second

func newLines(file *run.File, line func(string, ...any), clock func() string) *lines {
	return &lines{file: file, line: line, clock: clock, last: time.Now()}
}

func (l *lines) status(s selfplay.Status) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch s.Phase {
	case run.Done:
		l.done(s.Generation)
	case run.Playing:
		seconds := max(s.Seconds, 1e-3)
		l.progress(s.Generation, "playing %s, %s games, %s positions, %s positions/s", percent(s.Share()),
			console.Thousands(s.Games), console.Thousands(s.Positions), console.Thousands(int64(float64(s.Positions)/seconds)))
	case run.Learning:
		if s.Progress.Steps == 0 {
			l.progress(s.Generation, "learning, reads the games")
			return
		}
		l.progress(s.Generation, "learning %s, loss %.4f, held out %.4f, %s positions/s", percent(s.Share()),
			s.Progress.Loss, s.Progress.HeldOut, console.Thousands(int64(s.Progress.PositionsPerSecond)))
	}
}

func (l *lines) measuring(generation, done, total int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.progress(generation, "measuring, %s of %s games", console.Thousands(int64(done)), console.Thousands(int64(total)))
}

func (l *lines) notice(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.line("%s", text)
}

// progress writes a line about a generation if it is time for one.
func (l *lines) progress(generation int, format string, args ...any) {
	if time.Since(l.last) < lineInterval {
		return
	}
	l.last = time.Now()
	l.line("generation %d: %s; %s", generation, fmt.Sprintf(format, args...), l.clock())
}

// done writes the summary of a finished generation.
func (l *lines) done(n int) {
	l.last = time.Now()
	h, err := chronicle.ReadHistory(l.file)
	if err != nil {
		l.line("%s", printable.Text(printable.Short(err.Error())))
		return
	}
	g := h.Generations[n-1]
	l.line("generation %d: %s games, %s positions; play %s, learn %s, measure %s; loss %.4f, held out %.4f; %s",
		n, console.Thousands(g.Games), console.Thousands(g.Positions),
		tenths(g.PlaySeconds), tenths(g.LearnSeconds), tenths(g.MeasureSeconds), g.Loss, g.HeldOut, h.Performance(n))
}

// tenths writes seconds.
func tenths(seconds float64) string { return fmt.Sprintf("%.1fs", seconds) }
