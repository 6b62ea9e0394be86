package learn

import (
	"math"

	"apprentice/agent/value"
)

// processMemory is what a program takes besides the memory that learning counts,
// at a guess: code, stacks, what else it does.
const processMemory = 24 << 20

// bucketMemory returns how many bytes buckets may take: what is left of Memory
// besides the weights, both moments, the best weights and a copy of all of them
// for a checkpoint, a gradient for each chunk, and the lanes.
func (o *Options) bucketMemory(s value.Shape, chunks int) int64 {
	if o.Memory == 0 {
		return math.MaxInt64
	}
	vector := 4 * int64(numParams(s))
	words := 2 * s.MaxActive
	if o.Common {
		words *= 2
	}
	lane := int64(chunkSamples*(2*words+52) + 16*s.Hidden)
	return o.Memory - processMemory - int64(8+chunks)*vector - int64(o.workers())*lane
}

// shelves makes room for the buckets of both lists. Where all of them fit into
// so much memory they stay there after the first time. Else both share a few
// places: as many as the longest batch may need, one to read into meanwhile,
// and two more if there is room.
func shelves(train, held *list, memory int64, batch int) (t, h *shelf) {
	t, h = &shelf{list: train}, &shelf{list: held}
	memory -= train.memory() + held.memory()
	all, most := int64(0), bucketSize{}
	for _, l := range [2][]bucketSize{train.buckets, held.buckets[:measured(held)]} {
		for _, b := range l {
			all += b.memory()
			most.samples, most.bytes = max(most.samples, b.samples), max(most.bytes, b.bytes)
		}
	}
	if all <= max(memory, 0) {
		t.kept, h.kept = make([]*bucket, len(train.buckets)), make([]*bucket, len(held.buckets))
		return t, h
	}
	n := train.span(batch) + 1
	if spare := int(memory/most.memory()) - n; spare > 0 {
		n += min(spare, 2)
	}
	t.places = make(chan *bucket, n)
	for range n {
		t.places <- &bucket{data: make([]byte, 0, most.bytes), starts: make([]uint32, 0, most.samples)}
	}
	h.places = t.places
	return t, h
}

// span returns how many buckets at most hold n consecutive samples,
// whatever the order of the buckets.
func (l *list) span(samples int) int {
	least := 0
	for _, b := range l.buckets {
		if b.samples > 0 && (least == 0 || b.samples < least) {
			least = b.samples
		}
	}
	if least == 0 {
		return 1
	}
	return min((samples+least-2)/least+1, len(l.buckets))
}
