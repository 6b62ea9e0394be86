package train

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

// TestSittingPanic checks that a panic ends the work with an error whose stack
// is in the log, and with an event.
func TestSittingPanic(t *testing.T) {
	file := clitest.NewRun(t, 1)
	f := flags{run: file.Path(), workers: 1}
	var out bytes.Buffer
	s := f.newSitting(file, &out)
	if err := s.begin(t.Context(), "again"); err != nil {
		t.Fatal(err)
	}
	err := s.work(new(console.Signals), func() error { panic("lost") })
	var p *selfplay.PanicError
	if !errors.As(err, &p) {
		t.Errorf("error %v", err)
	}
	if err := s.end(err); err != nil {
		t.Error(err)
	}
	s.clock.Stop()
	s.out.close(t.Context())
	log, _ := os.ReadFile(file.Path() + ".log")
	if !strings.Contains(string(log), "training: panic: lost") || !strings.Contains(string(log), "TestSittingPanic") {
		t.Errorf("log:\n%s", log)
	}
	sittings, err := file.Sittings()
	if err != nil || len(sittings) != 1 || sittings[0].Why != "training: panic: lost" {
		t.Errorf("%+v, %v", sittings, err)
	}
}

// TestSittingGap checks that lost time is an event and a line.
func TestSittingGap(t *testing.T) {
	file := clitest.NewRun(t, 1)
	f := flags{run: file.Path(), workers: 1}
	var out bytes.Buffer
	s := f.newSitting(file, &out)
	if err := s.begin(t.Context(), "again"); err != nil {
		t.Fatal(err)
	}
	s.gap(selfplay.Gap{Length: time.Hour, Sure: true})
	s.gap(selfplay.Gap{Length: time.Minute})
	if err := s.end(nil); err != nil {
		t.Error(err)
	}
	s.clock.Stop()
	s.out.close(t.Context())
	for _, want := range []string{"for 1:00:00; that time does not count", "set forward, by 1:00"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	events, err := file.Events()
	if err != nil {
		t.Fatal(err)
	}
	slept := false
	for _, e := range events {
		slept = slept || e.Data == event.Data(event.Slept{Seconds: 3600})
	}
	if !slept {
		t.Errorf("events %+v", events)
	}
}

// An order to finish says so where a pause keeps it from being carried out.
func TestFinishInPause(t *testing.T) {
	file := clitest.NewRun(t, 1)
	f := flags{run: file.Path(), workers: 1}
	var out bytes.Buffer
	s := f.newSitting(file, &out)
	if err := s.begin(t.Context(), "again"); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []run.OrderKind{run.OrderPause, run.OrderFinish, run.OrderResume, run.OrderFinish} {
		s.obey(run.Order{Kind: kind, By: "me"})
	}
	if err := s.end(nil); err != nil {
		t.Error(err)
	}
	s.clock.Stop()
	s.out.close(t.Context())
	for _, want := range []string{"  is paused; once it is resumed, it stops after this generation, as me asked\n", "  stops after this generation, as me asked\n"} {
		if strings.Count(out.String(), want) != 1 {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

func TestWaitingWords(t *testing.T) {
	for holder, want := range map[string]string{
		"":                 "cannot finish generation 3 yet: another program has the run locked (10s so far); nothing is lost",
		"process 7, \"x\"": "cannot finish generation 3 yet: process 7, \"x\" has the run locked (10s so far); nothing is lost",
	} {
		if got := waitingWords("finish generation 3", holder, 10*time.Second); got != want {
			t.Error(got)
		}
	}
}

// What is said after an error is true and says what to do.
// flagsOf returns the flags of a command line.
func flagsOf(t *testing.T, args ...string) *flags {
	t.Helper()
	f := new(flags)
	cmd := new(cobra.Command)
	f.add(cmd)
	if err := cmd.ParseFlags(args); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFailed(t *testing.T) {
	for _, tt := range []struct {
		err       error
		want, not string // in the message; not in it
	}{
		{errors.New("no"), "nothing that was finished is lost; continue with: apprentice train --run a.run --replay b.run", ""},
		{selfplay.ErrDiffers, "a.run does not repeat b.run: the runs differ", "continue"},
		{&run.MovedError{Rescued: "a.run.rescued"}, "continue with: apprentice train --run a.run.rescued --replay b.run", "finished"},
		{&run.MovedError{}, "continue with: apprentice train --run a.run --replay b.run", "finished"},
		{&run.MovedError{Lost: true}, "", "continue"},
	} {
		f := flagsOf(t, "--run", "a.run", "--replay", "b.run")
		got := strings.ReplaceAll(f.failed(tt.err).Error(), console.ProgramName(), "apprentice")
		if !errors.Is(f.failed(tt.err), tt.err) || !strings.Contains(got, tt.want) || tt.not != "" && strings.Contains(got, tt.not) {
			t.Errorf("%v became %q", tt.err, got)
		}
	}
}
