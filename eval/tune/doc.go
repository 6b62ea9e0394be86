// Package tune finds good values for numbers of a player by letting it play
// itself: simultaneous perturbation stochastic approximation (SPSA; Spall 1992),
// in the form that fishtest gave it. All numbers are moved at once, each by a
// step up or down at random; two players, one with these values and one with
// the opposite ones, meet; and every number moves a little to where the better
// half of it was. It takes tens of thousands of games, for few numbers as for
// many.
//
// It knows neither what the numbers mean nor who plays: Tuner.Play does. What it
// finds is a guess until a match confirms it.
package tune
