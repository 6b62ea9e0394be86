package run

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"apprentice/selfplay/run/event"
)

func TestEvents(t *testing.T) {
	f := newRun(t)
	before := time.Now().Add(-time.Second)
	loss := 0.75
	added := []event.Data{
		event.Started{Version: "0.2", Command: "apprentice train", Workers: 2},
		event.Refused{Verdict: "worse", Loss: &loss},
		event.ProgramChanged{From: event.Program{Version: "0.1", Signature: "7"}, To: event.Program{Version: "0.2"}},
		event.Cheated{Worker: "b", Unit: 3, Generations: []int{1, 2}},
		event.Resumed{},
	}
	for i, d := range added {
		must(t, f.AddEvent(i%2, d))
	}
	got, err := f.Events()
	must(t, err)
	if len(got) != len(added) {
		t.Fatalf("%d events, want %d", len(got), len(added))
	}
	for i, e := range got {
		if diff := cmp.Diff(added[i], e.Data); diff != "" || e.Generation != i%2 || e.At.Before(before) || e.ID != int64(i+1) {
			t.Errorf("event %d of generation %d at %v (-want +got):\n%s", e.ID, e.Generation, e.At, diff)
		}
	}
}

// Events of a later program, and data that does not fit its kind, survive as
// they are.
func TestUnknownEvents(t *testing.T) {
	f := newRun(t)
	want := []event.Data{event.Raw{Name: "eclipse", JSON: `{"of":"the sun"}`}, event.Raw{Name: "slept", JSON: `{"seconds":"long"}`}}
	for _, d := range want {
		must(t, f.AddEvent(0, d))
	}
	events, err := f.Events()
	must(t, err)
	var got []event.Data
	for _, e := range events {
		got = append(got, e.Data)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Events (-want +got):\n%s", diff)
	}
}
