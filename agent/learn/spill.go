package learn

import (
	"encoding/binary"
	"errors"
	"fmt"

	"apprentice/internal/crc32c"
)

// The samples of a generation fill one file:
//
//	header    says what the samples are of (see generationFile)
//	spills    until one that says it is the last
//
// A spill holds the samples of consecutive games, and none of any other:
//
//	head      56 bytes, see spillHead
//	indexes   of the samples to train on, then of those held out
//	blocks    of the samples to train on, then of those held out
//
// Samples of one cell stand together in a block, in the order of their games,
// blocks by rising cell:
//
//	checksum  4 bytes, CRC-32C of what follows
//	cell      2 bytes
//	samples   4 bytes
//	size      4 bytes, of the samples together
//	samples   see appendSample
//
// An index has for each block, as uvarints: how far its cell lies above the one
// before it, samples, bytes. All numbers have their low byte first.
//
// Spills end with a game and are of a fixed size, whatever memory there is, so
// that the same games give the same bytes everywhere.
const (
	spillSamples = 1 << 20  // a spill ends with the game that reaches one of these
	spillBytes   = 64 << 20 // of samples

	spillMagic   = 0x4c495053 // "SPIL"
	spillHeadLen = 56
	blockHeadLen = 14
)

// spillHead is what a spill says of itself. Two kinds of samples are counted:
// to train on and held out.
type spillHead struct {
	last    bool
	read    uint64 // games read from the source up to the end of the spill, from the first spill on
	games   uint64 // those of them with a result
	samples [2]uint32
	index   [2]uint32 // bytes
	blocks  [2]uint32 // bytes
	sums    [2]uint32 // CRC-32C of the indexes
}

// The kinds of samples.
const (
	trained = iota
	heldOut
)

// size returns the bytes of the whole spill.
func (h *spillHead) size() int64 {
	return spillHeadLen + int64(h.index[trained]) + int64(h.index[heldOut]) + int64(h.blocks[trained]) + int64(h.blocks[heldOut])
}

// indexAt and blocksAt return where the parts of a kind begin in a spill.
func (h *spillHead) indexAt(kind int) int64 {
	at := int64(spillHeadLen)
	for k := range kind {
		at += int64(h.index[k])
	}
	return at
}

func (h *spillHead) blocksAt(kind int) int64 {
	at := h.indexAt(heldOut) + int64(h.index[heldOut])
	for k := range kind {
		at += int64(h.blocks[k])
	}
	return at
}

// append appends the bytes of the head, whose last four are a checksum.
func (h *spillHead) append(dst []byte) []byte {
	begin := len(dst)
	flags := uint16(0)
	if h.last {
		flags = 1
	}
	dst = binary.LittleEndian.AppendUint32(dst, spillMagic)
	dst = binary.LittleEndian.AppendUint64(dst, h.read<<1|uint64(flags))
	dst = binary.LittleEndian.AppendUint64(dst, h.games)
	for kind := range 2 {
		for _, x := range [...]uint32{h.samples[kind], h.index[kind], h.blocks[kind], h.sums[kind]} {
			dst = binary.LittleEndian.AppendUint32(dst, x)
		}
	}
	return binary.LittleEndian.AppendUint32(dst, crc32c.Sum(dst[begin:]))
}

// errNoSpill reports bytes that are not the head of a spill.
var errNoSpill = errors.New("the head of a spill is damaged")

// parseSpillHead reads a head of spillHeadLen bytes.
func parseSpillHead(b []byte) (h spillHead, err error) {
	sum := binary.LittleEndian.Uint32(b[spillHeadLen-4:])
	if binary.LittleEndian.Uint32(b) != spillMagic || crc32c.Sum(b[:spillHeadLen-4]) != sum {
		return h, errNoSpill
	}
	flagged := binary.LittleEndian.Uint64(b[4:])
	h.read, h.last = flagged>>1, flagged&1 != 0
	h.games = binary.LittleEndian.Uint64(b[12:])
	for kind := range 2 {
		for i, x := range [...]*uint32{&h.samples[kind], &h.index[kind], &h.blocks[kind], &h.sums[kind]} {
			*x = binary.LittleEndian.Uint32(b[20+16*kind+4*i:])
		}
	}
	return h, nil
}

