// Package stat is the statistics of game results: counts of games and of game
// pairs, the difference in strength that they show (Elo, normalised Elo,
// likelihood of superiority) with 95 % intervals, and the sequential test that
// ends a match when it is decided (SPRT).
//
// It knows counts only: neither players nor how games are played. Matches,
// ratings and suites build on it.
//
// Two words are kept apart everywhere. The win rate is W/(W+D+L): draws count
// as games that were not won. The expectation is (W+D/2)/(W+D+L), the mean
// score of a game.
package stat
