// Package eval measures how strong players are. It defines what a player is,
// plays matches and tournaments of paired games, and places a player on a
// ladder of opponents of known strength.
//
// The packages of this folder, each of which imports only those above it:
//
//   - stat: counts of results and what follows from them: Elo, nElo, LOS, SPRT
//   - rating: ratings of many players on one scale, from the games between them
//   - eval: players, matches, tournaments, ladders
//   - suite: test suites, whose positions a player solves one by one
//   - engine: external UCI, UCCI and xboard engines as players
//
// Three more stand by themselves: calibration (how well values predict
// results), curve (figures), and tune (better numbers for a player from games
// against itself).
//
// All of them only measure. Nothing in the search or the learner depends on
// them, and the built-in opponents (random moves, counted material) are never
// used for training.
package eval
