package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/eval"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// reporter shows a person how training goes on. Its methods may be called from
// any goroutine.
type reporter interface {
	// status is told how the loop stands.
	status(selfplay.Status)

	// measuring is told how many games of the measurement under way have been
	// played.
	measuring(done, total int)
}

// lines is a reporter for pipes and log files: a line for each generation that
// ends, and few in between.
type lines struct {
	file *run.File

	mu         sync.Mutex
	out        io.Writer
	last       time.Time
	generation int
}

// lineInterval is the least time between two lines within a generation.
const lineInterval = 10 * time.Second

func newLines(out io.Writer, file *run.File) *lines {
	return &lines{out: out, file: file, last: time.Now()}
}

func (l *lines) status(s selfplay.Status) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.generation = s.Generation
	if s.Phase == run.Done {
		l.done(s.Generation)
		return
	}
	if !l.due() {
		return
	}
	switch s.Phase {
	case run.Playing:
		fmt.Fprintf(l.out, "generation %d: playing %3.0f %%, %s games, %.0f positions/s\n",
			s.Generation, 100*s.Share(), thousands(s.Games), float64(s.Positions)/max(s.Seconds, 1e-3))
	case run.Learning:
		fmt.Fprintf(l.out, "generation %d: learning %3.0f %%, loss %.5f, held out %.5f, %.0f positions/s\n",
			s.Generation, 100*s.Share(), s.Progress.Loss, s.Progress.HeldOut, s.Progress.PositionsPerSecond)
	}
}

func (l *lines) measuring(done, total int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.due() {
		fmt.Fprintf(l.out, "generation %d: measuring, %d of %d games\n", l.generation, done, total)
	}
}

// due reports whether it is time for another line, and if so takes the turn.
func (l *lines) due() bool {
	if time.Since(l.last) < lineInterval {
		return false
	}
	l.last = time.Now()
	return true
}

// done prints the summary of a finished generation.
func (l *lines) done(n int) {
	l.last = time.Now()
	h, err := readHistory(l.file)
	if err != nil {
		fmt.Fprintln(l.out, printable.Text(err.Error()))
		return
	}
	g := h.generations[n-1]
	fmt.Fprintf(l.out, "generation %d: %s games, %s positions; play %s, learn %s, measure %s; loss %.4f, held out %.4f; %s\n",
		n, thousands(g.Games), thousands(g.Positions),
		tenths(g.PlaySeconds), tenths(g.LearnSeconds), tenths(g.MeasureSeconds), g.Loss, g.HeldOut, h.performance(n))
}

// tenths writes seconds.
func tenths(seconds float64) string { return fmt.Sprintf("%.1fs", seconds) }

// performance says in a few words how strong a generation is.
func (h *history) performance(generation int) string {
	var parts []string
	for _, opponent := range fixedOpponents {
		if w := h.results(generation, opponent); w.Games() > 0 {
			parts = append(parts, fmt.Sprintf("%.0f %% against %s", 100*w.WinRate(), opponentName(opponent)))
		}
	}
	text := "not measured"
	if len(parts) > 0 {
		text = "wins " + strings.Join(parts, ", ")
	}
	if r, ok := h.ratings[generation]; ok {
		text += "; Elo " + eloWords(r)
	}
	return text
}

// eloWords writes a rating with its sign and margin.
func eloWords(r run.Rating) string {
	return signed(r.Elo, 0) + " +- " + eval.Fixed((r.High-r.Low)/2, 0)
}
