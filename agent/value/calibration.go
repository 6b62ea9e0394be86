package value

import (
	"math"

	"apprentice/internal/logistic"
)

// Calibration ties a value in centipawns, the probabilities of a win, a draw
// and a loss, and the expectation. It is an ordered logistic model:
//
//	P(win)  = Sigmoid((value - Shift) / Spread)
//	P(loss) = Sigmoid((-value - Shift) / Spread)
//
// so that the same value from the other side swaps win and loss. Package eval
// fits it to games; without games Uncalibrated stands in. A Calibration holds
// for the values it was fitted to: those of one network, static or of searches
// of about the same effort.
type Calibration struct {
	Shift  float64 // centipawns at which a win is as likely as not; not negative
	Spread float64 // centipawns; positive
}

// Uncalibrated returns what the learner takes a value for: its expectation is
// that of Expectation, and nothing is ever drawn.
func Uncalibrated() Calibration { return Calibration{Spread: Scale} }

// WDL returns the probabilities of a win, a draw and a loss for the side whose
// value it is. They are not negative, and their sum is 1.
func (c Calibration) WDL(cp int) (win, draw, loss float64) {
	v := float64(cp)
	win, loss = logistic.Sigmoid((v-c.Shift)/c.Spread), logistic.Sigmoid((-v-c.Shift)/c.Spread)
	return win, max(1-(win+loss), 0), loss
}

// Expectation returns the expected result of a value, in [0, 1] with a draw as
// one half: P(win) + P(draw)/2.
func (c Calibration) Expectation(cp int) float64 {
	win, _, loss := c.WDL(cp)
	return (1 + win - loss) / 2
}

// Permille returns the probabilities as whole numbers whose sum is 1000, in
// the form that UCI_ShowWDL asks for.
func (c Calibration) Permille(cp int) (win, draw, loss int) {
	w, _, l := c.WDL(cp)
	win, loss = int(math.Round(1000*w)), int(math.Round(1000*l))
	if win+loss > 1000 { // both were rounded up from one half of what is left
		if win > loss {
			loss = 1000 - win
		} else {
			win = 1000 - loss
		}
	}
	return win, 1000 - win - loss, loss
}
