package learn

import "math"

// target is what the network should expect of a position with that value.
func target(value int, scale float64) float64 { return portableSigmoid(float64(value) / scale) }

// loss returns the squared error of the expectation that the network's output
// (a logit) stands for, and its derivative by the output.
func loss(output, target float64) (value, slope float64) {
	p := portableSigmoid(output)
	e := p - target
	return e * e, 2 * e * p * (1 - p)
}

// portableSigmoid is 1 / (1 + exp(-x)), with the same bits on every machine.
func portableSigmoid(x float64) float64 { return 1 / (1 + exp(-x)) }

// exp is the exponential function with a relative error below 1e-9; |x| is
// bounded by 700.
//
// Note: math.Exp of amd64 fuses multiply and add where the CPU can, so that its
// last bit depends on the machine, and with it every weight after the first
// step. Here each product is rounded on its own.
func exp(x float64) float64 {
	x = min(max(x, -700), 700)
	k := math.Round(float64(x * (1 / math.Ln2)))
	r := x - float64(k*math.Ln2) // |r| <= ln(2)/2
	// Taylor's series up to r^8/8!, from its end.
	y := 1.0 / 40320
	y = float64(y*r) + 1.0/5040
	y = float64(y*r) + 1.0/720
	y = float64(y*r) + 1.0/120
	y = float64(y*r) + 1.0/24
	y = float64(y*r) + 1.0/6
	y = float64(y*r) + 1.0/2
	y = float64(y*r) + 1
	y = float64(y*r) + 1
	return y * math.Float64frombits(uint64(int64(k)+1023)<<52) // times 2^k
}
