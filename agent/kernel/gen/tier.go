package main

import (
	"fmt"
	"math/bits"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/gotypes"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// block is the bytes in which every vector comes: 32 int16 or 16 float32.
const block = 64

// tierAVX512 is the value of kernel.AVX512.
const tierAVX512 = 2

// tier is an instruction set: its name in labels, the bytes of its registers,
// and those registers.
type tier struct {
	name  string
	bytes int
	regs  []reg.VecPhysical
}

var avx2 = tier{"avx2", 32, []reg.VecPhysical{
	reg.Y0, reg.Y1, reg.Y2, reg.Y3, reg.Y4, reg.Y5, reg.Y6, reg.Y7,
	reg.Y8, reg.Y9, reg.Y10, reg.Y11, reg.Y12, reg.Y13, reg.Y14, reg.Y15,
}}

var avx512 = tier{"avx512", 64, []reg.VecPhysical{
	reg.Z0, reg.Z1, reg.Z2, reg.Z3, reg.Z4, reg.Z5, reg.Z6, reg.Z7,
	reg.Z8, reg.Z9, reg.Z10, reg.Z11, reg.Z12, reg.Z13, reg.Z14, reg.Z15,
	reg.Z16, reg.Z17, reg.Z18, reg.Z19, reg.Z20, reg.Z21, reg.Z22, reg.Z23,
	reg.Z24, reg.Z25, reg.Z26, reg.Z27, reg.Z28, reg.Z29, reg.Z30, reg.Z31,
}}

// function writes a function for both tiers. Its arguments are pointers to first
// elements, and lengths in elements; it looks at the tier in use (which is not
// the scalar one, or Go would not have called it) and continues with the code that body writes.
func function(name, signature, doc string, body func(t tier)) {
	TEXT(name, NOSPLIT, signature)
	Pragma("noescape")
	Doc(name + " is " + doc)
	CMPB(NewDataAddr(Symbol{Name: "·active"}, 0), U8(tierAVX512))
	JNE(LabelRef(avx2.name))
	for _, t := range []tier{avx512, avx2} {
		Label(t.name)
		body(t)
		VZEROUPPER()
		RET()
	}
}

// arg loads an argument into a general register.
func arg(name string) reg.GPVirtual {
	return Load(Param(name), GP64()).(reg.GPVirtual)
}

// length loads a length and turns it into bytes, given the size of an element.
func length(name string, size uint) reg.GPVirtual {
	n := arg(name)
	SHLQ(U8(bits.TrailingZeros(size)), n)
	return n
}

// address is where an argument or a result lies. (Load and Store would move
// floats by SSE instructions, which are slow between those of AVX.)
func address(c gotypes.Component) Mem {
	basic, err := c.Resolve()
	if err != nil {
		panic(err)
	}
	return basic.Addr
}

// zero clears a vector register of the first sixteen.
func zero(r reg.VecPhysical) {
	VPXOR(r.AsX(), r.AsX(), r.AsX())
}

// tiles walks over left bytes in the largest of the given steps that fits,
// calls body to write the code for a step, and moves offset on. The steps go
// down and the last of them divides every length.
func (t tier) tiles(label string, left, offset reg.GPVirtual, steps []int, body func(step int)) {
	for _, step := range steps {
		loop := fmt.Sprintf("%s_%s%d", t.name, label, step)
		done := loop + "done"
		Label(loop)
		CMPQ(left, I32(step))
		JLT(LabelRef(done))
		body(step)
		ADDQ(I32(step), offset)
		SUBQ(I32(step), left)
		JMP(LabelRef(loop))
		Label(done)
	}
}

// at is the operand displacement bytes after base + offset.
func at(base, offset reg.Register, displacement int) Mem {
	return Mem{Base: base, Index: offset, Scale: 1, Disp: displacement}
}
