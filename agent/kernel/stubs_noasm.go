//go:build !amd64 || noasm

package kernel

// Without assembly best returns Scalar, so that nothing below is called.

func best() Tier { return Scalar }

func add(dst, src, row *int16, n int)                                    {}
func sub(dst, src, row *int16, n int)                                    {}
func addSub(dst, src, add1, sub1 *int16, n int)                          {}
func addSubSub(dst, src, add1, sub1, sub2 *int16, n int)                 {}
func addAddSubSub(dst, src, add1, add2, sub1, sub2 *int16, n int)        {}
func update11(dst, src, weights *int16, added, removed *uint16, n int)   {}
func update12(dst, src, weights *int16, added, removed *uint16, n int)   {}
func sumRows(dst, bias, weights *int16, rows *uint16, count, n int)      {}
func sumRowsF32(dst, bias, weights *float32, rows *uint16, count, n int) {}
func addToRowsF32(weights, grad *float32, rows *uint16, count, n int)    {}
func screluBackF32(dAcc, dW, acc, w *float32, n int, d float32)          {}
func addF32(dst, src *float32, n int)                                    {}
func drainF32(dst, src *float32, n int)                                  {}
func adamWF32(w, m, v, grad, p *float32, n int)                          {}
func screluDot(acc, w *int16, n int) int64                               { return 0 }
func screluDotPair(us, them, w *int16, n int) int64                      { return 0 }
func screluDotF32(acc, w *float32, n int) float32                        { return 0 }
