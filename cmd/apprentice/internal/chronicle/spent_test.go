package chronicle

import (
	"testing"
	"time"

	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

func TestSpent(t *testing.T) {
	const all = "It played for 2h (67 %), learnt for 45m (25 %) and measured for 15m (8 %)."
	for _, tt := range []struct {
		first, workers int
		want           string
	}{
		{0, 0, all},
		{0, 1, all}, // 80 % of one
		{0, 2, all + " It had 40 % of 2 processors: other programs, or waiting, took the rest."},
		{2, 1, "After generation 2 it played for 40m (67 %), learnt for 15m (25 %) and measured for 5m (8 %)."},
		{3, 2, ""},
		{9, 2, ""},
	} {
		if got := nightHistory().Spent(tt.first, tt.workers); got != tt.want {
			t.Errorf("after %d, with %d workers: %q, want %q", tt.first, tt.workers, got, tt.want)
		}
	}
}

// An account speaks of its last sitting, and of no processors where others played.
func TestLastSpent(t *testing.T) {
	a := &Account{
		History:  nightHistory(),
		Sittings: []run.Sitting{{Begun: time.Unix(10, 0)}, {Begun: time.Unix(3601, 0)}},
		Events:   []run.Event{{Data: event.Started{Workers: 1}}, {Data: event.Started{Workers: 4}}},
	}
	const want = "After generation 1 it played for 1h20m (67 %), learnt for 30m (25 %) and measured for 10m (8 %)."
	if got := a.LastSpent(); got != want+" It had 20 % of 4 processors: other programs, or waiting, took the rest." {
		t.Errorf("%s", got)
	}
	a.Workers = []run.Worker{{Name: "laptop"}}
	if got := a.LastSpent(); got != want {
		t.Errorf("%s", got)
	}
	a.Sittings = nil
	if got := a.LastSpent(); got != "" {
		t.Errorf("%s", got)
	}
}
