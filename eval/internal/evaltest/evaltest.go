// Package evaltest holds what the tests of measurements share: games with
// results drawn by chance, and comparison of numbers.
package evaltest

import (
	"math"
	"math/rand/v2"

	"apprentice/games"
)

// Near reports whether two numbers differ by at most a tolerance. NaN is near
// nothing.
func Near(a, b, tolerance float64) bool { return math.Abs(a-b) <= tolerance }

// Result draws the result of a game that is won and drawn with the given
// probabilities.
func Result(rng *rand.Rand, win, draw float64) games.Result {
	switch u := rng.Float64(); {
	case u < win:
		return games.Win
	case u < win+draw:
		return games.Draw
	}
	return games.Loss
}
