package player

import (
	"strings"
	"testing"
	"time"

	"apprentice/eval"
)

func TestParseTimeControl(t *testing.T) {
	for text, want := range map[string]eval.TimeControl{
		"8+0.08":     {Base: 8 * time.Second, Inc: 80 * time.Millisecond},
		"10":         {Base: 10 * time.Second},
		"40/10+0.1":  {Base: 10 * time.Second, Inc: 100 * time.Millisecond, Moves: 40},
		"1:30+1":     {Base: 90 * time.Second, Inc: time.Second},
		"40/2:00":    {Base: 2 * time.Minute, Moves: 40},
		"0:00.5+0":   {Base: 500 * time.Millisecond},
		"90:00+30":   {Base: 90 * time.Minute, Inc: 30 * time.Second},
		"1/0.05":     {Base: 50 * time.Millisecond, Moves: 1},
		"0.25+0.025": {Base: 250 * time.Millisecond, Inc: 25 * time.Millisecond},
	} {
		got, err := ParseTimeControl(text)
		if err != nil || *got != want {
			t.Errorf("%s is %+v, %v; want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "fast", "0", "0+1", "-1", "8+-1", "8+", "+1", "0/8", "-40/8", "x/8", "40/", "1:2:3", "-1:00", "a:30", "1:", "8s", "8+0.1s", "1e3", "inf", "8 + 1", "153722868:00", "1:9223372036"} {
		if tc, err := ParseTimeControl(text); err == nil {
			t.Errorf("%q is taken for %+v", text, tc)
		}
	}
	for _, text := range []string{"0.0001", "40/0.0009", "0:0.0001", "8+0.0001"} {
		if tc, err := ParseTimeControl(text); err == nil || !strings.Contains(err.Error(), "at least 0.001") {
			t.Errorf("%q is %+v, %v; want an error with the least time", text, tc, err)
		}
	}
}

// What String writes is read back.
func TestTimeControlRoundTrip(t *testing.T) {
	for _, tc := range []eval.TimeControl{
		{Base: time.Minute, Inc: 600 * time.Millisecond, Moves: 40}, {Base: 90500 * time.Millisecond}, {Base: time.Millisecond}, {Base: 1888816 * time.Second, Inc: time.Millisecond},
	} {
		if got, err := ParseTimeControl(tc.String()); err != nil || *got != tc {
			t.Errorf("%+v is written %s and read %+v, %v", tc, &tc, got, err)
		}
	}
}
