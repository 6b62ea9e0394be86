// Package learn turns played games into the weights of a value network: it
// picks samples out of games, and fits a network to them by gradient descent.
//
// It does not play: games come from a Source, which the owner of the games
// implements. It does not run a quantised network either; it makes the float
// master that package value quantises. The self-play loop trains every
// generation with it, and tools use it to train on any window of a run.
//
// Samples lie in files, one for each generation (Store). A training reads those
// of its window from there in random order, a bucket at a time (bucket.go), and
// holds as many of them as its memory allows.
//
// Everything here is a function of the games, their order, the options and the
// seed. The number of cores never changes a bit of the result (gradient.go says
// how), and neither does the memory, nor an interruption at a checkpoint (State).
package learn
