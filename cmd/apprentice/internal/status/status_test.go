package status

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/eval/stat"
	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

// Everything that a run can say is in the text, and nothing of it reaches the
// terminal unescaped.
func TestStatus(t *testing.T) {
	file := clitest.NewRun(t, 2)
	id, err := file.BeginSitting(run.Sitting{Program: "1.0\x1b[2J", Command: "prog train --run t.run --for 8h --workers `x`; rm --nice 3"})
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Beat(id, 7501, 3729); err != nil {
		t.Fatal(err)
	}
	for _, e := range []event.Data{
		event.Started{Version: "1.0\x1b[2J", Command: "train \x1b]0;title\x07"},
		event.Warning{What: "x", Text: "the same"}, event.Warning{What: "x", Text: "the same"},
		event.Refused{Verdict: "worse"},
		event.Adjudication{Adjudicated: 100, PlayedOut: 50, Wrong: 1},
		event.Raw{Name: "later", JSON: `{"a":1}`},
		event.Paused{By: "a person"},
	} {
		if err := file.AddEvent(0, e); err != nil {
			t.Fatal(err)
		}
	}
	out, err := clitest.Run(context.Background(), New(), file.Path())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		": tictactoe, seed 5", "paused: process ", "2 generations, 3,000 games, 10,000 positions; 2h5m in 1 sitting, 1h2m of processor time",
		"generation 3 plays: 0 of about 128 games", "After 2 minutes and 3,000 games against itself it beats random",
		"100 games were decided early; of 50 more that were played out, 1", "(2.00 %)",
		"+200 +- 30 67 % [54, 77]", "started by 1.0\\x1b[2J: train \\x1b]0;title\\a", "the same (2 times, last at ",
		"refused: worse", `later {"a":1}`, "3 networks", "control --run ", "play --run ", "plot --run ",
	} {
		if !strings.Contains(strings.Join(strings.Fields(out), " "), want) {
			t.Errorf("no %q", want)
		}
	}
	if t.Failed() || strings.ContainsAny(out, "\x1b\x07") {
		t.Errorf("%q", out)
	}
	for _, line := range strings.Split(out, "\n") {
		if len(line) > 80 && !strings.Contains(line, file.Path()) {
			t.Errorf("%d columns: %s", len(line), line)
		}
	}

	if err := file.EndSitting(id, "done"); err != nil {
		t.Fatal(err)
	}
	if out, err = clitest.Run(context.Background(), New(), file.Path(), "--events", "1"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"not training: the last sitting ended at ", ", as planned\n", "4 events earlier; --events 0 shows all", " train --run " + file.Path() + " --for 8h --nice 3\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in %s", want, out)
		}
	}
}

// A person who comes back in the morning reads what the night has brought.
func TestLastSitting(t *testing.T) {
	file := clitest.NewRun(t, 2)
	if _, err := file.BeginSitting(run.Sitting{}); err != nil {
		t.Fatal(err)
	}
	a, err := chronicle.ReadAccount(file, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	place := func(elo float64) chronicle.Strength {
		return chronicle.Strength{Interval: stat.Interval{Value: elo, Low: elo - 30, High: elo + 30}, Scale: 1, Games: 100}
	}
	a.Strengths = map[int]chronicle.Strength{1: place(500), 2: place(600)}
	a.Generations[0].Finished, a.Generations[1].Finished = a.Sittings[0].Begun.Add(-time.Hour), a.Sittings[0].Begun.Add(time.Hour)
	a.Sittings[0].Awake = 7500
	now := a.Sittings[0].Beat.Add(8 * time.Minute)
	a.Generations[1].PlaySeconds, a.Generations[1].LearnSeconds = 2700, 900
	var out, narrow bytes.Buffer
	if err := (&flags{run: "t.run"}).write(console.TerminalOf(&out), a, now); err != nil {
		t.Fatal(err)
	}
	small := console.TerminalOf(&narrow)
	small.Width = 58
	if err := (&flags{run: "t.run"}).write(small, a, time.Now()); err != nil || !strings.Contains(narrow.String(), "600 +- 30\n") {
		t.Errorf("%v; without its Elo: %s", err, &narrow)
	}
	for _, want := range []string{
		", 2h13m so far",
		"This sitting made it stronger: +100 +- 42 Elo (from 500 to 600, generations 1 and 2).",
		"time After generation 1 it played for 45m (75 %), learnt for 15m (25 %)",
	} {
		if !strings.Contains(strings.Join(strings.Fields(out.String()), " "), want) {
			t.Errorf("no %q in %s", want, &out)
		}
	}
}

func TestJSON(t *testing.T) {
	file := clitest.NewRun(t, 2)
	out, err := clitest.Run(context.Background(), New(), file.Path(), "--json")
	if err != nil {
		t.Fatal(err)
	}
	var s chronicle.Status
	decoder := json.NewDecoder(bytes.NewReader([]byte(out)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&s); err != nil {
		t.Fatal(err)
	}
	if s.V != chronicle.Version || s.Type != "status" || s.Condition != "untrained" || s.Run.Game != "tictactoe" || len(s.Generations) != 3 ||
		len(s.Matches) != 2 || s.Networks != 3 || s.Bytes.File == 0 || *s.Generations[1].Elo.Value != 200 || s.Sittings == nil || s.Events == nil {
		t.Errorf("%+v", s)
	}
}

// What a run is doing follows from its last sitting.
func TestCondition(t *testing.T) {
	file := clitest.NewRun(t, 0)
	read := func(later time.Duration) chronicle.Condition {
		t.Helper()
		a, err := chronicle.ReadAccount(file, time.Now().Add(later))
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := (&flags{run: "t.run"}).write(console.TerminalOf(&out), a, time.Now().Add(later)); err != nil || !strings.HasPrefix(out.String(), "run ") {
			t.Errorf("%v: %s", err, &out)
		}
		return a.Condition
	}
	expect := func(want chronicle.Condition, later time.Duration) {
		t.Helper()
		if got := read(later); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	expect(chronicle.Untrained, 0)
	id, err := file.BeginSitting(run.Sitting{})
	if err != nil {
		t.Fatal(err)
	}
	expect(chronicle.Training, 0)
	expect(chronicle.Silent, time.Hour)
	for _, step := range []struct {
		event event.Data
		want  chronicle.Condition
	}{{event.Paused{}, chronicle.Paused}, {event.Resumed{}, chronicle.Training}} {
		if err := file.AddEvent(0, step.event); err != nil {
			t.Fatal(err)
		}
		expect(step.want, 0)
	}
	if err := file.EndSitting(id, "done"); err != nil {
		t.Fatal(err)
	}
	expect(chronicle.Ended, time.Hour)
}

func TestNoRun(t *testing.T) {
	folder := t.TempDir()
	note := filepath.Join(folder, "note")
	if err := os.WriteFile(note, []byte("no run"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{note}, {filepath.Join(folder, "none.run")}, {"--events", "-1"}} {
		if out, err := clitest.Run(context.Background(), New(), args...); err == nil || out != "" {
			t.Errorf("%q: %v, %s", args, err, out)
		}
	}
}
