// Package eval measures how strong a player is: matches of paired games, the
// statistics of their results (pentanomial counts, Elo, nElo, LOS, SPRT),
// ratings of many players on one scale, their own or that of a ladder of
// players with known Elo, and test suites. It also measures how well values
// predict results (Calibrate).
//
// It only measures. Nothing in the search or the learner depends on it, and
// the opponents it brings (random moves, counted material) teach nobody.
//
// Two words are kept apart everywhere. The win rate is W/(W+D+L): draws count
// as games that were not won. The expectation is (W+D/2)/(W+D+L), the mean
// score of a game.
package eval
