package learn

import (
	"math"
	"math/bits"

	"apprentice/internal/splitmix"
)

// rounds of the permutation. Four of a Feistel network with random functions
// cannot be distinguished from a random permutation (Luby and Rackoff, 1988); two more
// make up for the functions being mere hashes.
const rounds = 6

// permutation is a random order of the numbers below n that takes no memory
// and can be read anywhere, by any worker: a Feistel network over a grid of
// at least n cells, walked on until it hits one of the n. Another shuffle would
// keep and move four bytes a sample in every epoch, on one core.
type permutation struct {
	n             uint64
	width, height uint32 // of the grid
	keys          [rounds]uint64
}

// newPermutation returns the order that a key gives. n lies in [1, 2^52].
func newPermutation(n int, key uint64) permutation {
	p := permutation{n: uint64(n)}
	side := uint64(math.Ceil(math.Sqrt(float64(n))))
	p.width = uint32(side)
	p.height = uint32((p.n + side - 1) / side)
	for i := range p.keys {
		key = splitmix.Hash(key)
		p.keys[i] = key
	}
	return p
}

// at returns the number in place i, 0 <= i < n. The grid has fewer spare cells
// than a row, so that it is hardly ever necessary to walk on.
func (p *permutation) at(i int) int {
	x := uint64(i)
	for {
		x = p.shuffle(x)
		if x < p.n {
			return int(x)
		}
	}
}

// shuffle permutes the cells of the grid: column and row are shifted in turn
// by a hash of the other.
func (p *permutation) shuffle(x uint64) uint64 {
	row, column := uint32(x/uint64(p.width)), uint32(x%uint64(p.width))
	for i := 0; i < rounds; i += 2 {
		column = shift(column, row, p.width, p.keys[i])
		row = shift(row, column, p.height, p.keys[i+1])
	}
	return uint64(row)*uint64(p.width) + uint64(column)
}

// shift returns (a + hash of b) modulo size.
func shift(a, b, size uint32, key uint64) uint32 {
	hash, _ := bits.Mul64(splitmix.Hash(key^uint64(b)), uint64(size))
	sum := uint64(a) + hash
	if sum >= uint64(size) {
		sum -= uint64(size)
	}
	return uint32(sum)
}
