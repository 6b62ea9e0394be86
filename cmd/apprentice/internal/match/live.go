package match

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/eval"
)

// reporter shows a person how a match proceeds.
type reporter interface {
	// game is told of every game that has ended.
	game(eval.Finished) error

	// end is told that there is no more to show.
	end()
}

// newReporter returns the reporter that fits the terminal.
func newReporter(t *console.Terminal, board *board, plain bool) reporter {
	if t.Interactive && !plain {
		return &liveLines{t: t, board: board}
	}
	return &plainLines{t, board}
}

// plainLines is a reporter for pipes and log files.
type plainLines struct {
	out   io.Writer
	board *board
}

// linePace is the number of games between two lines of progress.
const linePace = 20

func (l *plainLines) game(done eval.Finished) error {
	if done.Fault != "" {
		fmt.Fprintf(l.out, "game %d: %s\n", done.Game.Index+1, printable.Text(done.Fault))
	}
	if n := l.board.games; n%linePace == 0 && n < l.board.t.Games() {
		fmt.Fprintln(l.out, l.board.progress())
	}
	return nil
}

func (l *plainLines) end() {}

// liveLines is a reporter that redraws its lines in place.
type liveLines struct {
	t     *console.Terminal
	board *board
	drawn int // lines on the screen
	last  time.Time
}

func (l *liveLines) game(done eval.Finished) error {
	if done.Fault != "" {
		l.erase()
		fmt.Fprintf(l.t, "game %d: %s\n", done.Game.Index+1, printable.Text(done.Fault))
		l.last = time.Time{}
	}
	if now := time.Now(); now.Sub(l.last) >= console.RedrawInterval {
		l.last = now
		l.draw(now)
	}
	return nil
}

// end leaves the screen to what is printed next.
func (l *liveLines) end() { l.erase() }

// erase takes the lines from the screen.
func (l *liveLines) erase() {
	if l.drawn > 0 {
		fmt.Fprintf(l.t.Screen, "\x1b[%dA\r\x1b[J", l.drawn)
		l.drawn = 0
	}
}

// draw puts the lines on the screen, in place of the last ones. A window may
// have changed its size since then: no line may ever wrap.
func (l *liveLines) draw(now time.Time) {
	if size := console.TerminalOf(l.t.Screen); size.Interactive {
		l.t.Width, l.t.Height = size.Width, size.Height
	}
	lines := l.board.frame(now)
	lines = lines[:min(len(lines), max(l.t.Height-1, 1))]
	var text strings.Builder
	for _, line := range lines {
		text.WriteString(ansi.Truncate(line, l.t.Width-1, "…") + "\n")
	}
	l.erase()
	io.WriteString(l.t, text.String())
	l.drawn = len(lines)
}

// frame is what the screen shows while the match runs.
func (b *board) frame(now time.Time) []string {
	elapsed := now.Sub(b.begun)
	total := b.t.Games()
	share := float64(b.games) / float64(total)
	lines := []string{fmt.Sprintf("%s %3.0f %%  %d of %d games, %s elapsed", console.Bar(share), 100*share, b.games, total, console.Clock(elapsed))}
	if played := b.played(); played > 0 {
		rate := float64(played) / elapsed.Seconds()
		left := time.Duration(float64(total-b.games) / rate * float64(time.Second))
		lines[0] += fmt.Sprintf(", %.3g games/s, %s left at most", rate, console.Clock(left))
	}
	if len(b.results) > 1 {
		return append(lines, b.crosstable()...)
	}
	r := b.results[0]
	s := r.Strength()
	lines = append(lines,
		fmt.Sprintf("%s - %s: %v, expectation %.1f %%", r.A, r.B, r.WDL, 100*s.Expectation.Value),
		fmt.Sprintf("Elo %v, nElo %s, LOS %.1f %%, penta %v", s.Elo, console.EstimateWords(s.NElo, 1), 100*s.LOS, r.Pairs))
	if b.test != nil {
		lines = append(lines, b.llr())
	}
	return lines
}
