package kernel

import (
	"math"

	"apprentice/games"
)

// The conversions float32(a*b) below are not idle: they forbid the compiler to
// fuse the product into a following sum, which it does on arm64 and others.

func sumRowsF32Scalar(dst, bias, weights []float32, rows []games.Feature) {
	copy(dst, bias)
	for _, r := range rows {
		addF32Scalar(dst, weights[int(r)*len(dst):][:len(dst)])
	}
}

func addToRowsF32Scalar(weights, g []float32, rows []games.Feature) {
	for _, r := range rows {
		addF32Scalar(weights[int(r)*len(g):][:len(g)], g)
	}
}

func addF32Scalar(dst, src []float32) {
	src = src[:len(dst)]
	for i := range dst {
		dst[i] += src[i]
	}
}

func drainF32Scalar(dst, src []float32) {
	addF32Scalar(dst, src)
	clear(src)
}

// clampF32 brings x into [0, 1]; a NaN stays one, so that it is seen.
func clampF32(x float32) float32 {
	if 0 > x {
		return 0
	}
	if 1 < x {
		return 1
	}
	return x
}

func screluDotF32Scalar(acc, w []float32) float32 {
	var lane [LanesF32]float32
	for ; len(acc) >= LanesF32 && len(w) >= LanesF32; acc, w = acc[LanesF32:], w[LanesF32:] {
		for i := range lane {
			c := clampF32(acc[i])
			lane[i] += float32(float32(c*c) * w[i])
		}
	}
	for k := LanesF32 / 2; k > 0; k /= 2 {
		for i := range k {
			lane[i] += lane[i+k]
		}
	}
	return lane[0]
}

func screluBackF32Scalar(dAcc, dW, acc, w []float32, d float32) {
	dAcc, dW, w = dAcc[:len(acc)], dW[:len(acc)], w[:len(acc)]
	for i, a := range acc {
		c := clampF32(a)
		var back float32
		if 0 < a && a < 1 {
			back = float32(float32(2*d)*w[i]) * c
		}
		dW[i] += float32(d * float32(c*c))
		dAcc[i] = back
	}
}

func adamWF32Scalar(w, m, v, g []float32, p *AdamWParams) {
	m, v, g = m[:len(w)], v[:len(w)], g[:len(w)]
	low := 0 - p.Clip
	for i := range w {
		m[i] = float32(p.Beta1*m[i]) + float32(p.Rest1*g[i])
		v[i] = float32(p.Beta2*v[i]) + float32(float32(p.Rest2*g[i])*g[i])
		root := float32(math.Sqrt(float64(v[i])))
		step := float32(p.Step*m[i]) / (float32(p.Correct*root) + p.Epsilon)
		x := float32(p.Decay*w[i]) - step
		if low > x {
			x = low
		}
		if p.Clip < x {
			x = p.Clip
		}
		w[i] = x
	}
}
