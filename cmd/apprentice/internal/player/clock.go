package player

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"apprentice/eval"
)

// timeControlForm says what a time control looks like.
const timeControlForm = "want [MOVES/]TIME[+INCREMENT] in seconds, or TIME as minutes:seconds, as in 8+0.08, 40/60+0.5 or 1:30+1"

// shortest is the least time that the protocols of engines can name.
const shortest = time.Millisecond

// ParseTimeControl reads a time control as the flags of match runners have it:
// "8+0.08" is 8 seconds for the game and 0.08 for a move, "40/60" a minute for
// every 40 moves, "1:30+1" a minute and a half and a second a move.
func ParseTimeControl(s string) (*eval.TimeControl, error) {
	tc := new(eval.TimeControl)
	text := s
	wrong := fmt.Errorf("%q is not a time control; %s", s, timeControlForm)
	if moves, rest, ok := strings.Cut(text, "/"); ok {
		n, err := strconv.Atoi(moves)
		if err != nil || n < 1 {
			return nil, wrong
		}
		tc.Moves, text = n, rest
	}
	base, inc, hasInc := strings.Cut(text, "+")
	minutes, seconds, ok := strings.Cut(base, ":")
	if ok {
		n, err := strconv.ParseUint(minutes, 10, 27) // as many as a duration holds
		if err != nil {
			return nil, wrong
		}
		tc.Base, base = time.Duration(n)*time.Minute, seconds
	}
	d, ok := parseSeconds(base)
	if !ok {
		return nil, wrong
	}
	tc.Base += d
	if hasInc {
		if tc.Inc, ok = parseSeconds(inc); !ok {
			return nil, wrong
		}
	}
	switch {
	case tc.Base <= 0: // also beyond the largest duration
		return nil, wrong
	case tc.Base < shortest || 0 < tc.Inc && tc.Inc < shortest:
		return nil, fmt.Errorf("%q is too short a time control: clocks count milliseconds; want at least 0.001", s)
	}
	return tc, nil
}

// parseSeconds reads a number of seconds, at least 0.
func parseSeconds(s string) (time.Duration, bool) {
	if s == "" || strings.Trim(s, "0123456789.") != "" {
		return 0, false
	}
	d, err := time.ParseDuration(s + "s")
	return d, err == nil
}
