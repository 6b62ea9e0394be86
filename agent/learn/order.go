package learn

import (
	"math"
	"math/bits"
	"sort"

	"apprentice/internal/splitmix"
)

// epochOrder is the order of the samples of a list in one epoch: buckets in
// random order, and the samples of each in random order. It depends on the
// samples, the seed and the epoch, and not on how many buckets are in memory.
type epochOrder struct {
	key     uint64
	numbers []int // buckets that are not empty
	ends    []int // places of the order up to the end of each of them
}

// orderKey returns the key of the order of buckets in an epoch. The keys that
// follow it are those of the samples in each bucket.
func orderKey(seed uint64, epoch int) uint64 {
	return splitmix.Hash(splitmix.Hash(seed) ^ splitmix.Hash(^uint64(epoch)))
}

// newEpochOrder returns the order of an epoch.
func newEpochOrder(l *list, seed uint64, epoch int) epochOrder {
	o := epochOrder{key: orderKey(seed, epoch)}
	n := 0
	p := newPermutation(len(l.buckets), o.key)
	for i := range l.buckets {
		number := p.at(i)
		if samples := l.buckets[number].samples; samples > 0 {
			n += samples
			o.numbers, o.ends = append(o.numbers, number), append(o.ends, n)
		}
	}
	return o
}

// find returns which of the numbers holds a place.
func (o *epochOrder) find(place int) int { return sort.SearchInts(o.ends, place+1) }

// span is a bucket at its place in the order.
type span struct {
	bucket     *bucket
	order      permutation
	begin, end int // places
}

// span returns the span of entry i of numbers.
func (o *epochOrder) span(i int, b *bucket) span {
	s := span{bucket: b, end: o.ends[i]}
	if i > 0 {
		s.begin = o.ends[i-1]
	}
	s.order = newPermutation(s.end-s.begin, o.key+1+uint64(b.number))
	return s
}

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
