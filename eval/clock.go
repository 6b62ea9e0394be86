package eval

import (
	"fmt"
	"strings"
	"time"

	"apprentice/agent/search"
)

// TimeControl is the time of a side for the game, and what it gains with every
// move. With Moves the side gets Base for that many moves, and again for each
// further Moves moves.
type TimeControl struct {
	Base, Inc time.Duration
	Moves     int // 0: Base is for all moves
}

// check reports an invalid time control; nil stands for none and is valid.
func (tc *TimeControl) check() error {
	if tc != nil && (tc.Base <= 0 || tc.Inc < 0 || tc.Moves < 0) {
		return fmt.Errorf("match: time control %v", tc)
	}
	return nil
}

// String returns the time control as PGN files have it: "8+0.08",
// "40/60+0.5". Every fraction of a second is in it.
func (tc *TimeControl) String() string {
	s := seconds(tc.Base)
	if tc.Moves != 0 {
		s = fmt.Sprintf("%d/%s", tc.Moves, s)
	}
	if tc.Inc != 0 {
		s += "+" + seconds(tc.Inc)
	}
	return s
}

// seconds writes a duration of at least 0 in seconds, with all its decimals and
// without an exponent.
func seconds(d time.Duration) string {
	whole, rest := d/time.Second, d%time.Second
	if rest == 0 {
		return fmt.Sprintf("%d", whole)
	}
	return strings.TrimRight(fmt.Sprintf("%d.%09d", whole, rest), "0")
}

// start returns the clock before the first move.
func (tc *TimeControl) start() search.Clock {
	return search.Clock{Time: tc.Base, Inc: tc.Inc, MovesToGo: tc.Moves}
}

// press subtracts the time of a move from the clock and adds the increment.
func (tc *TimeControl) press(c *search.Clock, elapsed time.Duration) {
	c.Time = max(c.Time-elapsed, 0) + tc.Inc
	if tc.Moves == 0 {
		return
	}
	if c.MovesToGo--; c.MovesToGo == 0 {
		c.Time += tc.Base
		c.MovesToGo = tc.Moves
	}
}

// clock returns the time control of the player in a match; nil for none.
func (e Entrant) clock(o Options) *TimeControl {
	if e.Clock != nil {
		return e.Clock
	}
	return o.Clock
}
