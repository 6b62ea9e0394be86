package kernel

import (
	"math"
	"unsafe"
)

// AdamWParams are the numbers of one step of AdamW, with everything that does
// not depend on the weight worked out beforehand. AdamW.Params makes them.
type AdamWParams struct {
	Beta1, Beta2 float32 // decay of the running means of gradient and square
	Rest1, Rest2 float32 // 1 - Beta1, 1 - Beta2
	Decay        float32 // 1 - rate * weight decay
	Step         float32 // rate / (1 - Beta1^t)
	Correct      float32 // 1 / sqrt(1 - Beta2^t)
	Epsilon      float32
	Clip         float32 // weights stay in [-Clip, Clip]; +Inf for no bound
}

// AdamW are the settings of the optimiser (Loshchilov and Hutter, Decoupled
// Weight Decay Regularization, 2019). Usual values: Beta1 0.9, Beta2 0.999,
// Epsilon 1e-8, WeightDecay 0.01.
type AdamW struct {
	Beta1, Beta2 float64
	Epsilon      float64
	WeightDecay  float64
	Clip         float64 // weights stay in [-Clip, Clip]; 0 for no bound
}

// Params returns the parameters of step t, counted from 1, at a learning rate.
func (a AdamW) Params(rate float64, t int64) AdamWParams {
	clip := a.Clip
	if clip == 0 {
		clip = math.Inf(1)
	}
	return AdamWParams{
		Beta1:   float32(a.Beta1),
		Beta2:   float32(a.Beta2),
		Rest1:   float32(1 - a.Beta1),
		Rest2:   float32(1 - a.Beta2),
		Decay:   float32(1 - rate*a.WeightDecay),
		Step:    float32(rate / (1 - math.Pow(a.Beta1, float64(t)))),
		Correct: float32(1 / math.Sqrt(1-math.Pow(a.Beta2, float64(t)))),
		Epsilon: float32(a.Epsilon),
		Clip:    float32(clip),
	}
}

// AdamWF32 is
//
//	for i := range w {
//		m[i] = p.Beta1*m[i] + p.Rest1*g[i]
//		v[i] = p.Beta2*v[i] + p.Rest2*g[i]*g[i]
//		x := p.Decay*w[i] - p.Step*m[i]/(p.Correct*sqrt(v[i])+p.Epsilon)
//		w[i] = min(max(x, -p.Clip), p.Clip) // a NaN stays one
//	}
//
// It is one step of the optimiser: m and v are its state, which starts at 0,
// and g is the gradient.
func AdamWF32(w, m, v, g []float32, p AdamWParams) {
	n := len(w)
	if len(m) != n || len(v) != n || len(g) != n || n%LanesF32 != 0 {
		panic(badLength("AdamWF32", LanesF32, n, len(m), len(v), len(g)))
	}
	if active == Scalar {
		adamWF32Scalar(w, m, v, g, &p)
		return
	}
	adamWF32(unsafe.SliceData(w), unsafe.SliceData(m), unsafe.SliceData(v), unsafe.SliceData(g),
		(*float32)(unsafe.Pointer(&p)), n)
}
