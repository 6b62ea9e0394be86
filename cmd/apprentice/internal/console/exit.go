package console

// Exit codes.
const (
	ExitOK      = 0
	ExitProblem = 1 // a check ran and found problems
	ExitError   = 2 // bad input, or something that could not be done
)

// Problem is what a check found. It is a result, not a failure of the
// command.
type Problem string

// Error returns the finding.
func (e Problem) Error() string { return string(e) }
