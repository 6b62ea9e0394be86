// Package value is the value network of the agent: who stands better, and by
// how much, judged only by which features of a game are active.
//
//	features -> Hidden, once for each side's view, by the same weights
//	[view of the side to move, view of the other] -> SCReLU -> one number,
//	by output weights that depend on how many features are active (buckets)
//
// The package holds a network in two forms. Weights are its float32 master,
// which package learn trains and network files store. Network is what a search
// uses: weights rounded to integers, so that the same position has the same
// value on every CPU, and accumulators that follow a search move by move.
//
// It is not a judge of games: it knows no piece and no rule, and what a feature
// means is the business of the game. Training lives in package learn, search in
// package search.
package value

import (
	"math"

	"apprentice/internal/logistic"
)

// Scale ties the two units of a value: a value of Scale centipawns is a logit
// of one, an expectation of 73 %. The number is a convention of the field;
// values of 300 to 600 learn equally well.
const Scale = 400

// MaxCentipawns bounds what a network may say. It leaves room for the values
// that a search uses for wins it has seen.
const MaxCentipawns = 29000

// Expectation is the expected result, in [0, 1] with a draw as one half, of a
// value in centipawns. Both are from the same side's view.
func Expectation(cp int) float64 { return logistic.Sigmoid(float64(cp) / Scale) }

// Centipawns is the inverse of Expectation, rounded, within +-MaxCentipawns.
func Centipawns(expectation float64) int {
	logit := math.Log(expectation / (1 - expectation))
	switch cp := math.Round(Scale * logit); {
	case cp >= MaxCentipawns:
		return MaxCentipawns
	case cp <= -MaxCentipawns || expectation <= 0:
		return -MaxCentipawns
	case math.IsNaN(cp): // only beyond 1, or of no number
		return MaxCentipawns
	default:
		return int(cp)
	}
}
