// Gen writes the assembly of package kernel, and the Go declarations that go
// with it. It is a module of its own so that the program does not depend on
// its libraries. Run it with go generate in this folder.
package main

//go:generate go run . -out ../kernel_amd64.s -stubs ../stubs_amd64.go -pkg kernel

import (
	. "github.com/mmcloughlin/avo/build"
)

func main() {
	ConstraintExpr("!noasm")
	steps()
	sumRows()
	screluDot("screluDot", "acc")
	screluDot("screluDotPair", "us", "them")
	sumRowsF32()
	addToRowsF32()
	screluDotF32()
	screluBackF32()
	addF32()
	drainF32()
	adamWF32()
	Generate()
}
