package selfplay

import (
	"time"

	"golang.org/x/sys/unix"
)

// readClocks reads the clocks of the machine. While it sleeps, CLOCK_MONOTONIC
// stands still and CLOCK_BOOTTIME does not.
func readClocks() Reading {
	mono, monoErr := readClock(unix.CLOCK_MONOTONIC)
	boot, bootErr := readClock(unix.CLOCK_BOOTTIME)
	return Reading{
		Mono: mono, Wall: time.Duration(time.Now().UnixNano()),
		Slept: boot - mono, SleepKnown: monoErr == nil && bootErr == nil,
	}
}

// readClock reads one of them.
func readClock(id int32) (time.Duration, error) {
	var t unix.Timespec
	err := unix.ClockGettime(id, &t)
	return time.Duration(t.Nano()), err
}
