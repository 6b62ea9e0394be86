package tune

import (
	"math"
	"testing"
)

// The gains are those of fishtest: c_k = c/k^gamma and a_k = a/(A+k)^alpha,
// where A is a tenth of the iterations, and c and a are such that the last ones
// are the step and R times its square.
func TestGains(t *testing.T) {
	const iterations = 5000
	p := Param{Step: 14}
	g := Gains{R: 0.003, C: 1.5}
	c := g.C * p.Step * math.Pow(iterations, gamma)
	a := g.R * math.Pow(g.C*p.Step, 2) * math.Pow(0.1*iterations+iterations, alpha)
	for _, k := range []float64{10, 11, 100, 777, 4999, iterations} {
		perturbation, move := g.at(p, k/iterations)
		wantC := c / math.Pow(k, gamma)
		wantMove := a / math.Pow(0.1*iterations+k, alpha) / wantC
		if math.Abs(perturbation/wantC-1) > 1e-12 || math.Abs(move/wantMove-1) > 1e-12 {
			t.Errorf("k = %g: perturbation %g, move %g; want %g, %g", k, perturbation, move, wantC, wantMove)
		}
	}
	if perturbation, move := g.at(p, 1); math.Abs(perturbation-21) > 1e-12 || math.Abs(move-0.063) > 1e-12 {
		t.Errorf("at the end: perturbation %g, move %g; want 21, 0.063", perturbation, move)
	}
	if first, _ := g.at(p, 0); math.IsInf(first, 0) || first > 2*21 {
		t.Errorf("the first perturbation is %g", first)
	}
}
