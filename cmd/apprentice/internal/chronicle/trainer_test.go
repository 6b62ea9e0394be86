package chronicle

import (
	"os"
	"testing"
	"time"

	"apprentice/selfplay/run"
)

func TestBreathes(t *testing.T) {
	host, err := os.Hostname()
	if err != nil {
		t.Skip(err)
	}
	now := time.Now()
	for _, tt := range []struct {
		name string
		s    run.Sitting
		want bool
	}{
		{"this process, silent for long", run.Sitting{Host: host, PID: os.Getpid()}, true},
		{"no process", run.Sitting{Host: host, PID: 1 << 30, Beat: now}, false},
		{"elsewhere, of late", run.Sitting{Host: host + "2", PID: 1 << 30, Beat: now.Add(-time.Minute)}, true},
		{"elsewhere, silent for long", run.Sitting{Host: host + "2", PID: os.Getpid(), Beat: now.Add(-time.Hour)}, false},
	} {
		if got := breathes(tt.s, now); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}
