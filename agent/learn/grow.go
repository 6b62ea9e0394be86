package learn

import (
	"math/rand/v2"

	"apprentice/agent/value"
)

// growStream is the random stream that new neurons are drawn from.
const growStream = 0x67726f77 // "grow"

// grow returns w with as many neurons as hidden, w itself if it has that many. The
// network keeps its value of every position, all but a few thousandths of a logit:
// new neurons come in pairs that begin almost alike and whose output weights cancel.
// Learning then tells them apart. w has passed its Check, and hidden is a width that a
// shape may have.
func grow(w *value.Weights, hidden int, seed uint64) *value.Weights {
	old := w.Hidden
	if hidden <= old {
		return w
	}
	s := w.Shape
	s.Hidden = hidden
	g := value.NewWeights(s, rand.New(rand.NewPCG(seed, growStream)))
	for f := range s.Features {
		row := g.FeatureW[f*hidden:][:hidden]
		for i := range row {
			row[i] *= quietStart
		}
		copy(row, w.FeatureW[f*old:][:old])
	}
	copy(g.FeatureB, w.FeatureB)
	copy(g.OutB, w.OutB)
	for view := range 2 * s.Buckets {
		row := g.OutW[view*hidden:][:hidden]
		copy(row, w.OutW[view*old:][:old])
		for i := old; i < hidden; i += 2 {
			row[i+1] = -row[i] // widths are even (value.Shape)
		}
	}
	return g
}
