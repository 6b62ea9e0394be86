package cli

import (
	"fmt"
	"math"

	"github.com/dustin/go-humanize"

	"apprentice/internal/machine"
)

// MemoryUsage describes --memory.
const MemoryUsage = "memory that learning may take, as in 300MB; it does not change the result (default a third of the machine's)"

// memoryShare is the part of the machine's memory that learning takes where
// nobody says how much.
const memoryShare = 3

// Bounds of --memory.
const (
	leastMemory   = 100 << 20
	guessedMemory = 1 << 30 // where the system does not say how much there is
)

// MemoryBytes returns how much memory learning may take, given the text of
// --memory, "" for the default.
func MemoryBytes(text string) (int64, error) {
	total, _, err := machine.Memory()
	if text == "" {
		if err != nil {
			return guessedMemory, nil
		}
		return max(total/memoryShare, leastMemory), nil
	}
	n, unread := humanize.ParseBytes(text)
	if unread != nil || n > math.MaxInt64 {
		return 0, fmt.Errorf("--memory is %q; want a size, as in 300MB or 4GB", text)
	}
	if err == nil && int64(n) > total {
		return 0, fmt.Errorf("--memory is %s; this machine has %s", text, humanize.Bytes(uint64(total)))
	}
	// 100MB and 100MiB are both enough.
	if n < 100e6 {
		return 0, fmt.Errorf("--memory is %s; it must be at least 100MB", text)
	}
	return int64(n), nil
}
