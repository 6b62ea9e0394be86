// Package rating places many players on one scale, given what they scored
// against each other: Elo with 95 % intervals, what the first move is worth,
// and how often equal players draw. Rate is the only model, so the same games
// give the same ratings everywhere.
//
// It takes counts and knows neither matches nor runs. A player that the games
// do not place has a Reason instead of a rating.
package rating
