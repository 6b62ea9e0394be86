package train

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spf13/cobra"

	"apprentice/agent/learn"
	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

// linesOf returns a reporter that writes what is returned with it.
func linesOf(t *testing.T) (*lines, *bytes.Buffer) {
	var out bytes.Buffer
	l := newLines(clitest.NewRun(t, 1), func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) },
		func() string { return "1:00 elapsed" })
	return l, &out
}

// Lines of progress have totals, and leave out what is not known yet.
// A line names the losses that there are.
func TestLosses(t *testing.T) {
	for _, test := range []struct {
		loss, heldOut float64
		want          string
	}{
		{0.0136, 0.0155, "; loss 0.0136, held out 0.0155"},
		{0.0136, math.NaN(), "; loss 0.0136"},
		{math.NaN(), math.NaN(), ""},
		{0, 0, ""},
	} {
		if got := losses(run.Generation{Loss: test.loss, HeldOut: test.heldOut}); got != test.want {
			t.Errorf("%g and %g: %q, want %q", test.loss, test.heldOut, got, test.want)
		}
	}
}

func TestLines(t *testing.T) {
	for _, tt := range []struct {
		status selfplay.Status
		want   string
	}{
		{selfplay.Status{Generation: 2, Phase: run.Playing, Units: 41, UnitsDone: 4, Seconds: 2, Positions: 5000},
			"generation 2: playing 10 %, 512 of 5,248 games, 2,500 positions/s; 1:00 elapsed"},
		{selfplay.Status{Generation: 2, Phase: run.Learning}, "generation 2: learning, reads the games; 1:00 elapsed"},
		{selfplay.Status{Generation: 2, Phase: run.Learning, Read: 4000, Progress: learn.Progress{Steps: 7}}, "generation 2: learning, reads the games, 4,000 so far; 1:00 elapsed"},
		{selfplay.Status{Generation: 2, Phase: run.Learning, Progress: learn.Progress{Epoch: 1, Epochs: 8, Step: 5, Steps: 100, Loss: 0.05}},
			"generation 2: learning 5 %, epoch 1 of 8, loss 0.0500; 1:00 elapsed"},
		{selfplay.Status{Generation: 2, Phase: run.Learning, Progress: learn.Progress{Epoch: 1, Epochs: 8, Step: 5, Steps: 100, Loss: 0.05, HeldOut: 0.06, PositionsPerSecond: 323599}},
			"generation 2: learning 5 %, epoch 1 of 8, loss 0.0500, held out 0.0600, 323,599 positions/s; 1:00 elapsed"},
	} {
		l, out := linesOf(t)
		l.last = l.last.Add(-lineInterval)
		l.status(tt.status)
		l.status(tt.status) // too soon
		if got := strings.TrimSuffix(out.String(), "\n"); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.status, got, tt.want)
		}
	}
	l, out := linesOf(t)
	l.last = l.last.Add(-lineInterval)
	l.measuring(2, 30, 1200)
	if got := out.String(); got != "generation 2: measuring 2 %, 30 of 1,200 games; 1:00 elapsed\n" {
		t.Error(got)
	}
}

// The lines of a night are few enough to be read.
func TestLinesOfNight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, out := linesOf(t)
		count := func(d time.Duration) int {
			out.Reset()
			for end := time.Now().Add(d); time.Now().Before(end); time.Sleep(time.Second) {
				l.measuring(2, 30, 1200)
			}
			return strings.Count(out.String(), "\n")
		}
		if n := count(10 * time.Minute); n < 55 || n > 60 {
			t.Errorf("%d lines in the first ten minutes, want one every ten seconds", n)
		}
		if n := count(470 * time.Minute); n < 300 || n > 400 {
			t.Errorf("%d lines in the rest of eight hours, want one every two minutes and some", n)
		}
	})
}

// Whatever enters the log book is a line, once, and nothing of it reaches the
// terminal unescaped.
func TestLinesEvents(t *testing.T) {
	l, out := linesOf(t)
	l.notice("the machine is hot; be careful")
	for _, e := range []run.Event{
		{Data: event.Started{}}, {Data: event.Adjudication{}}, {Data: event.Ended{}},
		{Data: event.Warning{Text: "the machine is hot"}},
		{Generation: 3, Data: event.Refused{Verdict: "worse\x1b[2J"}},
		{Data: event.Waited{What: "add", Seconds: 12}},
	} {
		l.event(e)
	}
	const want = "the machine is hot; be careful\n" +
		"generation 3: the network was refused: worse\\x1b[2J; the parent plays on\n" +
		"waited 12s to add: another program held a lock\n"
	if out.String() != want {
		t.Errorf("%s", out)
	}
}

// Every line of --json is an object of the run's own types, also where lines
// are dropped.
func TestJSONLines(t *testing.T) {
	file := clitest.NewRun(t, 1)
	var f flags
	f.add(&cobra.Command{})
	f.run, f.workers, f.json = file.Path(), 1, true
	var out bytes.Buffer
	s := f.newSitting(file, &out)
	if err := s.begin(t.Context(), "again"); err != nil {
		t.Fatal(err)
	}
	s.out.asJSON.begin(f.run)
	s.notice("not for programs")
	s.out.hangup()
	s.status(selfplay.Status{Generation: 1, Phase: run.Playing, Units: 2})
	s.status(selfplay.Status{Generation: 1, Phase: run.Playing, Units: 2, UnitsDone: 1}) // too soon
	s.status(selfplay.Status{Generation: 1, Phase: run.Learning})
	s.status(selfplay.Status{Generation: 1, Phase: run.Done})
	s.record(event.Slept{Seconds: 5})
	if err := file.PutWorkers([]run.Worker{{Name: "laptop", State: run.WorkerPlays}, {Name: "tower", State: run.WorkerPlays}}); err != nil {
		t.Fatal(err)
	}
	s.record(event.WorkerJoined{Worker: "tower"})
	s.tellNews()
	if err := file.PutWorkers([]run.Worker{{Name: "tower", State: run.WorkerGone}}); err != nil {
		t.Fatal(err)
	}
	s.record(event.WorkerLeft{Worker: "tower"}) // the laptop is as it was
	if err := s.end(nil); err != nil {
		t.Error(err)
	}
	if !s.out.caughtUp() {
		t.Error("a line of text says that lines are missing")
	}
	if err := f.conclude(t.Context(), s, historyIn(t, file), conclusion{reason: "because"}); err != nil {
		t.Error(err)
	}
	s.clock.Stop()
	s.out.close(t.Context())
	var types []string
	for scan := bufio.NewScanner(&out); scan.Scan(); {
		var object struct {
			V    int
			Type string
		}
		if err := json.Unmarshal(scan.Bytes(), &object); err != nil || object.V != 1 {
			t.Errorf("%v: %s", err, scan.Text())
		}
		types = append(types, object.Type)
	}
	const want = "run progress progress match generation event event worker worker event worker event dropped summary"
	if got := strings.Join(types, " "); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
