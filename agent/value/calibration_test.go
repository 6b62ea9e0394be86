package value

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestCalibration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Calibration{Shift: rapid.Float64Range(0, 500).Draw(t, "shift"), Spread: rapid.Float64Range(1, 900).Draw(t, "spread")}
		cp := rapid.IntRange(-32000, 32000).Draw(t, "cp")
		win, draw, loss := c.WDL(cp)
		if win < 0 || draw < 0 || loss < 0 || math.Abs(win+draw+loss-1) > 1e-9 {
			t.Fatalf("%+v at %d: %g, %g, %g", c, cp, win, draw, loss)
		}
		if w, d, l := c.WDL(-cp); l != win || w != loss || d != draw {
			t.Fatalf("%+v: %d is %g, %g, %g, and from the other side %g, %g, %g", c, cp, win, draw, loss, w, d, l)
		}
		if e := c.Expectation(cp); math.Abs(e-(win+draw/2)) > 1e-9 || c.Expectation(cp+50) < e {
			t.Fatalf("%+v at %d: expectation %g, at 50 more %g", c, cp, e, c.Expectation(cp+50))
		}
		w, d, l := c.Permille(cp)
		if w < 0 || d < 0 || l < 0 || w+d+l != 1000 || math.Abs(float64(w)-1000*win) > 1.01 || math.Abs(float64(l)-1000*loss) > 1.01 {
			t.Fatalf("%+v at %d: %d, %d, %d permille of %g, %g, %g", c, cp, w, d, l, win, draw, loss)
		}
	})
}

// Landmarks: at the shift a win is as likely as not, and a calibration without
// games is the learner's own function.
func TestCalibrationLandmarks(t *testing.T) {
	c := Calibration{Shift: 90, Spread: 60}
	if win, _, _ := c.WDL(90); win != 0.5 {
		t.Errorf("at the shift a win has %g", win)
	}
	if _, _, loss := c.WDL(-90); loss != 0.5 {
		t.Errorf("at minus the shift a loss has %g", loss)
	}
	if w, d, l := c.Permille(0); w != l || d < 600 {
		t.Errorf("an even position has %d, %d, %d permille", w, d, l)
	}
	for _, cp := range []int{-700, -1, 0, 35, 1200} {
		if got, want := Uncalibrated().Expectation(cp), Expectation(cp); math.Abs(got-want) > 1e-12 {
			t.Errorf("uncalibrated, %d is %g, not %g", cp, got, want)
		}
	}
}
