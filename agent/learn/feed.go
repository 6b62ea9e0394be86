package learn

import "context"

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
