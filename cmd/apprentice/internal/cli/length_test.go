package cli

import (
	"strings"
	"testing"
	"time"
)

// TestLengthFlag checks what --for reads, and that it reads what it writes.
func TestLengthFlag(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"7d": 7 * Day, "1d12h": 36 * time.Hour, "0.5d": 12 * time.Hour, "8h": 8 * time.Hour, " 90s ": 90 * time.Second,
		"1h30m": 90 * time.Minute, "876000h": 36500 * Day, "0": 0, "0d": 0, "-1s": -time.Second, "-1d": -Day,
	} {
		var f LengthFlag
		if err := f.Set(text); err != nil || time.Duration(f) != want {
			t.Errorf("%q is %v (%v), want %v", text, time.Duration(f), err, want)
		}
		var again LengthFlag
		if err := again.Set(f.String()); err != nil || again != f {
			t.Errorf("%q was written as %q and read as %v (%v)", text, f.String(), time.Duration(again), err)
		}
	}
	for text, want := range map[string]string{
		"5": "no unit", "1e3": "no unit", "": "as in 90s", "d": "days", "xd": "days", "NaNd": "days",
		"1e9d": "at most 36500d", "1e999d": "at most 36500d", "36501d": "at most 36500d", "36500d1h": "at most 36500d",
		"876001h": "at most 36500d", "9999999h": "at most 36500d", "-9999999h": "at most 36500d", "36500d9e9h": "as in 90s",
		"36500d2562047h": "at most 36500d",
		"7w":             "as in 90s", "8h7d": "days", "1d2": "as in 90s", "for ever": "as in 90s",
	} {
		f := LengthFlag(time.Hour)
		if err := f.Set(text); err == nil || !strings.Contains(err.Error(), want) || f != LengthFlag(time.Hour) {
			t.Errorf("%q is %v (%v), want an error with %q", text, time.Duration(f), err, want)
		}
	}
	if got := Length(36 * time.Hour); got != "36h" {
		t.Errorf("36 hours are written as %q", got)
	}
}
