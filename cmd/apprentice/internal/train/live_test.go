package train

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
	"go.uber.org/goleak"

	"apprentice/agent/learn"
	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// screenOf returns a live screen of a run with so many complete generations.
func screenOf(t *testing.T, complete int) *live {
	file := clitest.NewRun(t, complete)
	return newLive(screen{
		file: file, path: "t.run", workers: 2, generations: 9,
		limit: 10 * time.Minute, clock: new(handClock),
	}, historyIn(t, file))
}

// handClock is a clock that a test sets.
type handClock time.Duration

func (c *handClock) Elapsed() time.Duration { return time.Duration(*c) }

// frame returns what l shows some time after it began, without styles.
func frame(l *live, after time.Duration, width, height int) string {
	*l.screen.clock.(*handClock) = handClock(after)
	m := &liveModel{live: l, width: width, height: height}
	return ansi.Strip(m.View().Content)
}

// historyIn reads what a run has come to.
func historyIn(t *testing.T, file *run.File) *chronicle.History {
	t.Helper()
	h, err := chronicle.ReadHistory(file)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestLivePhases(t *testing.T) {
	l := screenOf(t, 2)
	for _, tt := range []struct {
		status selfplay.Status
		want   []string
	}{
		{selfplay.Status{}, []string{"tictactoe   t.run, seed 5, 2 workers", "generation 1 of 9 begins", "1:00 elapsed of 10:00, 9:00 left"}},
		{selfplay.Status{Generation: 3, Phase: run.Playing, Units: 8, UnitsDone: 2, Seconds: 10, Games: 256, Positions: 20480},
			[]string{"generation 3 of 9 plays against itself", " 25 %", "256 games, 26/s; 20,480 positions, 2,048/s"}},
		{selfplay.Status{Generation: 3, Phase: run.Learning}, []string{"generation 3 of 9 learns from its games", "  0 %", "reads the games"}},
		{selfplay.Status{Generation: 3, Phase: run.Learning, Progress: learn.Progress{Epoch: 2, Epochs: 8, Step: 75, Steps: 100, Loss: 0.0812, HeldOut: 0.0834, PositionsPerSecond: 1e6}},
			[]string{" 75 %", "epoch 2 of 8, loss 0.0812, held out 0.0834; 1,000,000 positions/s"}},
		{selfplay.Status{Generation: 3, Phase: run.Measuring}, []string{"generation 3 of 9 is measured", "prepares its matches"}},
	} {
		l.status(tt.status)
		got := frame(l, time.Minute, 120, 50)
		for _, want := range append(tt.want, "generation      games", "33 %", "67 %", "+200 +- 30", "games played against itself", "Ctrl-C") {
			if !strings.Contains(got, want) {
				t.Errorf("%+v: no %q in\n%s", tt.status, want, got)
			}
		}
	}
	l.notice("paused by somebody")
	if got := frame(l, time.Minute, 120, 50); !strings.Contains(got, "paused by somebody") {
		t.Errorf("notice:\n%s", got)
	}
	l.measuring(l.state.status.Generation-1, 7, 8) // as somebody ordered
	l.measuring(l.state.status.Generation, 30, 240)
	if got := frame(l, time.Minute, 120, 50); !strings.Contains(got, "30 of 240 games") || !strings.Contains(got, " 12 %") {
		t.Errorf("measuring:\n%s", got)
	}
}

// TestLiveFits checks that frames are never higher than the screen.
func TestLiveFits(t *testing.T) {
	for _, complete := range []int{0, 1, 20} {
		l := screenOf(t, complete)
		l.status(selfplay.Status{Generation: complete + 1, Phase: run.Playing})
		l.notice("paused")
		for height := 14; height < 60; height++ {
			if h := lipgloss.Height(frame(l, 0, 100, height)); h > height {
				t.Errorf("%d generations: %d lines on a screen of %d", complete, h, height)
			}
		}
	}
}

func TestRemaining(t *testing.T) {
	for _, tt := range []struct {
		elapsed       time.Duration
		before, share float64
		want          time.Duration
		ok            bool
	}{
		{10 * time.Second, 0, 0.5, 10 * time.Second, true},
		{10 * time.Second, 0.5, 0.75, 10 * time.Second, true}, // resumed
		{10 * time.Second, 0, 1, 0, true},
		{10 * time.Second, 0, 0, 0, false},
		{10 * time.Millisecond, 0, 0.5, 0, false},
	} {
		if got, ok := remaining(tt.elapsed, tt.before, tt.share); got != tt.want || ok != tt.ok {
			t.Errorf("remaining(%v, %g, %g) = %v, %v; want %v, %v", tt.elapsed, tt.before, tt.share, got, ok, tt.want, tt.ok)
		}
	}
}

func TestBar(t *testing.T) {
	for _, share := range []float64{-1, 0, 0.001, 0.3, 0.5, 0.999, 1, 2} {
		if w := lipgloss.Width(console.Bar(share)); w != console.BarWidth {
			t.Errorf("the bar of %g is %d wide", share, w)
		}
	}
	if got := ansi.Strip(console.Bar(0.5)); got != strings.Repeat("█", console.BarWidth/2)+strings.Repeat("░", console.BarWidth/2) {
		t.Error(got)
	}
}

// TestLiveShow checks that the screen ends when it is told to, or when the
// context is done, and leaves the table behind.
func TestLiveShow(t *testing.T) {
	l := screenOf(t, 2)
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	for _, how := range []string{"told", "cancelled"} {
		var out bytes.Buffer
		ended := make(chan struct{})
		ctx, cancel := context.WithCancel(t.Context())
		end := l.show(ctx, &console.Terminal{Screen: &out, Width: 120, Height: 40}, func() { close(ended) })
		l.status(selfplay.Status{Generation: 3, Phase: run.Playing})
		if how == "cancelled" {
			cancel()
			<-ended
		}
		end()
		<-ended
		cancel()
		if l.shown() || !strings.Contains(out.String(), "+200 +- 30") {
			t.Errorf("%s: no table in %q", how, out.String())
		}
	}
}

// TestLiveResize checks that the size of the window is followed.
func TestLiveResize(t *testing.T) {
	m := &liveModel{live: screenOf(t, 2), width: 120, height: 50}
	m.Update(tea.WindowSizeMsg{Width: 60, Height: 16})
	if h := lipgloss.Height(m.View().Content); h > 16 {
		t.Errorf("%d lines on a screen of 16", h)
	}
}

// TestLiveNarrow checks that a narrow screen has the results and the Elo, and
// that no line is cut; a wide one has everything.
func TestLiveNarrow(t *testing.T) {
	l := screenOf(t, 3)
	for _, tt := range []struct {
		width       int
		has, hasNot string
	}{
		{80, "generation games random moves Elo", "positions loss held"},
		{100, "generation games loss held out random moves Elo", "positions"},
		{120, "generation games positions loss held out random moves Elo", ""},
	} {
		got := frame(l, 0, tt.width, 40)
		for _, line := range strings.Split(got, "\n") {
			if n := lipgloss.Width(line); n > tt.width {
				t.Errorf("%d columns on a screen of %d: %q", n, tt.width, line)
			}
			if !strings.Contains(line, "random moves") {
				continue
			}
			for _, word := range strings.Fields(tt.has) {
				if !strings.Contains(line, word) {
					t.Errorf("%d columns: no %s in %q", tt.width, word, line)
				}
			}
			for _, word := range strings.Fields(tt.hasNot) {
				if strings.Contains(line, word) {
					t.Errorf("%d columns: %s in %q", tt.width, word, line)
				}
			}
		}
		if !strings.Contains(got, "random moves") {
			t.Errorf("%d columns: no table:\n%s", tt.width, got)
		}
	}
}

// The table names a generation that was refused.
func TestTableOfRefused(t *testing.T) {
	file := clitest.NewRun(t, 2)
	h := historyIn(t, file)
	h.Generations[1].Verdict = "worse"
	screen := screen{file: file}
	table := strings.Split(screen.table(&screenState{history: h}, 6, 120), "\n")
	if !strings.HasSuffix(table[2], "refused") || strings.HasSuffix(table[1], "refused") {
		t.Errorf("table %q", table)
	}
}
