package learn

import (
	"testing"

	"apprentice/games"
)

// numbered returns a sample of varying length that carries its number.
func numbered(i int) []games.Feature {
	words := []games.Feature{games.Feature(i), games.Feature(i >> 16)}
	for range i % 3 {
		words = append(words, games.Feature(i), games.Feature(i))
	}
	return words
}

// Samples keep their number and their words when segments fill up, within a
// store and in a window over several.
func TestStore(t *testing.T) {
	sizes := []int{3, 0, 2*segmentSamples + 5, segmentSamples, 1}
	var w window
	i := 0
	for _, size := range sizes {
		var s store
		var words []games.Feature
		var ends []int
		for n := range size {
			words = append(words, numbered(i)...)
			ends = append(ends, len(words))
			i++
			if n%1000 == 999 {
				s.add(words, ends)
				words, ends = words[:0], ends[:0]
			}
		}
		s.add(words, ends)
		if s.samples != size {
			t.Errorf("%d samples, want %d", s.samples, size)
		}
		for k, seg := range s.segments {
			if k < len(s.segments)-1 && seg.len() != segmentSamples {
				t.Errorf("segment %d of %d holds %d samples", k, len(s.segments), seg.len())
			}
		}
		w.add(&s)
	}
	if w.len() != i {
		t.Fatalf("the window has %d samples, want %d", w.len(), i)
	}
	for n := range i {
		s, k := w.locate(n)
		got := s.words[s.starts[k]:s.starts[k+1]]
		want := numbered(n)
		if len(got) != len(want) || got[0] != want[0] || got[1] != want[1] {
			t.Fatalf("sample %d is %v, want %v", n, got, want)
		}
	}
	if empty := (window{}); empty.len() != 0 {
		t.Errorf("an empty window has %d samples", empty.len())
	}
}
