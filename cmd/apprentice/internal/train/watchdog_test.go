package train

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

// pass lets time pass on the clock.
func (c *handClock) pass(more time.Duration) { *c += handClock(more) }

// TestWatchdog checks when a standstill is one: after ten times what progress
// took before in the phase or is expected to take, and not before five minutes.
func TestWatchdog(t *testing.T) {
	playing := selfplay.Status{Generation: 3, Phase: run.Playing}
	c := new(handClock)
	w := newWatchdog(c)
	quiet := func(when string, passes time.Duration) {
		t.Helper()
		c.pass(passes)
		if text := w.standstill(); text != "" {
			t.Errorf("%s: %q", when, text)
		}
	}
	barks := func(when string, passes time.Duration, want string) {
		t.Helper()
		quiet(when+", a second earlier", passes-time.Second)
		c.pass(time.Second)
		if text := w.standstill(); text != want {
			t.Errorf("%s: %q, want %q", when, text, want)
		}
		quiet(when+", once more", time.Hour)
	}
	barks("before the work", 5*time.Minute, "training has not begun, for 5:00 so far")
	w.status(playing)
	barks("at the first unit", 5*time.Minute, "generation 3 makes no progress in playing, for 5:00 so far")
	w.status(playing) // an hour later
	quiet("after a slow unit", 10*time.Hour)
	w.status(playing)
	w.status(selfplay.Status{Generation: 3, Phase: run.Learning})
	barks("what was usual in another phase does not count", 5*time.Minute, "generation 3 makes no progress in learning, for 5:00 so far")
	w.status(selfplay.Status{Generation: 3, Phase: run.Measuring})
	c.pass(2 * time.Minute)
	w.measuring(3)
	quiet("after a game", 10*time.Minute)
	w.measuring(2) // ordered beside the work
	barks("games of another measurement do not count", 10*time.Minute, "generation 3 makes no progress in measuring, for 20:00 so far")
	playing.Generation, playing.Expected = 4, 3600
	w.status(playing)
	barks("units that are expected to be slow", 10*time.Hour, "generation 4 makes no progress in playing, for 10:00:00 so far")
}

// A standstill is an event and a line, and the stacks are in the log.
func TestStandstill(t *testing.T) {
	file := clitest.NewRun(t, 1)
	f := flags{run: file.Path(), workers: 1}
	var out bytes.Buffer
	s := f.newSitting(file, &out)
	if err := s.begin(t.Context(), "again"); err != nil {
		t.Fatal(err)
	}
	c := new(handClock)
	s.dog = newWatchdog(c)
	s.status(selfplay.Status{Generation: 2, Phase: run.Playing})
	c.pass(time.Hour)
	s.watch()
	s.watch()
	if err := s.end(nil); err != nil {
		t.Error(err)
	}
	s.clock.Stop()
	s.out.close(t.Context())
	const want = "generation 2 makes no progress in playing, for 1:00:00 so far"
	if n := strings.Count(out.String(), want); n != 1 || !strings.Contains(out.String(), file.Path()+".log") {
		t.Errorf("output:\n%s", out.String())
	}
	log, _ := os.ReadFile(file.Path() + ".log")
	if !strings.Contains(string(log), want) || !strings.Contains(string(log), "TestStandstill") || !strings.Contains(string(log), "goroutine ") {
		t.Errorf("log:\n%s", log)
	}
	events, err := file.Events()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range events {
		if e.Data == event.Data(event.Warning{What: "standstill", Text: want}) {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d events of it in %+v", n, events)
	}
}
