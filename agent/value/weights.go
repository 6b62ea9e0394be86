package value

import (
	"fmt"
	"math"
	"math/rand/v2"

	"apprentice/games"
)

// MaxWeight is the largest magnitude of a weight that inference can hold:
// output weights are stored in steps of 1/64 or finer, up to 127 of them. The learner clips to
// it.
const MaxWeight = 127.0 / quantOutput

// Weights is the float master of a network. The slices are exactly as long as
// Shape says; training writes to them.
type Weights struct {
	Shape
	FeatureW []float32 // Features rows of Hidden: what a feature adds to an accumulator
	FeatureB []float32 // Hidden: where an accumulator starts
	OutW     []float32 // Buckets rows of 2*Hidden: first the view of the side to move, then the other
	OutB     []float32 // Buckets
}

// Start of a random network. Accumulators of a full board spread by startSpread
// around startBias, so that most of them lie where SCReLU has a slope and
// the output, a sum of 2*Hidden of them weighted within +-1/sqrt(2*Hidden),
// varies by a few dozen centipawns.
const (
	startBias   = 0.25
	startSpread = 0.3
)

// NewWeights returns a random network, the same for the same shape and state of
// rng. All buckets start alike: a value does not jump when a capture crosses
// from one into the next. It panics if s is impossible (see Shape.Check).
func NewWeights(s Shape, rng *rand.Rand) *Weights {
	w := newWeights(s)
	uniform := func(dst []float32, limit float64) {
		for i := range dst {
			dst[i] = float32((2*rng.Float64() - 1) * limit)
		}
	}
	uniform(w.FeatureW, startSpread*math.Sqrt(3/float64(s.MaxActive)))
	for i := range w.FeatureB {
		w.FeatureB[i] = startBias
	}
	first := w.OutW[:2*s.Hidden]
	uniform(first, 1/math.Sqrt(2*float64(s.Hidden)))
	for b := 1; b < s.Buckets; b++ {
		copy(w.OutW[b*len(first):], first)
	}
	return w
}

// newWeights returns a network of zeros.
func newWeights(s Shape) *Weights {
	if err := s.Check(); err != nil {
		panic("value: " + err.Error())
	}
	return &Weights{
		Shape:    s,
		FeatureW: make([]float32, s.Features*s.Hidden),
		FeatureB: make([]float32, s.Hidden),
		OutW:     make([]float32, s.Buckets*2*s.Hidden),
		OutB:     make([]float32, s.Buckets),
	}
}

// Clone returns an independent copy.
func (w *Weights) Clone() *Weights {
	c := newWeights(w.Shape)
	copy(c.FeatureW, w.FeatureW)
	copy(c.FeatureB, w.FeatureB)
	copy(c.OutW, w.OutW)
	copy(c.OutB, w.OutB)
	return c
}

// Check returns an error if the shape is impossible, a slice does not have its
// length, or a weight is not a finite number.
func (w *Weights) Check() error {
	if err := w.Shape.Check(); err != nil {
		return err
	}
	for _, t := range w.tensors() {
		want := 1
		for _, n := range t.Shape {
			want *= n
		}
		if len(t.Data) != want {
			return fmt.Errorf("%s has %d weights, want %v", t.Name, len(t.Data), t.Shape)
		}
		for i, x := range t.Data {
			if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
				return fmt.Errorf("%s: weight %d is %v", t.Name, i, x)
			}
		}
	}
	return nil
}

// Forward returns the value of pos for the side to move as a logit: Sigmoid of
// it is the expectation, Scale times it the centipawns. It is the slow twin of
// Accumulators.Value: from nothing, in float64, without rounding. The network must
// be one of the game's own input set.
func (w *Weights) Forward(pos games.Position) float64 {
	us := pos.Side()
	return w.ForwardFeatures(pos.Features(us, nil), pos.Features(us.Other(), nil))
}

// ForwardFeatures is Forward for the active features of both views: the side to
// move's and its opponent's, equally many.
func (w *Weights) ForwardFeatures(us, them []games.Feature) float64 {
	bucket := Bucket(len(us), w.MaxActive, w.Buckets)
	row := w.OutW[bucket*2*w.Hidden:][:2*w.Hidden]
	sum := float64(w.OutB[bucket])
	for i := range w.Hidden {
		sum += screlu(w.unit(i, us)) * float64(row[i])
		sum += screlu(w.unit(i, them)) * float64(row[w.Hidden+i])
	}
	return sum
}

// unit is number i of the accumulator of these features.
func (w *Weights) unit(i int, features []games.Feature) float64 {
	x := float64(w.FeatureB[i])
	for _, f := range features {
		x += float64(w.FeatureW[int(f)*w.Hidden+i])
	}
	return x
}

// screlu is the squared clipped rectifier, the activation that the field found
// best for such networks (Viridithas: +36 Elo over the plain clipped one).
func screlu(x float64) float64 {
	c := min(max(x, 0), 1)
	return c * c
}
