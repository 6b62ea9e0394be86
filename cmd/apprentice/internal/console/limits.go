package console

import (
	"fmt"
)

// What no machine needs more of.
const (
	MaxHashMB      = 1 << 20 // of a hash table
	threadsPerCPU  = 16      // more only stand in each other's way
	leastThreadCap = 256     // asked for by scripts that were written elsewhere
)

// MaxParallel is how many threads, games or workers this machine may be asked
// for.
func MaxParallel() int { return max(leastThreadCap, threadsPerCPU*UsableCPUs()) }

// HashError returns why there cannot be tables of a number of MB each, as many
// as are needed; nil where they fit into the memory.
func HashError(mb, tables int) error {
	if mb > MaxHashMB {
		return fmt.Errorf("no machine has %s MB for a hash table; at most %s make sense", Thousands(int64(mb)), Thousands(MaxHashMB))
	}
	free, ok := FreeMemory()
	total := int64(mb) * int64(max(tables, 1))
	if !ok || total <= free>>20 {
		return nil
	}
	if tables > 1 {
		return fmt.Errorf("%d hash tables of %s MB need %s MB, and %s MB are free", tables, Thousands(int64(mb)), Thousands(total), Thousands(max(free, 0)>>20))
	}
	return fmt.Errorf("not enough memory for a hash table of %s MB (%s MB free)", Thousands(total), Thousands(max(free, 0)>>20))
}
