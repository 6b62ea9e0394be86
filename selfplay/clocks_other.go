//go:build !linux

package selfplay

import "time"

// programStart is what readings count from.
var programStart = time.Now()

// readClocks reads the clocks of the machine. Whether the monotonic clock runs
// while the machine sleeps differs between systems and their versions.
func readClocks() Reading {
	now := time.Now()
	return Reading{Mono: now.Sub(programStart), Wall: time.Duration(now.UnixNano())}
}