// appendBlockHead appends the head of a block whose samples are packed.
func appendBlockHead(dst []byte, cell uint16, samples int, packed []byte) []byte {
	begin := len(dst)
	dst = append(dst, 0, 0, 0, 0)
	dst = binary.LittleEndian.AppendUint16(dst, cell)
	dst = binary.LittleEndian.AppendUint32(dst, uint32(samples))
	dst = binary.LittleEndian.AppendUint32(dst, uint32(len(packed)))
	sum := crc32c.Update(crc32c.Sum(dst[begin+4:]), packed)
	binary.LittleEndian.PutUint32(dst[begin:], sum)
	return dst
}

// block is a block in memory.
type block struct {
	cell    uint16
	samples int
	packed  []byte
}

// cutBlock splits the first block off b and checks its sum, not its samples.
func cutBlock(b []byte) (first block, rest []byte, err error) {
	if len(b) < blockHeadLen {
		return first, nil, errors.New("a block is cut off")
	}
	first.cell = binary.LittleEndian.Uint16(b[4:])
	first.samples = int(binary.LittleEndian.Uint32(b[6:]))
	size := uint64(binary.LittleEndian.Uint32(b[10:]))
	if size > uint64(len(b)-blockHeadLen) {
		return first, nil, fmt.Errorf("the block of cell %d is cut off", first.cell)
	}
	end := blockHeadLen + int(size)
	if crc32c.Sum(b[4:end]) != binary.LittleEndian.Uint32(b) {
		return first, nil, fmt.Errorf("the block of cell %d is damaged", first.cell)
	}
	first.packed = b[blockHeadLen:end:end]
	return first, b[end:], nil
}

// indexEntry is what an index says of a block.
type indexEntry struct {
	cell           uint16
	samples, bytes uint32
}

func appendIndexEntry(dst []byte, e indexEntry, before int) []byte {
	dst = binary.AppendUvarint(dst, uint64(int(e.cell)-before))
	dst = binary.AppendUvarint(dst, uint64(e.samples))
	return binary.AppendUvarint(dst, uint64(e.bytes))
}

// parseIndex calls do for every entry of the index of one kind, whose checksum
// and sums are those of the head.
func (h *spillHead) parseIndex(kind int, index []byte, do func(indexEntry)) error {
	if crc32c.Sum(index) != h.sums[kind] {
		return errors.New("an index is damaged")
	}
	cell, samples, bytes := uint64(0), uint64(0), uint64(0)
	for first := true; len(index) > 0; first = false {
		var numbers [3]uint64
		for i := range numbers {
			x, k := uvarint(index)
			if k <= 0 || x > 1<<32 {
				return errors.New("an index holds no number where one belongs")
			}
			numbers[i], index = x, index[k:]
		}
		cell += numbers[0]
		samples += numbers[1]
		bytes += numbers[2]
		if cell >= numCells || numbers[0] == 0 && !first || numbers[1] == 0 ||
			numbers[2] < blockHeadLen+minPacked*numbers[1] || samples > uint64(h.samples[kind]) || bytes > uint64(h.blocks[kind]) {
			return fmt.Errorf("an index goes astray at cell %d", cell)
		}
		do(indexEntry{uint16(cell), uint32(numbers[1]), uint32(numbers[2])})
	}
	if samples != uint64(h.samples[kind]) || bytes != uint64(h.blocks[kind]) {
		return fmt.Errorf("an index counts %d samples in %d bytes, want %d in %d", samples, bytes, h.samples[kind], h.blocks[kind])
	}
	return nil
}
