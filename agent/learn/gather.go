package learn

import (
	"bufio"
	"context"
	"io"

	"apprentice/internal/crc32c"
)

// pageBytes is the size of the pieces of memory that samples are gathered in.
// They make a growing list that never moves.
const (
	pageBits  = 20
	pageBytes = 1 << pageBits
)

// gathering is the samples of one kind that the next spill will hold, in the
// order of their games.
type gathering struct {
	pages [][]byte // all but the last of those in use are full but for a rest
	used  int      // pages in use
	at    []uint32 // where each sample begins: page times pageBytes plus place
	cells []uint16 // of each sample
	bytes int
}

// add appends the packed samples of a game.
func (g *gathering) add(dec *decodedGame) {
	begin := 0
	for i, end := range dec.ends {
		packed := dec.packed[begin:end]
		page := g.page(len(packed))
		g.at = append(g.at, uint32((g.used-1)<<pageBits|len(*page)))
		*page = append(*page, packed...)
		g.cells = append(g.cells, dec.cells[i])
		begin = end
	}
	g.bytes += len(dec.packed)
}

// page returns a page with room for n bytes, n <= pageBytes.
func (g *gathering) page(n int) *[]byte {
	if g.used == 0 || len(g.pages[g.used-1])+n > pageBytes {
		if g.used == len(g.pages) {
			g.pages = append(g.pages, make([]byte, 0, pageBytes))
		}
		g.used++
	}
	return &g.pages[g.used-1]
}

// clear forgets all samples and keeps the memory.
func (g *gathering) clear() {
	for i := range g.used {
		g.pages[i] = g.pages[i][:0]
	}
	g.used, g.at, g.cells, g.bytes = 0, g.at[:0], g.cells[:0], 0
}

// sorting is a gathering in the order of a spill: by cell, and within a cell in
// the order of the games.
type sorting struct {
	order  []uint32 // samples
	counts [numCells]uint32
	sizes  [numCells]uint32 // bytes
	index  []byte
	blocks uint32 // bytes of all
}

// sort sets s to the order of g.
func (s *sorting) sort(g *gathering) {
	clear(s.counts[:])
	clear(s.sizes[:])
	for i, cell := range g.cells {
		s.counts[cell]++
		s.sizes[cell] += uint32(len(g.sample(i)))
	}
	var next [numCells]uint32
	s.index, s.blocks = s.index[:0], 0
	before, n := 0, uint32(0)
	for cell, count := range s.counts {
		next[cell] = n
		n += count
		if count > 0 {
			e := indexEntry{uint16(cell), count, blockHeadLen + s.sizes[cell]}
			s.index = appendIndexEntry(s.index, e, before)
			s.blocks += e.bytes
			before = cell
		}
	}
	s.order = append(s.order[:0], g.at...) // for its length
	for i, cell := range g.cells {
		s.order[next[cell]] = uint32(i)
		next[cell]++
	}
}

// sample returns the packed sample number i.
func (g *gathering) sample(i int) []byte {
	page := g.pages[g.at[i]>>pageBits][g.at[i]%pageBytes:]
	_, rest := cutSample(page)
	return page[:len(page)-len(rest)]
}

// spillWriter writes what has been gathered as spills.
type spillWriter struct {
	gathered [2]gathering
	sorted   [2]sorting
	buf      []byte
}

// write writes a spill with the counters of h and forgets what was gathered.
func (s *spillWriter) write(ctx context.Context, w io.Writer, h spillHead) (spillHead, error) {
	for kind := range 2 {
		o := &s.sorted[kind]
		o.sort(&s.gathered[kind])
		h.samples[kind], h.index[kind], h.blocks[kind] = uint32(len(o.order)), uint32(len(o.index)), o.blocks
		h.sums[kind] = crc32c.Sum(o.index)
	}
	out := bufio.NewWriterSize(w, 1<<18)
	out.Write(h.append(nil))
	out.Write(s.sorted[trained].index)
	out.Write(s.sorted[heldOut].index)
	for kind := range 2 {
		if err := s.writeBlocks(ctx, out, kind); err != nil {
			return h, err
		}
		s.gathered[kind].clear()
	}
	return h, out.Flush()
}

func (s *spillWriter) writeBlocks(ctx context.Context, out *bufio.Writer, kind int) error {
	g, o := &s.gathered[kind], &s.sorted[kind]
	order := o.order
	for cell, count := range o.counts {
		if count == 0 {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		s.buf = s.buf[:0]
		for _, i := range order[:count] {
			s.buf = append(s.buf, g.sample(int(i))...)
		}
		order = order[count:]
		if _, err := out.Write(appendBlockHead(nil, uint16(cell), int(count), s.buf)); err != nil {
			return err
		}
		if _, err := out.Write(s.buf); err != nil {
			return err
		}
	}
	return nil
}
