package calibration

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/optimize"

	"apprentice/agent/value"
	"apprentice/eval/stat"
	"apprentice/internal/logistic"
)

// maxFitted bounds the values that a calibration is fitted to. Higher values,
// those of mates and won endgames, say nothing more about the result.
const maxFitted = 3000

// Fit returns the most likely calibration given positions. It needs wins and
// losses among them.
func Fit(positions []Judged) (value.Calibration, error) {
	var tally [2*maxFitted + 1]stat.WDL
	var all stat.WDL
	for _, p := range positions {
		tally[min(max(p.Value, -maxFitted), maxFitted)+maxFitted].Count(p.Result)
		all.Count(p.Result)
	}
	if all.Wins == 0 || all.Losses == 0 {
		return value.Calibration{}, fmt.Errorf("calibration: %d positions with the results %v; want some of every kind", len(positions), all)
	}
	f := fit{tally: tally[:], positions: float64(all.Games())}
	problem := optimize.Problem{Func: f.loss, Grad: f.gradient}
	start := []float64{math.Log(100), math.Log(200)}
	settings := &optimize.Settings{GradientThreshold: 1e-8, MajorIterations: 500}
	result, err := optimize.Minimize(problem, start, settings, &optimize.BFGS{})
	if result == nil || err != nil && !settledAt(f.gradient, result.X) {
		return value.Calibration{}, errors.Join(errors.New("calibration: no maximum of the likelihood"), err)
	}
	return value.Calibration{Shift: math.Exp(result.X[0]), Spread: math.Exp(result.X[1])}, nil
}

// settledAt reports whether x is a minimum to the precision that is printed.
func settledAt(gradient func(grad, x []float64), x []float64) bool {
	grad := make([]float64, len(x))
	gradient(grad, x)
	return math.Hypot(grad[0], grad[1]) < 1e-5
}

// fit is the likelihood of results given values, as a function of the
// logarithms of shift and spread, so that both stay positive.
type fit struct {
	tally     []stat.WDL // by value + maxFitted
	positions float64
}

// loss is the negative log likelihood of a position.
func (f fit) loss(x []float64) float64 {
	shift, spread := math.Exp(x[0]), math.Exp(x[1])
	var sum float64
	for i, w := range f.tally {
		if w.Games() == 0 {
			continue
		}
		v := float64(i - maxFitted)
		up, down := (v-shift)/spread, (-v-shift)/spread
		sum += float64(w.Wins)*logistic.Softplus(-up) + float64(w.Losses)*logistic.Softplus(-down)
		// The rest is Sigmoid(-up) - Sigmoid(down) = Sigmoid(-up) Sigmoid(-down) (1 - e^(up+down)).
		sum += float64(w.Draws) * (logistic.Softplus(up) + logistic.Softplus(down) - math.Log(-math.Expm1(up+down)))
	}
	return sum / f.positions
}

// gradient writes the derivatives of loss.
func (f fit) gradient(grad, x []float64) {
	shift, spread := math.Exp(x[0]), math.Exp(x[1])
	var byUp, byDown [2]float64 // derivatives by up and down, times those by shift and spread
	for i, w := range f.tally {
		if w.Games() == 0 {
			continue
		}
		v := float64(i - maxFitted)
		up, down := (v-shift)/spread, (-v-shift)/spread
		both := 1 / math.Expm1(-(up + down)) // e^(up+down) / (1 - e^(up+down))
		dUp := -float64(w.Wins)*logistic.Sigmoid(-up) + float64(w.Draws)*(logistic.Sigmoid(up)+both)
		dDown := -float64(w.Losses)*logistic.Sigmoid(-down) + float64(w.Draws)*(logistic.Sigmoid(down)+both)
		byUp[0] += dUp * (-shift / spread)
		byUp[1] += dUp * -up
		byDown[0] += dDown * (-shift / spread)
		byDown[1] += dDown * -down
	}
	for i := range grad {
		grad[i] = (byUp[i] + byDown[i]) / f.positions
	}
}
