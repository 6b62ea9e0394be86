package learn

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"apprentice/internal/splitmix"
)

// Samples lie on disk by cells: a hash of game and ply gives each sample one of
// a fixed number of them, so that the samples of a cell, and of any range of
// cells, are a random subset of all. Learning reads a bucket of neighbouring
// cells at a time and takes its samples in random order, which mixes games as
// a shuffle of all samples does.
const (
	cellBits = 12
	numCells = 1 << cellBits
)

// cellOf returns the cell of a ply of the game with that identity.
func cellOf(identity uint64, ply int) uint16 {
	return uint16(splitmix.Hash(identity^uint64(ply)) >> (64 - cellBits))
}

// bucketSamples is how many samples a bucket of cells has at most, as chance
// has it: few enough that three buckets are a small part of a memory of 100 MB,
// many enough that reading one of a window of a billion samples does not mean
// tiny reads.
const bucketSamples = 1 << 18

// bucketCount returns into how many buckets of equally many cells this many
// samples are cut: a power of two, for which a bucket holds about limit of them
// or half as many, and at most a bucket for each cell. It depends on nothing
// else, least of all on memory, since it decides the order of learning.
func bucketCount(samples, limit int) int {
	n := 1
	for n < numCells && samples > n*limit {
		n *= 2
	}
	return n
}

// bucket is the samples of a range of cells, in memory.
type bucket struct {
	number int
	data   []byte   // the blocks, as they lie in the files
	starts []uint32 // where in data each sample begins: by generation, cell, spill and place in the block
	blocks []heldBlock
}

// heldBlock is a block in the data of a bucket.
type heldBlock struct {
	generation int
	cell       uint16
	begin, end uint32 // of its samples in data
}

// memory returns the bytes that a bucket of that size takes.
func (b bucketSize) memory() int64 { return b.bytes + 4*int64(b.samples) }

// sample returns sample number i.
func (b *bucket) sample(i int) []byte {
	sample, _ := cutSample(b.data[b.starts[i]:])
	return sample
}

// load reads bucket number n of l into b, whose memory it reuses, and checks it.
func (b *bucket) load(ctx context.Context, l *list, n int) error {
	size := l.buckets[n]
	b.number = n
	b.data = slices.Grow(b.data[:0], int(size.bytes))
	b.starts = slices.Grow(b.starts[:0], size.samples)
	b.blocks = b.blocks[:0]
	var f *os.File
	var open *generationFile
	defer func() {
		if f != nil {
			f.Close()
		}
	}()
	for i := range l.runs {
		if err := ctx.Err(); err != nil {
			return err
		}
		r := &l.runs[i]
		if r.begin[n] == r.begin[n+1] {
			continue
		}
		if r.file != open {
			if f != nil {
				f.Close()
			}
			var err error
			if f, err = os.Open(r.file.path); err != nil {
				return r.file.damaged(err)
			}
			open = r.file
		}
		if err := b.readRun(f, r, n, l); err != nil {
			return r.file.damaged(err)
		}
	}
	return b.order(l, n)
}

// readRun appends the blocks of a run.
func (b *bucket) readRun(f *os.File, r *run, n int, l *list) error {
	begin := len(b.data)
	b.data = b.data[:begin+int(r.begin[n+1]-r.begin[n])]
	blocks := b.data[begin:]
	if err := readAt(f, blocks, r.at+int64(r.begin[n])); err != nil {
		return err
	}
	game := l.window.store.game
	for len(blocks) > 0 {
		first, rest, err := cutBlock(blocks)
		if err != nil {
			return err
		}
		if int(first.cell)*len(l.buckets)/numCells != n {
			return fmt.Errorf("the block of cell %d stands in the wrong place", first.cell)
		}
		if err := first.check(game.NumFeatures(), game.MaxActive()); err != nil {
			return fmt.Errorf("cell %d: %w", first.cell, err)
		}
		end := len(b.data) - len(rest)
		b.blocks = append(b.blocks, heldBlock{r.file.generation, first.cell, uint32(end - len(first.packed)), uint32(end)})
		blocks = rest
	}
	return nil
}

// check reports whether a block holds its samples, and those nothing that a
// network cannot take.
func (b *block) check(features, active int) error {
	packed := b.packed
	for range b.samples {
		var sample []byte
		if sample, packed = cutSample(packed); sample == nil {
			return errors.New("a sample is cut off")
		}
		if h, ok := parseHead(sample); !ok || h.n > active || !h.check(features) {
			return errors.New("a sample has features that the game has not")
		}
	}
	if len(packed) > 0 {
		return errors.New("bytes follow the last sample of a block")
	}
	return nil
}

// order finds the samples. Their order does not depend on how games are cut
// into spills.
func (b *bucket) order(l *list, n int) error {
	slices.SortFunc(b.blocks, func(x, y heldBlock) int {
		return cmp.Or(x.generation-y.generation, int(x.cell)-int(y.cell), cmp.Compare(x.begin, y.begin))
	})
	for _, block := range b.blocks {
		for at := block.begin; at < block.end; {
			b.starts = append(b.starts, at)
			_, rest := cutSample(b.data[at:block.end])
			at = block.end - uint32(len(rest))
		}
	}
	if want := l.buckets[n].samples; len(b.starts) != want {
		return fmt.Errorf("bucket %d holds %d samples, the indexes say %d", n, len(b.starts), want)
	}
	return nil
}
