package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// below is the predicate of VCMPPS for "less than", false for a NaN.
const below = 0x11

// sumRowsF32 writes the sparse layer forward.
func sumRowsF32() {
	const signature = "func(dst, bias, weights *float32, rows *uint16, count, n int)"
	const doc = "dst = bias + the rows of weights that rows names."
	function("sumRowsF32", signature, doc, func(t tier) {
		t.gather(4, func(row Mem, sum reg.VecPhysical) { VADDPS(row, sum, sum) })
	})
}

// addToRowsF32 writes the sparse layer backward: a tile of grad stays in
// registers while all rows go by.
func addToRowsF32() {
	const signature = "func(weights, grad *float32, rows *uint16, count, n int)"
	const doc = "row += grad for the rows of weights that rows names."
	function("addToRowsF32", signature, doc, func(t tier) {
		weights, g := arg("weights"), arg("grad")
		rows, count := arg("rows"), arg("count")
		stride, left, offset := length("n", 4), GP64(), GP64()
		MOVQ(stride, left)
		XORQ(offset, offset)
		kept := len(t.regs) / 2
		t.tiles("tile", left, offset, t.wide(kept), func(step int) {
			for i := range step / t.bytes {
				VMOVUPS(at(g, offset, i*t.bytes), t.regs[i])
			}
			t.eachRow(step, rows, count, stride, weights, offset, func(table, row reg.GPVirtual) {
				for i := range step / t.bytes {
					VADDPS(at(table, row, i*t.bytes), t.regs[i], t.regs[kept+i])
				}
				for i := range step / t.bytes {
					VMOVUPS(t.regs[kept+i], at(table, row, i*t.bytes))
				}
			})
		})
	})
}

// screluDotF32 writes one view's half of the output layer. The sixteen sums
// are one register or two.
func screluDotF32() {
	const signature = "func(acc, w *float32, n int) float32"
	const doc = "the sum of clamp(acc, 0, 1)^2 * w in sixteen lanes."
	function("screluDotF32", signature, doc, func(t tier) {
		none, one := t.regs[0], t.regs[1]
		sums, work := t.regs[2:2+block/t.bytes], t.regs[4:]
		acc, w := arg("acc"), arg("w")
		left, offset := length("n", 4), GP64()
		XORQ(offset, offset)
		zero(none)
		t.ones(one)
		for _, s := range sums {
			zero(s)
		}
		t.tiles("tile", left, offset, []int{4 * block, block}, func(step int) {
			for i := range step / t.bytes {
				c := work[i%4]
				t.clamp(at(acc, offset, i*t.bytes), none, one, c)
				VMULPS(c, c, c)
				VMULPS(at(w, offset, i*t.bytes), c, c)
				VADDPS(c, sums[i%len(sums)], sums[i%len(sums)])
			}
		})
		sum, high := sums[0], work[0]
		if t.bytes == 64 {
			VEXTRACTF64X4(U8(1), sum, high.AsY())
			VADDPS(high.AsY(), sum.AsY(), sum.AsY())
		} else {
			VADDPS(sums[1], sum, sum)
		}
		VEXTRACTF128(U8(1), sum.AsY(), high.AsX())
		VADDPS(high.AsX(), sum.AsX(), sum.AsX())
		VMOVHLPS(sum.AsX(), sum.AsX(), high.AsX())
		VADDPS(high.AsX(), sum.AsX(), sum.AsX())
		VMOVSHDUP(sum.AsX(), high.AsX())
		VADDSS(high.AsX(), sum.AsX(), sum.AsX())
		VMOVSS(sum.AsX(), address(ReturnIndex(0)))
	})
}

// ones fills a register with 1.0.
func (t tier) ones(r reg.VecPhysical) {
	bits := GP32()
	MOVL(U32(0x3f800000), bits)
	VMOVD(bits, r.AsX())
	VBROADCASTSS(r.AsX(), r)
}

// clamp brings x into [0, 1] and leaves a NaN one: of two operands VMAXPS and
// VMINPS give the second, which is Go's first, unless the other is larger or
// smaller.
func (t tier) clamp(x Op, none, one, result reg.VecPhysical) {
	VMAXPS(x, none, result)
	VMINPS(result, one, result)
}

