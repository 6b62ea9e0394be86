package chronicle

import (
	"testing"

	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

// A run that another program continues says so, once.
func TestSign(t *testing.T) {
	file := clitest.NewRatedRun(t)
	own := Signatures("chess 7\n" + file.Config().Game + " 12\n")
	for range 2 {
		if err := own.Sign(file); err != nil {
			t.Fatal(err)
		}
	}
	if events, err := file.Events(); err != nil || len(events) != 0 {
		t.Errorf("before anything was written: %v, %v", events, err)
	}
	file.SetProgram("0.0.1", "7")
	if _, err := file.AddMatch(run.Match{A: "gen:0", B: "random", Games: 2, Wins: 2, Penta: [5]int{4: 1}, First: [3]int{1, 0, 0}, Settings: "{}"}); err != nil {
		t.Fatal(err)
	}
	if err := own.Sign(file); err != nil {
		t.Fatal(err)
	}
	events, err := file.Events()
	if err != nil || len(events) != 1 {
		t.Fatal(events, err)
	}
	want := event.ProgramChanged{From: event.Program{Version: "0.0.1", Signature: "7"}, To: event.Program(file.Program())}
	if events[0].Data != event.Data(want) {
		t.Errorf("event %v, want %v", events[0].Data, want)
	}
}
