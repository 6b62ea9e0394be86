package chronicle

import (
	"strings"
	"testing"
	"time"

	"apprentice/selfplay/run"
)

// A worker is described by how it stands, how fast it is and what it did wrong.
func TestWorkerWords(t *testing.T) {
	now := time.Unix(1000, 0)
	w := run.Worker{Name: "b", State: run.WorkerPlays, Cores: 4, Seen: now.Add(-3 * time.Second), Units: 2, Positions: 1000, Seconds: 10, Faults: 1, Fault: "unit 7"}
	text := WorkerWords(w, now)
	for _, part := range []string{"b, 4 cores: plays", "2 units, 400 positions/s; 1 fault, the last: unit 7"} {
		if !strings.Contains(text, part) {
			t.Errorf("%q lacks %q", text, part)
		}
	}
	if got := OfWorker(w); got.Speed == nil || *got.Speed != 400 || got.State != "plays" || got.Type != "worker" {
		t.Errorf("JSON %+v", got)
	}
	outside := run.Worker{Name: "d", State: run.WorkerRefusedState, Cores: 1, Fault: "install 1.2"}
	if got := WorkerWords(outside, now); got != "d, 1 core: not let in: install 1.2" || OfWorker(outside).Joined != nil {
		t.Errorf("not let in: %q, %+v", got, OfWorker(outside))
	}
	gone := run.Worker{Name: "c", State: run.WorkerGone, Cores: 2}
	if got := WorkersAtWork([]run.Worker{w, gone}); got != "1 other machine with 4 cores" {
		t.Errorf("at work: %q", got)
	}
	if got := WorkersAtWork([]run.Worker{gone}); got != "" {
		t.Errorf("at work: %q", got)
	}
}
