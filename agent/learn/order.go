package learn

import (
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
