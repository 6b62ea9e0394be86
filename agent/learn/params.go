package learn

import (
	"apprentice/agent/kernel"
	"apprentice/agent/value"
)

// params are numbers in the shape of a network: its weights, their gradients,
// or their moments in the optimiser. All of them stand in one vector, so that
// reduction and optimiser need not know what they are. The length is padded to
// what the kernels work on; the padding is and stays 0.
type params struct {
	shape    value.Shape
	flat     []float32
	featureW []float32 // a row of Hidden a feature
	featureB []float32
	outW     []float32 // a row of 2*Hidden a bucket, first the view of the side to move
	outB     []float32
}

// newParams returns zeros.
func newParams(s value.Shape) *params {
	return wrapParams(s, make([]float32, numParams(s)))
}

// wrapParams gives names to the parts of flat, which has numParams(s) numbers.
func wrapParams(s value.Shape, flat []float32) *params {
	p := &params{shape: s, flat: flat}
	rest := flat
	cut := func(n int) []float32 {
		part := rest[:n:n]
		rest = rest[n:]
		return part
	}
	p.featureW = cut(s.Features * s.Hidden)
	p.featureB = cut(s.Hidden)
	p.outW = cut(s.Buckets * 2 * s.Hidden)
	p.outB = cut(s.Buckets)
	return p
}

// numParams returns the length of the vector for a network of shape s.
func numParams(s value.Shape) int {
	n := s.Features*s.Hidden + s.Hidden + s.Buckets*2*s.Hidden + s.Buckets
	return (n + kernel.LanesF32 - 1) / kernel.LanesF32 * kernel.LanesF32
}

// set copies the weights of a network of the same shape.
func (p *params) set(w *value.Weights) {
	copy(p.featureW, w.FeatureW)
	copy(p.featureB, w.FeatureB)
	copy(p.outW, w.OutW)
	copy(p.outB, w.OutB)
}

// weights returns a copy as a network.
func (p *params) weights() *value.Weights {
	clone := func(x []float32) []float32 { return append([]float32(nil), x...) }
	return &value.Weights{
		Shape:    p.shape,
		FeatureW: clone(p.featureW),
		FeatureB: clone(p.featureB),
		OutW:     clone(p.outW),
		OutB:     clone(p.outB),
	}
}

// out returns the output weights of a bucket for the view of the side to move
// and for that of its opponent.
func (p *params) out(bucket int) (us, them []float32) {
	n := p.shape.Hidden
	row := p.outW[bucket*2*n:][:2*n]
	return row[:n:n], row[n:]
}
