package learn

import (
	"context"
	"math"

	"apprentice/agent/value"
)

// shelf is the memory for the buckets of a list. Either every bucket that was
// read stays, or a few places are used over and over.
type shelf struct {
	list   *list
	kept   []*bucket    // by number; nil where nothing stays
	places chan *bucket // those that are free
}

// take returns a bucket of the list, read now or before.
func (s *shelf) take(ctx context.Context, number int) (*bucket, error) {
	if s.kept != nil {
		if s.kept[number] == nil {
			b := new(bucket)
			if err := b.load(ctx, s.list, number); err != nil {
				return nil, err
			}
			s.kept[number] = b
		}
		return s.kept[number], nil
	}
	select {
	case b := <-s.places:
		return b, b.load(ctx, s.list, number)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// give ends the use of a bucket.
func (s *shelf) give(b *bucket) {
	if s.kept == nil {
		s.places <- b
	}
}

// feed reads buckets ahead of their use, in an order that is known in advance.
type feed struct {
	shelf  *shelf
	ready  chan *bucket
	err    error // valid once ready is closed
	cancel context.CancelFunc
}

// feed begins to read the buckets with these numbers.
func (s *shelf) feed(ctx context.Context, numbers []int) *feed {
	ctx, cancel := context.WithCancel(ctx)
	f := &feed{shelf: s, ready: make(chan *bucket), cancel: cancel}
	go func() {
		defer close(f.ready)
		for _, n := range numbers {
			b, err := s.take(ctx, n)
			if err != nil {
				f.err = err
				return
			}
			select {
			case f.ready <- b:
			case <-ctx.Done():
				f.err = ctx.Err()
				return
			}
		}
	}()
	return f
}

// next waits for the next bucket. There must be one.
func (f *feed) next() (*bucket, error) {
	b, ok := <-f.ready
	if !ok {
		return nil, f.err
	}
	return b, nil
}

// close stops reading and waits for its end.
func (f *feed) close() {
	f.cancel()
	for range f.ready {
	}
}

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
