// Package calibration measures how well the values of a player predict the
// results of its games. Judge takes the positions of a game, Fit finds the
// curve that turns their values into chances to win, draw and lose, and Check
// compares what a curve predicts with the results of other games.
package calibration
