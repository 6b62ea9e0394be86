package logistic

import (
	"math"
	"testing"
)

func TestSigmoid(t *testing.T) {
	for x, want := range map[float64]float64{0: 0.5, math.Log(3): 0.75, -math.Log(3): 0.25, 1000: 1, -1000: 0} {
		if got := Sigmoid(x); math.Abs(got-want) > 1e-15 {
			t.Errorf("Sigmoid(%v) = %v, want %v", x, got, want)
		}
	}
}

func TestSoftplus(t *testing.T) {
	for x, want := range map[float64]float64{0: math.Ln2, 1: math.Log(1 + math.E), -1: math.Log(1 + 1/math.E), 1000: 1000, -1000: 0} {
		if got := Softplus(x); math.Abs(got-want) > 1e-15*max(want, 1) {
			t.Errorf("Softplus(%v) = %v, want %v", x, got, want)
		}
	}
}
