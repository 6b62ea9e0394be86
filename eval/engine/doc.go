// Package engine lets another program play in a match. It speaks the three
// protocols of board game engines: UCI, UCCI and xboard (CECP 2).
//
// An engine may do anything: die, fall silent, write garbage without end, play
// what the rules forbid. Each of these loses the game it happens in, with the
// reason on record, and the match goes on with a new process; none of them
// blocks the match, grows its memory or leaves a process behind.
//
// The package knows no game. Where an engine writes positions or moves in
// another way than the game does, a Dialect from the caller translates.
//
// External engines are opponents in measurement only. Nothing they say reaches
// the learner.
package engine
