package learn

import (
	"encoding/binary"

	"apprentice/games"
)

// Sample is one position to learn from, everything as its side to move sees
// it.
type Sample struct {
	Us, Them []games.Feature // active features of the views of the side to move and of its opponent, rising
	Value    int             // what the searches from here on found, in centipawns (see Store.Add)
	Ply      int             // number of the ply within its game, at most maxPly
}

// A sample is stored as bytes, some 45 for a board of 20 pieces:
//
//	size      uvarint, of all that follows
//	value     2 bytes, two's complement, low byte first
//	ply       uvarint, number within its game
//	n         uvarint, features of each view
//	us        n gaps
//	them      n gaps
//
// A gap says how far a feature lies above the one before it in its view, the
// first above 0. It is one byte, or escape and two bytes, low byte first.
const (
	escape    = 255
	maxPly    = 1<<16 - 1
	minPacked = 5 // bytes of a sample without features
)

// appendSample appends the packed form of s, whose features rise and are
// equally many in both views.
func appendSample(dst []byte, s *Sample) []byte {
	n := len(s.Us)
	size := 2 + uvarintLen(min(s.Ply, maxPly)) + uvarintLen(n) + gapBytes(s.Us) + gapBytes(s.Them)
	dst = binary.AppendUvarint(dst, uint64(size))
	dst = binary.LittleEndian.AppendUint16(dst, uint16(int16(s.Value)))
	dst = binary.AppendUvarint(dst, uint64(min(s.Ply, maxPly)))
	dst = binary.AppendUvarint(dst, uint64(n))
	return appendGaps(appendGaps(dst, s.Us), s.Them)
}

func appendGaps(dst []byte, view []games.Feature) []byte {
	last := games.Feature(0)
	for _, f := range view {
		if gap := f - last; gap < escape {
			dst = append(dst, byte(gap))
		} else {
			dst = append(dst, escape, byte(gap), byte(gap>>8))
		}
		last = f
	}
	return dst
}

// gapBytes returns how many bytes appendGaps takes.
func gapBytes(view []games.Feature) int {
	n, last := len(view), games.Feature(0)
	for _, f := range view {
		if f-last >= escape {
			n += 2
		}
		last = f
	}
	return n
}

func uvarintLen(x int) int {
	n := 1
	for ; x >= 0x80; x >>= 7 {
		n++
	}
	return n
}

// packedHead is what a packed sample says before its features.
type packedHead struct {
	value, ply, n int
	gaps          []byte // of both views
}

// cutSample splits the first sample off packed. The rest is nil if packed
// does not begin with a whole sample.
func cutSample(packed []byte) (sample, rest []byte) {
	if len(packed) == 0 {
		return nil, nil
	}
	size, k := uint64(packed[0]), 1
	if size >= 0x80 {
		size, k = binary.Uvarint(packed)
	}
	if k <= 0 || size > uint64(len(packed)-k) {
		return nil, nil
	}
	end := k + int(size)
	return packed[k:end:end], packed[end:]
}

// uvarint is binary.Uvarint with a short cut for a single byte.
func uvarint(b []byte) (uint64, int) {
	if len(b) > 0 && b[0] < 0x80 {
		return uint64(b[0]), 1
	}
	return binary.Uvarint(b)
}

// parseHead splits a sample, as cutSample returns it. It returns false if the
// bytes are not a sample.
func parseHead(sample []byte) (h packedHead, ok bool) {
	if len(sample) < minPacked-1 {
		return h, false
	}
	h.value = int(int16(binary.LittleEndian.Uint16(sample)))
	sample = sample[2:]
	ply, k := uvarint(sample)
	if k <= 0 || ply > maxPly {
		return h, false
	}
	sample = sample[k:]
	n, k := uvarint(sample)
	if k <= 0 || n > uint64(len(sample)) {
		return h, false
	}
	h.ply, h.n, h.gaps = int(ply), int(n), sample[k:]
	return h, 2*h.n <= len(h.gaps)
}

// appendFeatures appends the features of both views, those of the side to move
// first. The gaps have passed check.
func (h *packedHead) appendFeatures(dst []games.Feature) []games.Feature {
	if len(h.gaps) != 2*h.n {
		dst, gaps := appendEscaped(dst, h.gaps, h.n)
		dst, _ = appendEscaped(dst, gaps, h.n)
		return dst
	}
	for _, view := range [2][]byte{h.gaps[:h.n], h.gaps[h.n:]} {
		f := games.Feature(0)
		for _, gap := range view {
			f += games.Feature(gap)
			dst = append(dst, f)
		}
	}
	return dst
}

// appendEscaped appends the n features of a view and returns the gaps after
// them.
func appendEscaped(dst []games.Feature, gaps []byte, n int) ([]games.Feature, []byte) {
	f := games.Feature(0)
	for range n {
		gap := games.Feature(gaps[0])
		if gap == escape {
			gap = games.Feature(binary.LittleEndian.Uint16(gaps[1:]))
			gaps = gaps[2:]
		}
		gaps = gaps[1:]
		f += gap
		dst = append(dst, f)
	}
	return dst, gaps
}

// check reports whether the gaps are those of n features for each view, all
// below the bound.
func (h *packedHead) check(features int) bool {
	gaps := h.gaps
	if len(gaps) == 2*h.n { // no gap is escaped
		us, them := 0, 0
		for _, gap := range gaps[:h.n] {
			us += int(gap)
		}
		for _, gap := range gaps[h.n:] {
			them += int(gap)
		}
		return max(us, them) < features || h.n == 0
	}
	for range 2 {
		last := 0
		for range h.n {
			if len(gaps) == 0 {
				return false
			}
			gap := int(gaps[0])
			if gap == escape {
				if len(gaps) < 3 {
					return false
				}
				gap = int(binary.LittleEndian.Uint16(gaps[1:]))
				gaps = gaps[2:]
			}
			gaps = gaps[1:]
			last += gap
		}
		if last >= features && h.n > 0 {
			return false
		}
	}
	return len(gaps) == 0
}
