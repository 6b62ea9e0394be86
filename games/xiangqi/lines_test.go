package xiangqi

import "testing"

// TestLineSets compares the sets of all lines with their squares one by one.
func TestLineSets(t *testing.T) {
	for rank := range uint8(numRanks) {
		for l := range line(1 << numFiles) {
			var want set
			for b := l; b != 0; b &= b - 1 {
				want = want.or(squareAt(b.first(), rank).bit())
			}
			if got := rankSet(rank, l); got != want {
				t.Fatalf("rank %d, files %#b: %v, want %v", rank, l, squaresOf(got), squaresOf(want))
			}
		}
	}
	for file := range uint8(numFiles) {
		for l := range line(1 << numRanks) {
			var want set
			for b := l; b != 0; b &= b - 1 {
				want = want.or(squareAt(file, b.first()).bit())
			}
			if got := fileSet(file, l); got != want {
				t.Fatalf("file %d, ranks %#b: %v, want %v", file, l, squaresOf(got), squaresOf(want))
			}
		}
	}
}
