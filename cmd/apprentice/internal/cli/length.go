package cli

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"apprentice/cmd/apprentice/internal/console"
)

// Day is a day of a flag, whatever the clock on the wall does.
const Day = 24 * time.Hour

// mostDays bounds a flag: a hundred years, less than a time.Duration holds.
const mostDays = 36500

// errTooLong is the error of a flag beyond its bound.
var errTooLong = fmt.Errorf("too long: want at most %dd, a hundred years", mostDays)

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
		switch {
		case math.Abs(n) > mostDays: // also where it is more than a number holds
			return errTooLong
		case err != nil || math.IsNaN(n):
			return fmt.Errorf("%q is not a number of days; %s", days, want)
		}
		sum, rest = time.Duration(n*float64(Day)), after
	}
	if rest != "" || !ok {
		more, err := time.ParseDuration(rest)
		switch {
		case err != nil && formed.MatchString(rest):
			return errTooLong // the only thing that is wrong with it
		case err != nil:
			return errors.New(want)
		}
		sum += min(max(more, -tooMuch), tooMuch)
	}
	if sum > mostDays*Day || sum < -mostDays*Day {
		return errTooLong
	}
	*f = LengthFlag(sum)
	return nil
}

// tooMuch is beyond the bound, and can be added to it.
const tooMuch = (mostDays + 1) * Day

// formed matches what time.ParseDuration reads unless it is more than that holds.
var formed = regexp.MustCompile(`^[+-]?((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+$`)

// Length writes a duration as a person gives it to a flag: 7d, not 168h0m0s.
func Length(d time.Duration) string {
	if d >= Day && d%Day == 0 {
		return fmt.Sprintf("%dd", d/Day)
	}
	return console.FlagDuration(d)
}
