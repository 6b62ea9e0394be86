// Package scale is one Elo scale for all runs of a game: players that never
// change, their places, and how another player is placed among them.
//
// The anchors of a game are random moves, which have 0, counted material, and
// frozen networks at fixed nodes. Make plays them with each other and fits their
// places; the files of the folder scales hold what came out. Exam measures a
// player by its games with anchors alone, so that the same network has the same
// figure in any run.
//
// A scale is bound to the search that it was measured with, by the bench
// signature. With another search the anchors play differently, and the scale is
// stale until it is made again.
package scale
