package main

// Exit codes.
const (
	exitOK      = 0
	exitProblem = 1 // a check ran and found problems
	exitError   = 2 // bad input, or something that could not be done
)

// problemError is what a check found. It is a result, not a failure of the
// command.
type problemError string

// Error returns the finding.
func (e problemError) Error() string { return string(e) }
