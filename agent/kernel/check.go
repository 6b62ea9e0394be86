package kernel

import (
	"fmt"

	"apprentice/games"
)

// Lanes16 and LanesF32 are the granularity of vector lengths: every vector of
// int16 is a multiple of Lanes16 long, every vector of float32 a multiple of
// LanesF32. They are the lanes of one 512-bit register.
const (
	Lanes16  = 32
	LanesF32 = 16
)

// checkRow panics unless a table of size weights has a row of width n.
func checkRow(name string, size, n int, row games.Feature) {
	if (int(row)+1)*n > size {
		panic(badRow(name, row, n, size))
	}
}

// checkRows is checkRow for all of rows.
func checkRows(name string, size, n int, rows []games.Feature) {
	var last games.Feature
	for _, r := range rows {
		last = max(last, r)
	}
	if len(rows) > 0 {
		checkRow(name, size, n, last)
	}
}

// badLength says which function was called with vectors whose lengths differ
// or are not a multiple of the lanes of a register. (It does not panic itself: a
// caller that panics need not keep its arguments over the call.)
//
//go:noinline
func badLength(name string, lanes int, lengths ...int) string {
	return fmt.Sprintf("kernel.%s: lengths %v must be equal and multiples of %d", name, lengths, lanes)
}

// badRow says which row does not exist.
//
//go:noinline
func badRow(name string, row games.Feature, n, size int) string {
	return fmt.Sprintf("kernel.%s: row %d of width %d lies outside a table of %d weights", name, row, n, size)
}
