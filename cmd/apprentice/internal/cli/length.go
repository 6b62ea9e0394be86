package cli

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"apprentice/cmd/apprentice/internal/console"
)

// Day is a day of a flag, whatever the clock on the wall does.
const Day = 24 * time.Hour

// mostDays bounds the days of a flag: a hundred years.
const mostDays = 36500

// LengthFlag is a flag for how long something takes. It reads what
// time.ParseDuration reads, and days before that, as in 7d or 1d12h.
type LengthFlag time.Duration

// String implements pflag.Value. Help shows no default for "0".
func (f *LengthFlag) String() string {
	if *f == 0 {
		return "0"
	}
	return Length(time.Duration(*f))
}

// Type implements pflag.Value.
func (f *LengthFlag) Type() string { return "duration" }

// Set implements pflag.Value.
func (f *LengthFlag) Set(text string) error {
	const want = "want a time, as in 90s, 15m, 8h or 7d"
	text = strings.TrimSpace(text)
	if _, err := strconv.ParseFloat(text, 64); err == nil && text != "0" {
		return fmt.Errorf("it has no unit; %s", want)
	}
	sum, rest := time.Duration(0), text
	days, after, ok := strings.Cut(text, "d")
	if ok {
		n, err := strconv.ParseFloat(days, 64)
		if err != nil || !(n >= -mostDays && n <= mostDays) {
			return fmt.Errorf("%q is not a number of days up to %d; %s", days, mostDays, want)
		}
		sum, rest = time.Duration(n*float64(Day)), after
	}
	if rest != "" || !ok {
		more, err := time.ParseDuration(rest)
		if err != nil {
			return fmt.Errorf("%s", want)
		}
		sum += more
	}
	*f = LengthFlag(sum)
	return nil
}

// Length writes a duration as a person gives it to a flag: 7d, not 168h0m0s.
func Length(d time.Duration) string {
	if d >= Day && d%Day == 0 {
		return fmt.Sprintf("%dd", d/Day)
	}
	return console.FlagDuration(d)
}
