package kernel

import (
	"unsafe"

	"apprentice/games"
)

// SumRowsF32 is
//
//	n := len(dst)
//	for i := range dst {
//		dst[i] = bias[i]
//		for _, r := range rows {
//			dst[i] += weights[int(r)*n+i]
//		}
//	}
//
// It is the sparse first layer, forward: weights is a table of rows as long as
// dst, row r the weights of feature r.
func SumRowsF32(dst, bias, weights []float32, rows []games.Feature) {
	n := len(dst)
	if len(bias) != n || n%LanesF32 != 0 {
		panic(badLength("SumRowsF32", LanesF32, n, len(bias)))
	}
	checkRows("SumRowsF32", len(weights), n, rows)
	if active == Scalar {
		sumRowsF32Scalar(dst, bias, weights, rows)
		return
	}
	sumRowsF32(unsafe.SliceData(dst), unsafe.SliceData(bias), unsafe.SliceData(weights),
		(*uint16)(unsafe.SliceData(rows)), len(rows), n)
}

// AddToRowsF32 is
//
//	n := len(g)
//	for _, r := range rows {
//		for i := range g {
//			weights[int(r)*n+i] += g[i]
//		}
//	}
//
// It is the sparse first layer, backward: weights is then the gradient of the
// table and g that of the layer's output. A row may occur more than once.
func AddToRowsF32(weights, g []float32, rows []games.Feature) {
	n := len(g)
	if n%LanesF32 != 0 {
		panic(badLength("AddToRowsF32", LanesF32, n))
	}
	checkRows("AddToRowsF32", len(weights), n, rows)
	if active == Scalar {
		addToRowsF32Scalar(weights, g, rows)
		return
	}
	addToRowsF32(unsafe.SliceData(weights), unsafe.SliceData(g), (*uint16)(unsafe.SliceData(rows)), len(rows), n)
}

// SCReLUDotF32 is
//
//	var lane [16]float32
//	for i := range acc {
//		c := clamp(acc[i]) // to [0, 1]; a NaN stays one
//		lane[i%16] += c * c * w[i]
//	}
//	for k := 8; k > 0; k /= 2 {
//		for i := range k {
//			lane[i] += lane[i+k]
//		}
//	}
//	return lane[0]
//
// It is one view's half of the output layer, forward.
func SCReLUDotF32(acc, w []float32) float32 {
	if len(acc) != len(w) || len(acc)%LanesF32 != 0 {
		panic(badLength("SCReLUDotF32", LanesF32, len(acc), len(w)))
	}
	if active == Scalar {
		return screluDotF32Scalar(acc, w)
	}
	return screluDotF32(unsafe.SliceData(acc), unsafe.SliceData(w), len(acc))
}

// SCReLUBackF32 is
//
//	for i := range acc {
//		c := clamp(acc[i]) // to [0, 1]; a NaN stays one
//		dAcc[i] = 0
//		if 0 < acc[i] && acc[i] < 1 {
//			dAcc[i] = 2 * d * w[i] * c
//		}
//		dW[i] += d * (c * c)
//	}
//
// It is SCReLUDotF32 backward: d is the derivative of the loss by its result,
// dAcc is set to that by acc, and that by w is added to dW.
func SCReLUBackF32(dAcc, dW, acc, w []float32, d float32) {
	n := len(acc)
	if len(dAcc) != n || len(dW) != n || len(w) != n || n%LanesF32 != 0 {
		panic(badLength("SCReLUBackF32", LanesF32, len(dAcc), len(dW), n, len(w)))
	}
	if active == Scalar {
		screluBackF32Scalar(dAcc, dW, acc, w, d)
		return
	}
	screluBackF32(unsafe.SliceData(dAcc), unsafe.SliceData(dW), unsafe.SliceData(acc), unsafe.SliceData(w), n, d)
}

// AddF32 is
//
//	for i := range dst {
//		dst[i] += src[i]
//	}
func AddF32(dst, src []float32) {
	if len(dst) != len(src) || len(dst)%LanesF32 != 0 {
		panic(badLength("AddF32", LanesF32, len(dst), len(src)))
	}
	if active == Scalar {
		addF32Scalar(dst, src)
		return
	}
	addF32(unsafe.SliceData(dst), unsafe.SliceData(src), len(dst))
}

// DrainF32 is
//
//	for i := range dst {
//		dst[i] += src[i]
//		src[i] = 0
//	}
//
// It adds up the gradient of one part of a batch and leaves its place empty
// for the next, in one pass over memory.
func DrainF32(dst, src []float32) {
	if len(dst) != len(src) || len(dst)%LanesF32 != 0 {
		panic(badLength("DrainF32", LanesF32, len(dst), len(src)))
	}
	if active == Scalar {
		drainF32Scalar(dst, src)
		return
	}
	drainF32(unsafe.SliceData(dst), unsafe.SliceData(src), len(dst))
}

// ZeroF32 is
//
//	clear(dst)
//
// whose assembly is the runtime's own. It takes any length.
func ZeroF32(dst []float32) { clear(dst) }
