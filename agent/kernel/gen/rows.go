package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// gather writes dst = bias + rows of weights for elements of a size. The sums
// of a tile stay in registers while all rows go by.
func (t tier) gather(size uint, add func(row Mem, sum reg.VecPhysical)) {
	dst, bias, weights := arg("dst"), arg("bias"), arg("weights")
	rows, count := arg("rows"), arg("count")
	stride, left, offset := length("n", size), GP64(), GP64()
	MOVQ(stride, left)
	XORQ(offset, offset)
	t.tiles("tile", left, offset, t.wide(len(t.regs)/2), func(step int) {
		for i := range step / t.bytes {
			VMOVUPS(at(bias, offset, i*t.bytes), t.regs[i])
		}
		t.eachRow(step, rows, count, stride, weights, offset, func(table, row reg.GPVirtual) {
			for i := range step / t.bytes {
				add(at(table, row, i*t.bytes), t.regs[i])
			}
		})
		for i := range step / t.bytes {
			VMOVUPS(t.regs[i], at(dst, offset, i*t.bytes))
		}
	})
}

// wide lists the tiles that keep at most limit registers, down to one block.
func (t tier) wide(limit int) (steps []int) {
	for bytes := limit * t.bytes; bytes >= block; bytes /= 2 {
		steps = append(steps, bytes)
	}
	return steps
}

// eachRow loops over the row numbers and has body write the code for one: its
// tile starts at table + row.
func (t tier) eachRow(
	step int, rows, count, stride, weights, offset reg.GPVirtual, body func(table, row reg.GPVirtual),
) {
	loop := fmt.Sprintf("%s_rows%d", t.name, step)
	table, next, todo, row := GP64(), GP64(), GP64(), GP64()
	MOVQ(count, todo)
	TESTQ(todo, todo)
	JZ(LabelRef(loop + "done"))
	LEAQ(at(weights, offset, 0), table)
	MOVQ(rows, next)
	Label(loop)
	MOVWQZX(Mem{Base: next}, row)
	IMULQ(stride, row)
	body(table, row)
	ADDQ(I8(2), next)
	DECQ(todo)
	JNZ(LabelRef(loop))
	Label(loop + "done")
}
