package train

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

// reporter shows a person how training proceeds. Its methods may be called from
// any goroutine.
type reporter interface {
	// status is told how the loop stands.
	status(selfplay.Status)

	// measuring is told how many games of the measurement of a generation have
	// been played. That need not be the generation under way.
	measuring(generation, done, total int)

	// event is told every entry of the log book.
	event(run.Event)

	// notice is told what else happens, in a sentence. Some of it is in the log
	// book too.
	notice(text string)
}

// lines is a reporter for pipes and log files: a line for everything that
// happens, and one in between every ten seconds, later every two minutes.
type lines struct {
	file  *run.File
	line  func(format string, args ...any) // writes one, with the time of day
	clock func() string                    // how long the sitting has taken and may take

	mu    sync.Mutex
	begun time.Time
	last  time.Time
	said  [16]string // the last notices
	next  int        // of them to be forgotten
}

// Bounds of the time between two lines in which nothing happens. It is a part of
// the time since the first, so that those of a night can be read in the morning.
const (
	lineInterval     = 10 * time.Second
	mostLineInterval = 2 * time.Minute
	lineShare        = 60
)

// interval returns how long after the last line there is another in which nothing
// happens.
func (l *lines) interval() time.Duration {
	return min(max(time.Since(l.begun)/lineShare, lineInterval), mostLineInterval)
}

func newLines(file *run.File, line func(string, ...any), clock func() string) *lines {
	return &lines{file: file, line: line, clock: clock, begun: time.Now(), last: time.Now()}
}

func (l *lines) status(s selfplay.Status) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch s.Phase {
	case run.Done:
		l.done(s.Generation)
	case run.Playing:
		seconds := max(s.Seconds, 1e-3)
		l.progress(s.Generation, "playing %s, %s games, %s positions/s", share(s.Share()),
			ofAll(int64(s.UnitsDone)*selfplay.UnitGames, int64(s.Units)*selfplay.UnitGames), console.Thousands(int64(float64(s.Positions)/seconds)))
	case run.Learning:
		l.progress(s.Generation, "learning%s", learningWords(s))
	}
}

// learningWords says how far learning has come.
func learningWords(s selfplay.Status) string {
	p := s.Progress
	if p.Step == 0 {
		if s.Read > 0 {
			return fmt.Sprintf(", reads the games, %s so far", console.Thousands(int64(s.Read)))
		}
		return ", reads the games"
	}
	text := fmt.Sprintf(" %s, epoch %d of %d, loss %.4f", share(s.Share()), p.Epoch, p.Epochs, p.Loss)
	if p.HeldOut > 0 {
		text += fmt.Sprintf(", held out %.4f", p.HeldOut)
	}
	if p.PositionsPerSecond >= 1 {
		text += fmt.Sprintf(", %s positions/s", console.Thousands(int64(p.PositionsPerSecond)))
	}
	return text
}

// share writes a part of a whole.
func share(x float64) string { return fmt.Sprintf("%.0f %%", 100*x) }

// ofAll writes how many of how many.
func ofAll(done, all int64) string {
	return console.Thousands(done) + " of " + console.Thousands(max(all, done))
}

func (l *lines) measuring(generation, done, total int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.progress(generation, "measuring %s, %s games", share(float64(done)/float64(max(total, 1))), ofAll(int64(done), int64(total)))
}

func (l *lines) notice(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.say(text)
}

// say writes a line and remembers it.
func (l *lines) say(text string) {
	l.said[l.next%len(l.said)] = text
	l.next++
	l.line("%s", text)
}

// event writes what no notice and no other line has said.
func (l *lines) event(e run.Event) {
	text := e.Data.String()
	switch d := e.Data.(type) {
	case event.Started, event.Ended, event.Ordered, event.Paused, event.Resumed, event.Slept, event.DiskLow, event.Adjudication, event.Measured:
		return
	case event.Warning:
		if text = d.Text; d.What == warnOutput {
			return // from where the lines are now
		}
	case event.Planned:
		text = d.What
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if slices.ContainsFunc(l.said[:], func(said string) bool { return said != "" && strings.Contains(said, text) }) {
		return
	}
	text = printable.Text(printable.Short(e.Data.String()))
	if e.Generation > 0 {
		text = fmt.Sprintf("generation %d: %s", e.Generation, text)
	}
	l.say(text)
}

// progress writes a line about a generation if it is time for one.
func (l *lines) progress(generation int, format string, args ...any) {
	if time.Since(l.last) < l.interval() {
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
	l.line("generation %d: %s games, %s positions; play %s, learn %s, measure %s%s; %s",
		n, console.Thousands(g.Games), console.Thousands(g.Positions),
		console.InWords(seconds(g.PlaySeconds)), console.InWords(seconds(g.LearnSeconds)), console.InWords(seconds(g.MeasureSeconds)), losses(g), h.Performance(n))
}

// losses writes what learning came to, and nothing where its network was refused.
func losses(g run.Generation) (text string) {
	if g.Loss > 0 {
		text = fmt.Sprintf("; loss %.4f", g.Loss)
	}
	if g.HeldOut > 0 {
		text += fmt.Sprintf(", held out %.4f", g.HeldOut)
	}
	return text
}
