package calibration

import (
	"math"

	"apprentice/agent/value"
	"apprentice/eval/stat"
)

// Bin holds the positions with nearly the same predicted expectation.
type Bin struct {
	Predicted float64       // mean expectation that the calibration gives their values
	Observed  stat.Interval // mean result
	WDL       stat.WDL
}

// Reliability is how well predicted expectations hold.
type Reliability struct {
	Positions int
	Bins      []Bin   // by rising prediction; those without a position are left out
	Gap       float64 // mean over positions of the distance between Predicted and Observed of their bin
	Squared   float64 // mean squared error of the expectation: the learner's loss with results as targets
	Brier     float64 // mean over positions of the squared errors of P(win), P(draw) and P(loss)
}

// reliabilityBins is the number of bins, equally wide, between 0 and 1.
const reliabilityBins = 20

// Check compares the predictions of a calibration with the results of games,
// which should not be those it was fitted to. Positions of one game share its
// result, so the intervals of the observed means come from the variance between
// games.
func Check(c value.Calibration, played [][]Judged) Reliability {
	var r Reliability
	var sums [reliabilityBins]float64
	var counts [reliabilityBins]stat.WDL
	var parts [reliabilityBins][]part
	for _, game := range played {
		var own [reliabilityBins]part
		for _, p := range game {
			win, draw, loss := c.WDL(p.Value)
			e := win + draw/2
			bin := min(int(e*reliabilityBins), reliabilityBins-1)
			got := stat.WDL{}
			got.Count(p.Result)
			sums[bin] += e
			counts[bin].Count(p.Result)
			own[bin].score += got.Score()
			own[bin].n++
			r.Squared += square(e - got.Score())
			r.Brier += square(win-float64(got.Wins)) + square(draw-float64(got.Draws)) + square(loss-float64(got.Losses))
		}
		for bin, o := range own {
			if o.n > 0 {
				parts[bin] = append(parts[bin], o)
			}
		}
		r.Positions += len(game)
	}
	n := float64(max(r.Positions, 1))
	for i, w := range counts {
		if w.Games() == 0 {
			continue
		}
		b := Bin{Predicted: sums[i] / float64(w.Games()), Observed: meanOf(parts[i]), WDL: w}
		r.Gap += float64(w.Games()) / n * math.Abs(b.Predicted-b.Observed.Value)
		r.Bins = append(r.Bins, b)
	}
	r.Squared /= n
	r.Brier /= n
	return r
}

// part is what one game adds to a bin.
type part struct{ score, n float64 }

// meanOf returns the mean result of positions, with an interval from the
// variance between their games. For a single game the interval is 0 to 1.
func meanOf(parts []part) stat.Interval {
	var score, n, spread float64
	for _, p := range parts {
		score += p.score
		n += p.n
	}
	mean := score / n
	if len(parts) < 2 {
		return stat.Interval{Value: mean, Low: 0, High: 1}
	}
	for _, p := range parts {
		spread += square(p.score - mean*p.n)
	}
	k := float64(len(parts))
	width := stat.Z95 * math.Sqrt(spread*k/(k-1)) / n
	return stat.Interval{Value: mean, Low: max(mean-width, 0), High: min(mean+width, 1)}
}

func square(x float64) float64 { return x * x }