// screluBackF32 writes one view's half of the output layer, backward.
func screluBackF32() {
	const signature = "func(dAcc, dW, acc, w *float32, n int, d float32)"
	const doc = "dAcc = 2*d*w*acc where 0 < acc < 1, else 0; dW += d*clamp(acc, 0, 1)^2."
	function("screluBackF32", signature, doc, func(t tier) {
		none, one, d, d2 := t.regs[0], t.regs[1], t.regs[2], t.regs[3]
		dAcc, dW, acc, w := arg("dAcc"), arg("dW"), arg("acc"), arg("w")
		left, offset := length("n", 4), GP64()
		XORQ(offset, offset)
		zero(none)
		t.ones(one)
		VBROADCASTSS(address(Param("d")), d)
		VADDPS(d, d, d2)
		t.tiles("tile", left, offset, []int{block}, func(step int) {
			for i := range step / t.bytes {
				a, c, back, inside := t.regs[4+4*i], t.regs[5+4*i], t.regs[6+4*i], t.regs[7+4*i]
				VMOVUPS(at(acc, offset, i*t.bytes), a)
				t.clamp(a, none, one, c)
				VMULPS(at(w, offset, i*t.bytes), d2, back)
				if t.bytes == 64 {
					VCMPPS(U8(below), a, none, reg.K1)
					VCMPPS(U8(below), one, a, reg.K1, reg.K1)
					VMULPS_Z(c, back, reg.K1, back)
				} else {
					VMULPS(c, back, back)
					VCMPPS(U8(below), a, none, inside)
					VANDPS(inside, back, back)
					VCMPPS(U8(below), one, a, inside)
					VANDPS(inside, back, back)
				}
				VMOVUPS(back, at(dAcc, offset, i*t.bytes))
				VMULPS(c, c, c)
				VMULPS(c, d, c)
				VADDPS(at(dW, offset, i*t.bytes), c, c)
				VMOVUPS(c, at(dW, offset, i*t.bytes))
			}
		})
	})
}

// addF32 writes the sum of two vectors.
func addF32() {
	const signature = "func(dst, src *float32, n int)"
	const doc = "dst += src."
	function("addF32", signature, doc, func(t tier) {
		t.accumulate(func(at Mem) {})
	})
}

// drainF32 writes the sum of two vectors that leaves the second one empty.
func drainF32() {
	const signature = "func(dst, src *float32, n int)"
	const doc = "dst += src; src = 0."
	function("drainF32", signature, doc, func(t tier) {
		empty := t.regs[8]
		zero(empty)
		t.accumulate(func(src Mem) { VMOVUPS(empty, src) })
	})
}

// accumulate writes dst += src and then what is done to each vector of src.
func (t tier) accumulate(then func(src Mem)) {
	dst, src, left, offset := arg("dst"), arg("src"), length("n", 4), GP64()
	XORQ(offset, offset)
	t.tiles("tile", left, offset, []int{4 * block, block}, func(step int) {
		for i := range step / t.bytes {
			VMOVUPS(at(src, offset, i*t.bytes), t.regs[i])
			then(at(src, offset, i*t.bytes))
		}
		for i := range step / t.bytes {
			VADDPS(at(dst, offset, i*t.bytes), t.regs[i], t.regs[i])
			VMOVUPS(t.regs[i], at(dst, offset, i*t.bytes))
		}
	})
}

// adamWF32 writes one step of the optimiser. p points to the fields of
// AdamWParams.
func adamWF32() {
	const signature = "func(w, m, v, grad, p *float32, n int)"
	const doc = "one step of AdamW; p are the fields of AdamWParams."
	function("adamWF32", signature, doc, func(t tier) {
		p := arg("p")
		for i := range 9 {
			VBROADCASTSS(Mem{Base: p, Disp: 4 * i}, t.regs[i])
		}
		beta1, beta2, rest1, rest2, decay := t.regs[0], t.regs[1], t.regs[2], t.regs[3], t.regs[4]
		rate, correct, epsilon, high, low := t.regs[5], t.regs[6], t.regs[7], t.regs[8], t.regs[9]
		zero(low)
		VSUBPS(high, low, low)
		wp, mp, vp, gp := arg("w"), arg("m"), arg("v"), arg("grad")
		left, offset := length("n", 4), GP64()
		XORQ(offset, offset)
		g, m, v, x, s := t.regs[10], t.regs[11], t.regs[12], t.regs[13], t.regs[14]
		t.tiles("tile", left, offset, []int{block}, func(step int) {
			for i := range step / t.bytes {
				VMOVUPS(at(gp, offset, i*t.bytes), g)
				VMULPS(at(mp, offset, i*t.bytes), beta1, m)
				VMULPS(g, rest1, x)
				VADDPS(x, m, m)
				VMOVUPS(m, at(mp, offset, i*t.bytes))
				VMULPS(g, rest2, x)
				VMULPS(g, x, x)
				VMULPS(at(vp, offset, i*t.bytes), beta2, v)
				VADDPS(x, v, v)
				VMOVUPS(v, at(vp, offset, i*t.bytes))
				VSQRTPS(v, x)
				VMULPS(x, correct, x)
				VADDPS(epsilon, x, x)
				VMULPS(m, rate, s)
				VDIVPS(x, s, s)
				VMULPS(at(wp, offset, i*t.bytes), decay, x)
				VSUBPS(s, x, x)
				VMAXPS(x, low, x)
				VMINPS(x, high, x)
				VMOVUPS(x, at(wp, offset, i*t.bytes))
			}
		})
	})
}
