package chronicle

import (
	"slices"
	"testing"

	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

func TestEntriesAreInOrderOfCause(t *testing.T) {
	paused, pause := event.Paused{By: "a"}, event.Ordered{What: string(run.OrderPause), By: "a"}
	resumed, resume := event.Resumed{By: "b"}, event.Ordered{What: string(run.OrderResume), By: "b"}
	for _, test := range []struct{ written, want []event.Data }{
		{[]event.Data{paused, pause, resumed, resume}, []event.Data{pause, paused, resume, resumed}},
		{[]event.Data{paused, pause, resume, pause}, []event.Data{pause, paused, resume, pause}},
		{[]event.Data{paused, pause, event.Ordered{What: string(run.OrderPause), By: "a"}, resume}, []event.Data{pause, paused, pause, resume}},
		{[]event.Data{event.Paused{}, pause}, []event.Data{event.Paused{}, pause}},                     // by a key
		{[]event.Data{paused, resume}, []event.Data{paused, resume}},                                   // another order
		{[]event.Data{pause, paused}, []event.Data{pause, paused}},                                     // as it should be
		{[]event.Data{event.Raw{Name: "later"}, pause}, []event.Data{event.Raw{Name: "later"}, pause}}, // of a newer program
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
