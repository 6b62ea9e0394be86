package chronicle

import (
	"slices"
	"testing"

	"apprentice/selfplay/run"
)

func TestEntriesAreInOrderOfCause(t *testing.T) {
	paused, pause := run.Paused{By: "a"}, run.Ordered{What: run.OrderPause, By: "a"}
	resumed, resume := run.Resumed{By: "b"}, run.Ordered{What: run.OrderResume, By: "b"}
	for _, test := range []struct{ written, want []run.EventData }{
		{[]run.EventData{paused, pause, resumed, resume}, []run.EventData{pause, paused, resume, resumed}},
		{[]run.EventData{paused, pause, resume, pause}, []run.EventData{pause, paused, resume, pause}},
		{[]run.EventData{paused, pause, run.Ordered{What: run.OrderPause, By: "a"}, resume}, []run.EventData{pause, paused, pause, resume}},
		{[]run.EventData{run.Paused{}, pause}, []run.EventData{run.Paused{}, pause}},                     // by a key
		{[]run.EventData{paused, resume}, []run.EventData{paused, resume}},                               // another order
		{[]run.EventData{pause, paused}, []run.EventData{pause, paused}},                                 // as it should be
		{[]run.EventData{run.Raw{Name: "later"}, pause}, []run.EventData{run.Raw{Name: "later"}, pause}}, // of a newer program
	} {
		a := &Account{}
		for _, data := range test.written {
			a.Events = append(a.Events, run.Event{Data: data})
		}
		var got, want []string
		for _, e := range a.Entries() {
			got = append(got, e.Text)
		}
		for _, data := range test.want {
			want = append(want, data.String())
		}
		if !slices.Equal(got, want) {
			t.Errorf("written %v: %q, want %q", test.written, got, want)
		}
	}
}
