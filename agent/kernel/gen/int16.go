package main

import (
	"fmt"
	"strings"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// steps writes the functions that add rows to an accumulator and subtract
// others, rows given one by one or, for both views at once, by their numbers.
func steps() {
	step("add", []string{"row"}, nil)
	step("sub", nil, []string{"row"})
	step("addSub", []string{"add1"}, []string{"sub1"})
	step("addSubSub", []string{"add1"}, []string{"sub1", "sub2"})
	step("addAddSubSub", []string{"add1", "add2"}, []string{"sub1", "sub2"})
	update("update11", 1, 1)
	update("update12", 1, 2)
}

// step writes dst = src + rows of add - rows of sub.
func step(name string, add, sub []string) {
	rows := append(append([]string{}, add...), sub...)
	signature := fmt.Sprintf("func(dst, src, %s *int16, n int)", strings.Join(rows, ", "))
	doc := "dst = src"
	for _, r := range add {
		doc += " + " + r
	}
	for _, r := range sub {
		doc += " - " + r
	}
	function(name, signature, doc+".", func(t tier) {
		var from []reg.GPVirtual
		for _, r := range rows {
			from = append(from, arg(r))
		}
		left, offset := length("n", 2), GP64()
		XORQ(offset, offset)
		t.sum("tile", arg("dst"), arg("src"), left, offset, from[:len(add)], from[len(add):])
	})
}

// sum writes dst = src + rows of add - rows of sub over left bytes.
func (t tier) sum(label string, dst, src, left, offset reg.GPVirtual, add, sub []reg.GPVirtual) {
	t.tiles(label, left, offset, []int{4 * block, block}, func(step int) {
		for i := range step / t.bytes {
			VMOVUPS(at(src, offset, i*t.bytes), t.regs[i])
		}
		for _, row := range add {
			for i := range step / t.bytes {
				VPADDW(at(row, offset, i*t.bytes), t.regs[i], t.regs[i])
			}
		}
		for _, row := range sub {
			for i := range step / t.bytes {
				VPSUBW(at(row, offset, i*t.bytes), t.regs[i], t.regs[i])
			}
		}
		for i := range step / t.bytes {
			VMOVUPS(t.regs[i], at(dst, offset, i*t.bytes))
		}
	})
}

// maxDelta is games.MaxDelta: the row numbers of a view lie this far after
// those of the view before.
const maxDelta = 4

// update writes the step over a delta that adds and removes this many
// features: two views of n each, one after the other in dst and in src.
func update(name string, added, removed int) {
	const signature = "func(dst, src, weights *int16, added, removed *uint16, n int)"
	doc := fmt.Sprintf("Update over a delta of %d added and %d removed.", added, removed)
	function(name, signature, doc, func(t tier) {
		dst, src, weights := arg("dst"), arg("src"), arg("weights")
		plus, minus, stride := arg("added"), arg("removed"), length("n", 2)
		for view := range 2 {
			find := func(numbers reg.GPVirtual, count int) (rows []reg.GPVirtual) {
				for i := range count {
					row := GP64()
					MOVWQZX(Mem{Base: numbers, Disp: 2 * (view*maxDelta + i)}, row)
					IMULQ(stride, row)
					ADDQ(weights, row)
					rows = append(rows, row)
				}
				return rows
			}
			add, sub := find(plus, added), find(minus, removed)
			left, offset := GP64(), GP64()
			MOVQ(stride, left)
			XORQ(offset, offset)
			if view > 0 {
				ADDQ(stride, dst)
				ADDQ(stride, src)
			}
			t.sum(fmt.Sprintf("view%dtile", view), dst, src, left, offset, add, sub)
		}
	})
}

// sumRows writes the refresh of an int16 accumulator.
func sumRows() {
	const signature = "func(dst, bias, weights *int16, rows *uint16, count, n int)"
	const doc = "dst = bias + the rows of weights that rows names."
	function("sumRows", signature, doc, func(t tier) {
		t.gather(2, func(row Mem, sum reg.VecPhysical) { VPADDW(row, sum, sum) })
	})
}

// screluDot writes the output layer over one vector or over two, whose weights
// follow one another. The int32 sums must not overflow: see maxDot.
func screluDot(name string, vectors ...string) {
	signature := fmt.Sprintf("func(%s, w *int16, n int) int64", strings.Join(vectors, ", "))
	function(name, signature, "the sum of clamp(x, 0, 255)^2 * w over all vectors of n each.", func(t tier) {
		Store(t.total(t.screluSums(vectors)), ReturnIndex(0))
	})
}

// screluSums writes the sums of all vectors in the lanes of one register.
func (t tier) screluSums(vectors []string) (sum, spare reg.VecPhysical) {
	none, top, sums, work := t.regs[0], t.regs[1], t.regs[2:6], t.regs[6:14]
	w := arg("w")
	zero(none)
	if t.bytes == 64 {
		VPTERNLOGD(U8(255), top, top, top)
	} else {
		VPCMPEQW(top, top, top)
	}
	VPSRLW(U8(8), top, top)
	for _, s := range sums {
		zero(s)
	}
	for v, vector := range vectors {
		acc, left, offset := arg(vector), length("n", 2), GP64()
		if v > 0 {
			ADDQ(left, w)
		}
		XORQ(offset, offset)
		t.tiles(vector, left, offset, []int{4 * block, block}, func(step int) {
			for i := range step / t.bytes {
				c, p := work[2*(i%4)], work[2*(i%4)+1]
				VPMAXSW(at(acc, offset, i*t.bytes), none, c)
				VPMINSW(c, top, c)
				VPMULLW(at(w, offset, i*t.bytes), c, p)
				if t.bytes == 64 {
					VPDPWSSD(c, p, sums[i%4])
				} else {
					VPMADDWD(c, p, p)
					VPADDD(p, sums[i%4], sums[i%4])
				}
			}
		})
	}
	VPADDD(sums[1], sums[0], sums[0])
	VPADDD(sums[3], sums[2], sums[2])
	VPADDD(sums[2], sums[0], sums[0])
	return sums[0], sums[1]
}

// total writes the sum of the int32 lanes of a register.
func (t tier) total(sum, high reg.VecPhysical) reg.Register {
	if t.bytes == 64 {
		VEXTRACTI64X4(U8(1), sum, high.AsY())
		VPADDD(high.AsY(), sum.AsY(), sum.AsY())
	}
	VEXTRACTI128(U8(1), sum.AsY(), high.AsX())
	VPMOVSXDQ(sum.AsX(), sum.AsY())
	VPMOVSXDQ(high.AsX(), high.AsY())
	VPADDQ(high.AsY(), sum.AsY(), sum.AsY())
	VEXTRACTI128(U8(1), sum.AsY(), high.AsX())
	VPADDQ(high.AsX(), sum.AsX(), sum.AsX())
	VPUNPCKHQDQ(sum.AsX(), sum.AsX(), high.AsX())
	VPADDQ(high.AsX(), sum.AsX(), sum.AsX())
	result := GP64()
	VMOVQ(sum.AsX(), result)
	return result
}
