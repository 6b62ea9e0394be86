package eval

import (
	"math"

	"apprentice/agent/value"
)

// Bin is the positions whose predicted expectation is nearly the same.
type Bin struct {
	Predicted float64  // mean expectation that the calibration gives their values
	Observed  Interval // mean result
	WDL       WDL
}

// Reliability says how well predicted expectations hold.
type Reliability struct {
	Positions int
	Bins      []Bin   // by rising prediction; those without a position are left out
	Gap       float64 // mean over positions of the distance between Predicted and Observed of their bin
	Squared   float64 // mean squared error of the expectation: the loss of the learner, with lambda 1
	Brier     float64 // mean over positions of the squared errors of P(win), P(draw) and P(loss)
}

// reliabilityBins is the number of bins, equally wide, between 0 and 1.
const reliabilityBins = 20

// CheckCalibration compares what a calibration predicts with the results of positions,
// which should be others than it was fitted to. Intervals of the observed means
// take positions for independent; those of one game are not, so they are too
// narrow.
func CheckCalibration(c value.Calibration, positions []Judged) Reliability {
	r := Reliability{Positions: len(positions)}
	var sums [reliabilityBins]float64
	var counts [reliabilityBins]WDL
	for _, p := range positions {
		win, draw, loss := c.WDL(p.Value)
		e := win + draw/2
		bin := min(int(e*reliabilityBins), reliabilityBins-1)
		sums[bin] += e
		counts[bin].Count(p.Result)
		got := WDL{}
		got.Count(p.Result)
		r.Squared += square(e - got.Score())
		r.Brier += square(win-float64(got.Wins)) + square(draw-float64(got.Draws)) + square(loss-float64(got.Losses))
	}
	n := float64(max(len(positions), 1))
	for i, w := range counts {
		if w.Games() == 0 {
			continue
		}
		b := Bin{Predicted: sums[i] / float64(w.Games()), Observed: w.Strength().Expectation, WDL: w}
		r.Gap += float64(w.Games()) / n * math.Abs(b.Predicted-b.Observed.Value)
		r.Bins = append(r.Bins, b)
	}
	r.Squared /= n
	r.Brier /= n
	return r
}

func square(x float64) float64 { return x * x }
