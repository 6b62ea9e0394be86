// Package logistic is the logistic function, which turns a difference of
// strength or a value into a chance.
//
// Note: the learner has an exponential function of its own, which gives the same
// bits on every machine. It is slower, and its results must not change.
package logistic

import "math"

// Sigmoid returns 1/(1+e^-x), in [0, 1].
func Sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// Softplus returns log(1+e^x) = -log(Sigmoid(-x)), without overflow.
func Softplus(x float64) float64 {
	if x > 0 {
		return x + math.Log1p(math.Exp(-x))
	}
	return math.Log1p(math.Exp(x))
}
