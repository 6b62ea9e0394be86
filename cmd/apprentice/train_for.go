package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// day is a day of a flag, whatever the clock on the wall does.
const day = 24 * time.Hour

// mostDays bounds the days of a flag: a hundred years.
const mostDays = 36500

// lengthFlag is a flag for how long something takes. It reads what
// time.ParseDuration reads, and days before that, as in 7d or 1d12h.
type lengthFlag time.Duration

// String implements pflag.Value. Help shows no default for "0".
func (f *lengthFlag) String() string {
	if *f == 0 {
		return "0"
	}
	return length(time.Duration(*f))
}

// Type implements pflag.Value.
func (f *lengthFlag) Type() string { return "duration" }

// Set implements pflag.Value.
func (f *lengthFlag) Set(text string) error {
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
			return fmt.Errorf("%q is no number of days up to %d; %s", days, mostDays, want)
		}
		sum, rest = time.Duration(n*float64(day)), after
	}
	if rest != "" || !ok {
		more, err := time.ParseDuration(rest)
		if err != nil {
			return fmt.Errorf("%s", want)
		}
		sum += more
	}
	*f = lengthFlag(sum)
	return nil
}

// length writes a duration as a person gives it to a flag: 7d, not 168h0m0s.
func length(d time.Duration) string {
	if d >= day && d%day == 0 {
		return fmt.Sprintf("%dd", d/day)
	}
	return flagDuration(d)
}
