package learn

import "apprentice/games"

// segmentSamples is how many samples a segment holds: few enough that offsets
// fit 32 bits and that growing one copies little, many enough that a large
// data set has some hundred segments.
const segmentSamples = 1 << 16

// segment is a run of samples in one piece of memory. Sample i occupies
// words[starts[i]:starts[i+1]].
type segment struct {
	starts []uint32
	words  []games.Feature
}

func (s *segment) len() int { return len(s.starts) - 1 }

// store is a growing list of samples. All of its segments but the last are
// full.
type store struct {
	segments []*segment
	samples  int
}

// add appends the samples in words, of which each ends where ends says.
func (s *store) add(words []games.Feature, ends []int) {
	begin := 0
	for _, end := range ends {
		last := s.last()
		last.words = append(last.words, words[begin:end]...)
		last.starts = append(last.starts, uint32(len(last.words)))
		begin = end
	}
	s.samples += len(ends)
}

// last returns the segment that has room for one more sample.
func (s *store) last() *segment {
	if n := len(s.segments); n > 0 {
		last := s.segments[n-1]
		if last.len() < segmentSamples {
			return last
		}
		// It will not grow any more: give back what append took in advance.
		last.words = append(make([]games.Feature, 0, len(last.words)), last.words...)
	}
	s.segments = append(s.segments, &segment{starts: []uint32{0}})
	return s.segments[len(s.segments)-1]
}

// window is a list of samples that spans the stores of several generations,
// numbered from 0.
type window struct {
	segments []*segment
	ends     []int // how many samples there are up to and with each segment
}

// add appends the samples of s.
func (w *window) add(s *store) {
	n := w.len()
	for _, seg := range s.segments {
		n += seg.len()
		w.segments = append(w.segments, seg)
		w.ends = append(w.ends, n)
	}
}

func (w *window) len() int {
	if len(w.ends) == 0 {
		return 0
	}
	return w.ends[len(w.ends)-1]
}

// locate returns the segment of sample i and its number there.
func (w *window) locate(i int) (*segment, int) {
	lo, hi := 0, len(w.ends)-1
	for lo < hi {
		if mid := (lo + hi) / 2; w.ends[mid] <= i {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	s := w.segments[lo]
	return s, i - (w.ends[lo] - s.len())
}
