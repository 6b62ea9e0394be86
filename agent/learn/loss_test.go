package learn

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestExp(t *testing.T) {
	for x := -700.0; x <= 700; x += 0.0371 {
		if got, want := exp(x), math.Exp(x); math.Abs(got-want) > 1e-9*want {
			t.Errorf("exp(%g) = %g, want %g", x, got, want)
		}
	}
	if exp(0) != 1 {
		t.Errorf("exp(0) = %g", exp(0))
	}
	for _, x := range []float64{701, 1e9, math.Inf(1)} {
		if exp(x) != exp(700) || exp(-x) != exp(-700) {
			t.Errorf("exp(+-%g) = %g, %g: not bounded", x, exp(x), exp(-x))
		}
	}
}

func TestTarget(t *testing.T) {
	for _, v := range []int{-20000, -400, -1, 0, 7, 400, 20000} {
		for _, scale := range []float64{200, 400} {
			if got, want := target(v, scale), 1/(1+math.Exp(-float64(v)/scale)); math.Abs(got-want) > 1e-9 {
				t.Errorf("value %d at scale %g: %g, want %g", v, scale, got, want)
			}
			// What one side expects the other does not.
			if sum := target(v, scale) + target(-v, scale); math.Abs(sum-1) > 1e-9 {
				t.Errorf("targets of %d and %d add up to %v", v, -v, sum)
			}
		}
	}
	if got := target(0, 400); got != 0.5 {
		t.Errorf("value 0: %g, want 0.5", got)
	}
}

func TestLoss(t *testing.T) {
	if v, slope := loss(0, 0.5); v != 0 || slope != 0 {
		t.Errorf("loss of a perfect output is %g with slope %g", v, slope)
	}
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-30, 30).Draw(t, "output")
		goal := rapid.Float64Range(0, 1).Draw(t, "target")
		slow := func(x float64) float64 {
			e := 1/(1+math.Exp(-x)) - goal
			return e * e
		}
		v, slope := loss(x, goal)
		if want := slow(x); math.Abs(v-want) > 1e-8 {
			t.Errorf("loss %g, want %g", v, want)
		}
		const h = 1e-5
		if want := (slow(x+h) - slow(x-h)) / (2 * h); math.Abs(slope-want) > 1e-8 {
			t.Errorf("slope %g, difference %g", slope, want)
		}
	})
}
