package train

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/spf13/pflag"
	"go.uber.org/goleak"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/runscreen"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

// handClock is a clock that a test sets.
type handClock time.Duration

func (c *handClock) Elapsed() time.Duration { return time.Duration(*c) }

// historyIn reads what a run has come to.
func historyIn(t *testing.T, file *run.File) *chronicle.History {
	t.Helper()
	h, err := chronicle.ReadHistory(file)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// liveOf returns a live screen of a run with some complete generations.
func liveOf(t *testing.T, complete int) (*live, *sitting) {
	t.Helper()
	file := clitest.NewRun(t, complete)
	f := flags{run: file.Path(), workers: 2, duration: 10 * time.Minute, given: pflag.NewFlagSet("train", pflag.ContinueOnError)}
	s := &sitting{file: file, keyed: make(chan run.OrderKind, 1)}
	l := f.newLive(s)
	l.clock = new(handClock)
	return l, s
}

// What the screen is told of a phase is counted from where this sitting took it
// up.
func TestLiveProgress(t *testing.T) {
	l, s := liveOf(t, 2)
	clock := l.clock.(*handClock)
	*clock = handClock(time.Minute)
	l.status(selfplay.Status{Generation: 3, Phase: run.Playing, Units: 8, UnitsDone: 2})
	*clock = handClock(3 * time.Minute)
	l.status(selfplay.Status{Generation: 3, Phase: run.Playing, Units: 8, UnitsDone: 4})
	l.notice("paused by somebody")
	p := l.Progress()
	if p.Share != 0.25 || p.PhaseElapsed != 2*time.Minute || p.Elapsed != 3*time.Minute || p.Limit != 10*time.Minute ||
		p.Status.UnitsDone != 4 || p.Notice != "paused by somebody" {
		t.Errorf("%+v", p)
	}
	l.status(selfplay.Status{Generation: 3, Phase: run.Measuring})
	l.measuring(2, 7, 8) // as somebody ordered
	l.measuring(3, 30, 240)
	l.event(run.Event{Data: event.Started{}})
	l.event(run.Event{Data: event.Refused{Verdict: "worse\x1b"}})
	if p := l.Progress(); p.Measured != 30 || p.ToMeasure != 240 || p.PhaseElapsed != 0 || !strings.Contains(p.Notice, `worse\x1b`) {
		t.Errorf("%+v", p)
	}
	for range 3 { // nobody takes them, and the keyboard does not wait
		if err := l.options.Order(run.OrderPause); err != nil {
			t.Error(err)
		}
	}
	if kind := <-s.keyed; kind != run.OrderPause {
		t.Errorf("ordered %q", kind)
	}
}

// TestLiveShow checks that the screen ends when it is told to, or when the
// context is done, and leaves the other screen of the terminal.
func TestLiveShow(t *testing.T) {
	l, _ := liveOf(t, 2)
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	for _, how := range []string{"told", "cancelled"} {
		var out clitest.Buffer
		ended := make(chan struct{})
		ctx, cancel := context.WithCancel(t.Context())
		end := l.show(ctx, &console.Terminal{Screen: &out, Width: 120, Height: 40, Profile: colorprofile.ANSI256}, func() {}, func() { close(ended) })
		l.status(selfplay.Status{Generation: 3, Phase: run.Playing})
		for stop := time.Now().Add(clitest.Deadline); !strings.Contains(out.String(), "+200 +- 30"); time.Sleep(10 * time.Millisecond) {
			if time.Now().After(stop) {
				t.Fatalf("no picture: %q", out.String())
			}
		}
		if how == "cancelled" {
			cancel()
			<-ended
		}
		end()
		<-ended
		cancel()
		if on, off := strings.LastIndex(out.String(), "\x1b[?1049h"), strings.LastIndex(out.String(), "\x1b[?1049l"); l.shown() || on < 0 || off < on {
			t.Errorf("%s: the screen is left on: %q", how, out.String())
		}
	}
}

// A terminal that was given back is taken again, and given back at the end.
func TestLiveRelease(t *testing.T) {
	l, _ := liveOf(t, 1)
	var out clitest.Buffer
	end := l.show(t.Context(), &console.Terminal{Screen: &out, Width: 80, Height: 24, Profile: colorprofile.ANSI256}, func() {}, nil)
	await := func(what string, is func(text string) bool) {
		t.Helper()
		for stop := time.Now().Add(clitest.Deadline); !is(out.String()); time.Sleep(10 * time.Millisecond) {
			if time.Now().After(stop) {
				t.Fatalf("%s: %q", what, out.String())
			}
		}
	}
	is := func(on bool) func(string) bool {
		return func(text string) bool {
			return text != "" && strings.LastIndex(text, "\x1b[?1049h") > strings.LastIndex(text, "\x1b[?1049l") == on
		}
	}
	await("drawn", is(true))
	l.release()
	l.release()
	await("given back", is(false))
	l.take()
	await("taken", is(true))
	end()
	await("ended", is(false))
	l.release()
	l.take()
}

var _ runscreen.Trainer = (*live)(nil)
