package gameplay

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"apprentice/games"
)

// Control is the time that each side has for a game and what it gains with every
// move. The zero value is a game without clocks.
type Control struct{ Base, Inc time.Duration }

// shortest is the least time in which a person can make a move.
const shortest = time.Second

// ParseControl reads minutes and, after a plus sign, seconds a move, as people
// name the pace of a game: "10+5", "3", "0.5+1". "" is a game without clocks.
func ParseControl(s string) (Control, error) {
	if s == "" {
		return Control{}, nil
	}
	base, inc, _ := strings.Cut(s, "+")
	minutes, err := strconv.ParseFloat(base, 64)
	seconds := 0.0
	if err == nil && strings.Contains(s, "+") {
		seconds, err = strconv.ParseFloat(inc, 64)
	}
	const most = 24 * 60
	if err != nil || !(minutes >= 0 && minutes <= most && seconds >= 0 && seconds <= most && minutes+seconds > 0) {
		return Control{}, fmt.Errorf("%q is no time control; want minutes and, after a plus sign, seconds a move, as in 10+5", s)
	}
	c := Control{time.Duration(minutes * float64(time.Minute)), time.Duration(seconds * float64(time.Second))}
	c.Base = max(c.Base, c.Inc)
	if c.Base < shortest {
		return Control{}, fmt.Errorf("%q gives %v for a game, since its first number is minutes; want at least a second, as in 0.02", s, c.Base)
	}
	return c, nil
}

// String returns what ParseControl reads.
func (c Control) String() string {
	if c.Base == 0 {
		return ""
	}
	text := strconv.FormatFloat(c.Base.Minutes(), 'g', 6, 64)
	if c.Inc > 0 {
		text += "+" + strconv.FormatFloat(c.Inc.Seconds(), 'g', 6, 64)
	}
	return text
}

// Timed reports whether there are clocks.
func (g *Game) Timed() bool { return g.control.Base > 0 }

// Control returns the time control.
func (g *Game) Control() Control { return g.control }

// Run lets the clock of the side to move run, unless it does or the game is
// over.
func (g *Game) Run(now time.Time) {
	if g.since.IsZero() && !g.Over() {
		g.since = now
	}
}

// Pause stops the clock without a move.
func (g *Game) Pause(now time.Time) {
	if side := g.Side(); g.Timed() && !g.since.IsZero() {
		g.left[side] = max(0, g.left[side]-now.Sub(g.since))
	}
	g.since = time.Time{}
}

// Left returns what is left to a side at a time.
func (g *Game) Left(side games.Side, now time.Time) time.Duration {
	left := g.left[side]
	if g.Timed() && side == g.Side() && !g.since.IsZero() && !g.Over() {
		left -= now.Sub(g.since)
	}
	return max(0, left)
}

// Flagged reports whether the time of the side to move is over.
func (g *Game) Flagged(now time.Time) bool {
	return g.Timed() && !g.Over() && g.Left(g.Side(), now) == 0
}

// stop stops the clock for a move and returns what is left to both sides.
func (g *Game) stop(now time.Time) [2]time.Duration {
	g.Pause(now)
	left := g.left
	if g.Timed() {
		left[g.Side()] += g.control.Inc
	}
	return left
}
