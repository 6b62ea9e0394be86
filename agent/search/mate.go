package search

import "apprentice/games"

// Values are ints from the view of the side to move. Those beyond +-MaxValue are
// wins and losses found by search; the sooner, the further out.
const (
	MateValue = 32000                  // a win on the board; one point less per ply
	MaxPly    = 128                    // no line is searched deeper
	MaxValue  = MateValue - MaxPly - 1 // the largest value that is not a mate

	infinity = MateValue + 1
	noValue  = MateValue + 2 // a static value that is not known
)

// MateIn returns in how many moves of its own the side to move mates, or in
// how many it is mated as a negative number (0: mated on the board), as UCI
// counts; ok is false for values that are not mates.
func MateIn(value int) (moves int, ok bool) {
	switch {
	case value > MaxValue:
		return (MateValue - value + 1) / 2, true
	case value < -MaxValue:
		return -(MateValue + value) / 2, true
	}
	return 0, false
}

// isMate reports whether value is a win or a loss found by search.
func isMate(value int) bool { return value > MaxValue || value < -MaxValue }

// outcomeValue is the value of a finished game at ply plies from the root.
func outcomeValue(r games.Result, ply int) int {
	switch r {
	case games.Win:
		return MateValue - ply
	case games.Loss:
		return ply - MateValue
	}
	return 0
}

// toTable turns a mate counted from the root into one counted from the node,
// which is what other paths to the node can use; fromTable turns it back.
func toTable(value, ply int) int {
	switch {
	case value > MaxValue:
		return value + ply
	case value < -MaxValue:
		return value - ply
	}
	return value
}

func fromTable(value, ply int) int {
	switch {
	case value > MaxValue:
		return value - ply
	case value < -MaxValue:
		return value + ply
	}
	return value
}
