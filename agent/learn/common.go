package learn

import (
	"slices"

	"apprentice/agent/value"
	"apprentice/games"
)

// An input set that has a feature of the game several times, once for each context of
// a view, spreads what is learnt over all of them, and knows little of rare contexts.
// With Options.Common the network in training has besides a common feature for all
// that are alike (a factoriser): it learns what they share. At the end its weights are
// added to those of each, so that the network is as large and as fast as without.

// commonFeatures returns how many common features training adds: those of in that are
// alike have one. 0 stands for none.
func (o *Options) commonFeatures(in *games.InputSet) int {
	if !o.Common || in == nil {
		return 0
	}
	return in.Alike()
}

// withCommon returns the shape of the network in training.
func withCommon(s value.Shape, common int) value.Shape {
	s.Features += common
	return s
}

// appendCommon puts a common feature behind each feature of a view, for the sample that
// begins at begin and whose views have n features each.
func (m *model) appendCommon(words []games.Feature, begin, n int) []games.Feature {
	words = slices.Grow(words, 2*n)[:begin+4*n]
	sample := words[begin:]
	copy(sample[2*n:3*n], sample[n:2*n])
	first := m.shape.Features - m.common
	for _, view := range [2][]games.Feature{sample[:2*n], sample[2*n:]} {
		for i, f := range view[:n] {
			view[n+i] = games.Feature(first + int(f)%m.common)
		}
	}
	return words
}

// active returns how many features of the game a view of the network in training has.
func (m *model) active(view []games.Feature) int {
	if m.common > 0 {
		return len(view) / 2
	}
	return len(view)
}

// widen returns w with common features of weight 0.
func widen(w *value.Weights, common int) *value.Weights {
	w = w.Clone()
	w.Shape = withCommon(w.Shape, common)
	w.FeatureW = append(w.FeatureW, make([]float32, common*w.Hidden)...)
	return w
}

// fold adds the weights of common features to those that have them in common, within
// clip.
func fold(w *value.Weights, common int, clip float64) *value.Weights {
	if common == 0 {
		return w
	}
	w.Features -= common
	own, extra := w.FeatureW[:w.Features*w.Hidden], w.FeatureW[w.Features*w.Hidden:]
	for i, x := range own {
		own[i] = float32(min(max(float64(x+extra[i%len(extra)]), -clip), clip))
	}
	w.FeatureW = own
	return w
}
