package learn

import (
	"math"
	"testing"

	"apprentice/games"

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

// With a share of all or nothing the target is exactly the one or the other;
// between them it is the blend.
func TestTarget(t *testing.T) {
	results := map[games.Result]float64{games.Win: 1, games.Draw: 0.5, games.Loss: 0}
	for result, r := range results {
		for _, v := range []int{-20000, -400, -1, 0, 7, 400, 20000} {
			p := 1 / (1 + math.Exp(-float64(v)/400))
			if got := target(1, result, v, 400); got != r {
				t.Errorf("lambda 1, %v, value %d: %g, want %g", result, v, got, r)
			}
			if got := target(0, result, v, 400); math.Abs(got-p) > 1e-9 {
				t.Errorf("lambda 0, %v, value %d: %g, want %g", result, v, got, p)
			}
			if target(0, result, v, 400) != target(0, games.Draw, v, 400) {
				t.Errorf("lambda 0, value %d: the result %v counts", v, result)
			}
			if got, want := target(0.25, result, v, 400), 0.25*r+0.75*p; math.Abs(got-want) > 1e-9 {
				t.Errorf("lambda 0.25, %v, value %d: %g, want %g", result, v, got, want)
			}
		}
	}
	if got := target(0, games.Draw, 0, 400); got != 0.5 {
		t.Errorf("value 0: %g, want 0.5", got)
	}
	if got, want := target(0, games.Draw, 100, 200), 1/(1+math.Exp(-0.5)); math.Abs(got-want) > 1e-9 {
		t.Errorf("value 100 at scale 200: %g, want %g", got, want)
	}
}

// What one side expects the other does not: the targets of both views of a
// position add up to 1.
func TestTargetOfOtherView(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lambda := rapid.Float64Range(0, 1).Draw(t, "lambda")
		v := rapid.IntRange(-32000, 32000).Draw(t, "value")
		us, them := games.Win, games.Loss
		if rapid.Bool().Draw(t, "draw") {
			us, them = games.Draw, games.Draw
		}
		if sum := target(lambda, us, v, 400) + target(lambda, them, -v, 400); math.Abs(sum-1) > 1e-9 {
			t.Errorf("targets add up to %v", sum)
		}
	})
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
