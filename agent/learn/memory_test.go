package learn

import (
	"context"
	"errors"
	"testing"
	"time"

	"apprentice/agent/value"
)

// trainInSittings trains in sittings: each ends after a random number of steps, by an error
// or because it is interrupted, and the next resumes from the last checkpoint.
// It returns how many there were.
func trainInSittings(t *testing.T, w *Window, o Options, seed uint64) (weights *value.Weights, report Report, sittings int) {
	t.Helper()
	rng := newRand(seed)
	var saved []byte
	killed := errors.New("killed")
	for {
		var state *State
		if saved != nil {
			state = decodeOK(t, saved)
		}
		ctx, cancel := context.WithCancel(t.Context())
		left := 1 + rng.IntN(25)
		kill, every := rng.IntN(2) == 0, 1+rng.IntN(3)
		o.Workers, o.Every = 1+rng.IntN(4), 1
		var err error
		weights, report, err = Train(ctx, w, o, state, Hooks{
			Progress: func(Progress) {
				if left--; left <= 0 {
					cancel()
				}
			},
			Due: func() bool { return left <= 0 || left%every == 0 },
			Checkpoint: func(s *State) error {
				if left <= 0 && kill {
					return killed // before it is saved
				}
				var err error
				saved, err = s.Encode()
				return err
			},
		})
		cancel()
		if err == nil {
			return weights, report, sittings
		}
		if sittings++; !errors.Is(err, context.Canceled) && !errors.Is(err, killed) || sittings > 300 {
			t.Fatalf("sitting %d: %v", sittings, err)
		}
	}
}

// The network does not depend on memory, workers or interruptions, inside an
// epoch and between two.
func TestMemoryChangesNothing(t *testing.T) {
	for _, tt := range []struct {
		name      string
		perBucket int
		change    func(*Options)
	}{
		{"small buckets", 100, func(o *Options) {}},
		{"patience", 1000, func(o *Options) { o.Epochs, o.Patience, o.LR = 30, 1, 5e-3 }},
		{"one bucket", 1 << 18, func(o *Options) {}},
	} {
		w := manyBuckets(t, tt.perBucket, 0)
		o := smallOptions()
		o.Batch = 450
		tt.change(&o)
		want, wantReport := train(t, w, o)
		interrupted := 0
		for i, memory := range []int64{0, 1} {
			o.Memory = memory
			for o.Workers = 1; o.Workers <= 4; o.Workers += 3 {
				got, report := train(t, w, o)
				sameTraining(t, tt.name, want, got, wantReport, report)
			}
			got, report, sittings := trainInSittings(t, w, o, uint64(i))
			sameTraining(t, tt.name+" in sittings", want, got, wantReport, report)
			interrupted += sittings
		}
		if interrupted < 3 {
			t.Errorf("%s: interrupted %d times: no good test", tt.name, interrupted)
		}
	}
}

func sameTraining(t *testing.T, name string, want, got *value.Weights, wantReport, report Report) {
	t.Helper()
	if sum(got) != sum(want) {
		t.Errorf("%s: weights %.12s, want %.12s", name, sum(got), sum(want))
	}
	if len(report.Epochs) != len(wantReport.Epochs) {
		t.Fatalf("%s: %d epochs, want %d", name, len(report.Epochs), len(wantReport.Epochs))
	}
	for i, l := range report.Epochs {
		if l != wantReport.Epochs[i] {
			t.Errorf("%s: losses of epoch %d: %v, want %v", name, i+1, l, wantReport.Epochs[i])
		}
	}
}

// shelves keeps to the memory it is given: all buckets where they fit, else a
// few places, but never fewer than a batch takes and one to read ahead.
func TestShelves(t *testing.T) {
	l, held := &list{}, &list{buckets: []bucketSize{{samples: 10, bytes: 700}}}
	for range 64 {
		l.buckets = append(l.buckets, bucketSize{samples: 100, bytes: 5000})
	}
	all := int64(64*5400 + 740)
	for _, tt := range []struct {
		memory int64
		batch  int
		places int // 0: all stay
	}{
		{all, 50, 0}, {all - 1, 50, 5}, {8 * 5400, 50, 5}, {4*5400 + 1, 50, 4}, {3 * 5400, 50, 3}, {5400, 50, 3},
		{-5, 50, 3}, {1, 1, 2}, {1, 101, 3}, {1, 102, 4}, {1, 1000, 12}, {1, 6400, 65}, {1, 1 << 40, 65},
	} {
		s, h := shelves(l, held, tt.memory, tt.batch)
		if (s.kept != nil) != (tt.places == 0) || cap(s.places) != tt.places || len(s.places) != tt.places || h.places != s.places {
			t.Errorf("%d bytes, batches of %d: %d places, all stay: %v; want %d", tt.memory, tt.batch, cap(s.places), s.kept != nil, tt.places)
		}
		for range tt.places {
			if b := <-s.places; cap(b.data) < 5000 || cap(b.starts) < 100 {
				t.Errorf("a place for %d bytes and %d samples", cap(b.data), cap(b.starts))
			}
		}
	}
}

// Reading buckets into places takes no more memory with every epoch.
func TestPlacesAreUsedAgain(t *testing.T) {
	w := manyBuckets(t, 60, 0)
	l, err := w.list(t.Context(), trained)
	must(t, err)
	held, err := w.list(t.Context(), heldOut)
	must(t, err)
	s, _ := shelves(l, held, 1, 50)
	seen := map[*byte]bool{}
	for range 3 {
		for n := range l.buckets {
			b, err := s.take(t.Context(), n)
			must(t, err)
			seen[&b.data[:1][0]] = true
			s.give(b)
		}
	}
	if len(seen) != cap(s.places) {
		t.Errorf("%d pieces of memory for %d places", len(seen), cap(s.places))
	}
}

// What is interrupted ends at once: waiting for a bucket, reading one, or
// looking for the samples of a window.
func TestReadingStops(t *testing.T) {
	w := manyBuckets(t, 60, 0)
	ctx, cancel := context.WithTimeout(t.Context(), time.Nanosecond)
	defer cancel()
	<-ctx.Done()
	if _, err := w.list(ctx, trained); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("list: %v", err)
	}
	l, err := w.list(t.Context(), trained)
	must(t, err)
	if err := new(bucket).load(ctx, l, 0); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("load: %v", err)
	}
	empty := &shelf{list: l, places: make(chan *bucket)}
	f := empty.feed(ctx, []int{0})
	if _, err := f.next(); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("feed: %v", err)
	}
	f.close()
	full := &shelf{list: l, kept: make([]*bucket, len(l.buckets))}
	f = full.feed(t.Context(), []int{0, 1, 2}) // nobody takes the second
	if _, err := f.next(); err != nil {
		t.Errorf("feed: %v", err)
	}
	f.close()
	if _, err := HeldOutLoss(ctx, w, value.NewWeights(value.ShapeOf(w.store.game, 32, 8), newRand(1)), DefaultOptions()); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("HeldOutLoss: %v", err)
	}
}
