package learn

import (
	"context"
	"fmt"
	"os"
	"slices"

	"apprentice/internal/crc32c"
)

// Window is the samples of some generations of a store. It holds no samples in
// memory and no file open.
type Window struct {
	store *Store
	files []*generationFile // by rising generation
}

// Window returns the samples of the generations in [from, to) that were added
// to s, by this process. A to of 0 sets no end.
func (s *Store) Window(from, to int) *Window {
	w := &Window{store: s}
	for n, file := range s.files {
		if n >= from && (to == 0 || n < to) {
			w.files = append(w.files, file)
		}
	}
	slices.SortFunc(w.files, func(a, b *generationFile) int { return a.generation - b.generation })
	return w
}

// Samples returns the number of samples to train on.
func (w *Window) Samples() int { return w.count(trained) }

// HeldOut returns the number of samples of held-out games. Of more than about a
// million only a random part is measured.
func (w *Window) HeldOut() int { return w.count(heldOut) }

func (w *Window) count(kind int) int {
	n := 0
	for _, file := range w.files {
		n += file.samples(kind)
	}
	return n
}

// Games returns the number of games with a result, held-out ones included.
func (w *Window) Games() int {
	n := 0
	for _, file := range w.files {
		n += int(file.games())
	}
	return n
}

// Bytes returns the size of the files.
func (w *Window) Bytes() int64 {
	n := int64(0)
	for _, file := range w.files {
		n += file.end
	}
	return n
}

// digest stands for the data of the window: what its samples are of and how
// many they are.
func (w *Window) digest() string {
	sum := crc32c.New()
	for _, file := range w.files {
		sum.Write(file.header)
		fmt.Fprint(sum, file.samples(trained), file.samples(heldOut))
	}
	return fmt.Sprintf("%08x", sum.Sum32())
}

// list is all samples of one kind in a window, cut into buckets.
type list struct {
	window  *Window
	runs    []run
	buckets []bucketSize
}

// run is where the blocks of a spill lie in its file.
type run struct {
	file  *generationFile
	at    int64
	begin []uint32 // of each bucket, from at on, and the end of the last
}

// bucketSize is what a bucket takes.
type bucketSize struct {
	samples int
	bytes   int64 // of its blocks
}

// list reads the indexes of the window and cuts its samples of a kind into
// buckets.
func (w *Window) list(ctx context.Context, kind int) (*list, error) {
	l := &list{window: w}
	l.buckets = make([]bucketSize, bucketCount(w.count(kind), w.store.bucketSamples))
	for _, file := range w.files {
		if file.samples(kind) == 0 {
			continue
		}
		if err := l.addFile(ctx, file, kind); err != nil {
			return nil, err
		}
	}
	for i, b := range l.buckets {
		if b.bytes >= 1<<32 {
			return nil, fmt.Errorf("bucket %d of %d samples takes %d bytes, want less than 4 GiB; use fewer generations", i, b.samples, b.bytes)
		}
	}
	return l, nil
}

func (l *list) addFile(ctx context.Context, file *generationFile, kind int) error {
	f, err := os.Open(file.path)
	if err != nil {
		return file.damaged(err)
	}
	defer f.Close()
	var index []byte
	for i := range file.spills {
		if err := ctx.Err(); err != nil {
			return err
		}
		s := &file.spills[i]
		index = slices.Grow(index[:0], int(s.index[kind]))[:s.index[kind]]
		err := readAt(f, index, s.at+s.indexAt(kind))
		if err == nil {
			err = l.addSpill(file, s, kind, index)
		}
		if err != nil {
			return file.damaged(fmt.Errorf("spill %d: %w", i, err))
		}
	}
	return nil
}

// addSpill adds the blocks that index names to the buckets.
func (l *list) addSpill(file *generationFile, s *placedSpill, kind int, index []byte) error {
	if s.samples[kind] == 0 {
		return nil
	}
	n := len(l.buckets)
	r := run{file: file, at: s.at + s.blocksAt(kind), begin: make([]uint32, n+1)}
	err := s.parseIndex(kind, index, func(e indexEntry) {
		b := int(e.cell) * n / numCells
		r.begin[b+1] += e.bytes
		l.buckets[b].samples += int(e.samples)
		l.buckets[b].bytes += int64(e.bytes)
	})
	for b := range n {
		r.begin[b+1] += r.begin[b]
	}
	l.runs = append(l.runs, r)
	return err
}

// memory returns the bytes that the list itself takes.
func (l *list) memory() int64 {
	return int64(len(l.runs)) * int64(4*len(l.buckets)+64)
}
