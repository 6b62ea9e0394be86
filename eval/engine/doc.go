// Package engine lets another program play in a match. It speaks the three
// protocols of board game engines: UCI, UCCI and xboard (CECP 2).
//
// An engine may do anything: die, fall silent, write endless garbage, play illegal
// moves. Each of these loses the game in which it happens, with the reason on
// record, and the match continues with a new process. None of them blocks the
// match, grows its memory or leaves a process running.
//
// The package knows no game. If an engine writes positions or moves in another way
// than the game does, a Dialect from the caller translates.
//
// External engines are opponents in measurement only. Nothing they say reaches
// the learner.
package engine
