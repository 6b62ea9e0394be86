package kernel

import (
	"unsafe"

	"apprentice/games"
)

// AddSub is
//
//	for i := range dst {
//		dst[i] = src[i] + add[i] - sub[i]
//	}
//
// It is the accumulator's step over a quiet move.
func AddSub(dst, src, add, sub []int16) {
	n := len(dst)
	if len(src) != n || len(add) != n || len(sub) != n || n%Lanes16 != 0 {
		panic(badLength("AddSub", Lanes16, n, len(src), len(add), len(sub)))
	}
	if active == Scalar {
		addSubScalar(dst, src, add, sub)
		return
	}
	addSub(unsafe.SliceData(dst), unsafe.SliceData(src), unsafe.SliceData(add), unsafe.SliceData(sub), n)
}

// AddSubSub is
//
//	for i := range dst {
//		dst[i] = src[i] + add[i] - sub1[i] - sub2[i]
//	}
//
// It is the accumulator's step over a capture.
func AddSubSub(dst, src, add, sub1, sub2 []int16) {
	n := len(dst)
	if len(src) != n || len(add) != n || len(sub1) != n || len(sub2) != n || n%Lanes16 != 0 {
		panic(badLength("AddSubSub", Lanes16, n, len(src), len(add), len(sub1), len(sub2)))
	}
	if active == Scalar {
		addSubSubScalar(dst, src, add, sub1, sub2)
		return
	}
	addSubSub(unsafe.SliceData(dst), unsafe.SliceData(src),
		unsafe.SliceData(add), unsafe.SliceData(sub1), unsafe.SliceData(sub2), n)
}

// AddAddSubSub is
//
//	for i := range dst {
//		dst[i] = src[i] + add1[i] + add2[i] - sub1[i] - sub2[i]
//	}
//
// It is the accumulator's step over a move of two pieces.
func AddAddSubSub(dst, src, add1, add2, sub1, sub2 []int16) {
	n := len(dst)
	if len(src) != n || len(add1) != n || len(add2) != n || len(sub1) != n || len(sub2) != n || n%Lanes16 != 0 {
		panic(badLength("AddAddSubSub", Lanes16, n, len(src), len(add1), len(add2), len(sub1), len(sub2)))
	}
	if active == Scalar {
		addAddSubSubScalar(dst, src, add1, add2, sub1, sub2)
		return
	}
	addAddSubSub(unsafe.SliceData(dst), unsafe.SliceData(src),
		unsafe.SliceData(add1), unsafe.SliceData(add2), unsafe.SliceData(sub1), unsafe.SliceData(sub2), n)
}

// Add is
//
//	for i := range dst {
//		dst[i] = src[i] + row[i]
//	}
func Add(dst, src, row []int16) {
	n := len(dst)
	if len(src) != n || len(row) != n || n%Lanes16 != 0 {
		panic(badLength("Add", Lanes16, n, len(src), len(row)))
	}
	if active == Scalar {
		addScalar(dst, src, row)
		return
	}
	add(unsafe.SliceData(dst), unsafe.SliceData(src), unsafe.SliceData(row), n)
}

// Sub is
//
//	for i := range dst {
//		dst[i] = src[i] - row[i]
//	}
func Sub(dst, src, row []int16) {
	n := len(dst)
	if len(src) != n || len(row) != n || n%Lanes16 != 0 {
		panic(badLength("Sub", Lanes16, n, len(src), len(row)))
	}
	if active == Scalar {
		subScalar(dst, src, row)
		return
	}
	sub(unsafe.SliceData(dst), unsafe.SliceData(src), unsafe.SliceData(row), n)
}

// SumRows is
//
//	n := len(dst)
//	for i := range dst {
//		dst[i] = bias[i]
//		for _, r := range rows {
//			dst[i] += weights[int(r)*n+i]
//		}
//	}
//
// It builds an accumulator from nothing: weights is a table of rows as long as
// dst, row r the weights of feature r.
func SumRows(dst, bias, weights []int16, rows []games.Feature) {
	n := len(dst)
	if len(bias) != n || n%Lanes16 != 0 {
		panic(badLength("SumRows", Lanes16, n, len(bias)))
	}
	checkRows("SumRows", len(weights), n, rows)
	if active == Scalar {
		sumRowsScalar(dst, bias, weights, rows)
		return
	}
	sumRows(unsafe.SliceData(dst), unsafe.SliceData(bias), unsafe.SliceData(weights),
		(*uint16)(unsafe.SliceData(rows)), len(rows), n)
}

// maxDot is the length up to which the running sums of SCReLUDot fit an int32:
// two elements of clamped value 255 and weight 128 add 16646400 to one of at
// least eight sums (of the narrowest tier), so that 2048 elements, which are
// the two vectors of SCReLUDotPair, reach at most 2130739200 of 2147483647.
const maxDot = 1024

// SCReLUDot is
//
//	for i := range acc {
//		c := int64(min(max(acc[i], 0), 255))
//		sum += c * c * int64(w[i])
//	}
//
// It is the output layer over a quantised accumulator. All w lie in
// [-128, 128], so that c*w fits an int16: acc and the result are in units of
// 255, 255 * 255 and the scale of w.
func SCReLUDot(acc, w []int16) int64 {
	if len(acc) != len(w) || len(acc)%Lanes16 != 0 {
		panic(badLength("SCReLUDot", Lanes16, len(acc), len(w)))
	}
	if len(acc) > maxDot {
		return SCReLUDot(acc[:maxDot], w[:maxDot]) + SCReLUDot(acc[maxDot:], w[maxDot:])
	}
	if active == Scalar {
		return screluDotScalar(acc, w)
	}
	return screluDot(unsafe.SliceData(acc), unsafe.SliceData(w), len(acc))
}

// SCReLUDotPair is
//
//	SCReLUDot(us, w[:len(us)]) + SCReLUDot(them, w[len(us):])
//
// It is the whole output layer, both views, in one call.
func SCReLUDotPair(us, them, w []int16) int64 {
	n := len(us)
	if len(them) != n || len(w) != 2*n || n%Lanes16 != 0 {
		panic(badLength("SCReLUDotPair (two and twice)", Lanes16, n, len(them), len(w)))
	}
	if n > maxDot {
		return SCReLUDot(us, w[:n]) + SCReLUDot(them, w[n:])
	}
	if active == Scalar {
		return screluDotPairScalar(us, them, w)
	}
	return screluDotPair(unsafe.SliceData(us), unsafe.SliceData(them), unsafe.SliceData(w), n)
}
