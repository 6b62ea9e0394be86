package eval

import (
	"fmt"
	"strconv"
	"time"

	"apprentice/agent/search"
)

// SetLimit sets one limit of a move as the text of a player names it:
// "nodes=400", "depth=8", or "movetime=100ms". It reports false for a key that
// names no limit. Numbers are at least 1, and times at least a millisecond.
func SetLimit(lim *search.Limits, key, text string) (known bool, err error) {
	wrong := func(want string) error { return fmt.Errorf("%s=%s: want %s", key, text, want) }
	switch key {
	case "nodes":
		if lim.Nodes, err = strconv.ParseInt(text, 10, 64); err != nil || lim.Nodes < 1 {
			return true, wrong("a positive number")
		}
	case "depth":
		if lim.Depth, err = strconv.Atoi(text); err != nil || lim.Depth < 1 {
			return true, wrong("a positive number")
		}
	case "movetime":
		if lim.MoveTime, err = time.ParseDuration(text); err != nil || lim.MoveTime < time.Millisecond {
			return true, wrong("a time, as in 100ms")
		}
	default:
		return false, nil
	}
	return true, nil
}
