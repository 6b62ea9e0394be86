package train

import (
	"sync/atomic"
	"time"

	"apprentice/selfplay"
)

// ownClock counts the time of a sitting from where its own work begins: what an
// earlier one left to learn or to measure is not counted.
type ownClock struct {
	awake  selfplay.Clock
	before atomic.Int64 // what the clock said when the sitting's own work began
	begun  atomic.Bool
}

// begin starts the time of the sitting.
func (c *ownClock) begin() {
	c.before.Store(int64(c.awake.Elapsed()))
	c.begun.Store(true)
}

// Elapsed implements selfplay.Clock. It is 0 before the sitting's own work.
func (c *ownClock) Elapsed() time.Duration {
	if !c.begun.Load() {
		return 0
	}
	return c.awake.Elapsed() - time.Duration(c.before.Load())
}
