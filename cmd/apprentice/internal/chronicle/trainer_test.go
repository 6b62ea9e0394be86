package chronicle

import (
	"os"
	"strings"
	"testing"
	"time"

	"apprentice/selfplay/run"
)

// A sitting of seconds did not take 0s, and one of hours is not told in seconds.
func TestEndedUncleanSaysHowLong(t *testing.T) {
	for awake, want := range map[float64]string{15.2: ", after 15s of 8h", 3*3600 + 62: ", after 3h1m of 8h"} {
		if got := EndedUnclean(run.Sitting{Awake: awake, Command: "train --for 8h"}); !strings.HasSuffix(got, want) {
			t.Errorf("%v s: %q does not end with %q", awake, got, want)
		}
	}
}

// A sitting that came to its bound ended as planned, and others for a reason.
func TestEnding(t *testing.T) {
	for why, want := range map[string]string{"done": ", as planned", "stopped, as process 7 asked": ": stopped, as process 7 asked"} {
		if got := Ending(run.Sitting{Why: why}); got != want {
			t.Errorf("%s: %q, want %q", why, got, want)
		}
	}
}

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
