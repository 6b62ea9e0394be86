package uci

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"

	"apprentice/agent/search"
	"apprentice/games"
)

// asked is what the words behind go ask for.
type asked struct {
	limits    search.Limits
	clocks    [2]search.Clock // by side
	told      [2]bool         // whose clock is known
	movesToGo int
	unread    bool // a limit has no number that can be read
	chosen    bool // only some moves are to be searched
}

// limits reads the words after go. Unknown ones are skipped, and limits without
// a number are named. A search that nothing limits is an infinite one, but not
// where a limit could not be read: that moves at once. ok is false if moves were
// chosen of which none is legal.
func (e *Engine) limits(args []string) (lim search.Limits, ok bool) {
	a := asked{limits: search.Limits{Overhead: e.overhead}}
	for i := 0; i < len(args); i++ {
		switch word := args[i]; word {
		case "infinite":
			a.limits.Infinite = true
		case "ponder":
			a.limits.Ponder = true
		case "searchmoves":
			a.chosen = true
			for ; i+1 < len(args) && !limitWords[args[i+1]]; i++ {
				m, err := e.style.parseMove(e.pos, args[i+1])
				if err != nil {
					e.complain(err)
					continue
				}
				a.limits.Moves = append(a.limits.Moves, m)
			}
		default:
			if !limitWords[word] {
				continue
			}
			text := ""
			if i+1 < len(args) && !limitWords[args[i+1]] { // as in "depth infinite"
				i++
				text = args[i]
			}
			n, ok := parseNumber(text)
			if !ok {
				a.unread = true
				e.complain(fmt.Errorf("go %s: want a number, not %q", word, text))
				continue
			}
			a.number(word, n, e.pos.Side(), e.unit())
		}
	}
	return a.finish(e.pos.Side()), !a.chosen || len(a.limits.Moves) > 0
}

// parseNumber reads a number. The protocols have whole ones; some programs send
// fractions, which are cut, and numbers beyond those of int64 are its ends.
func parseNumber(s string) (n int64, ok bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err == nil || errors.Is(err, strconv.ErrRange) {
		return n, true
	}
	f, err := strconv.ParseFloat(s, 64)
	if (err != nil && !errors.Is(err, strconv.ErrRange)) || math.IsNaN(f) {
		return 0, false
	}
	const end = 1 << 62 // of what a conversion is sure to hold
	return int64(min(max(f, -end), end)), true
}

// limitWords are all words that may stand behind go.
var limitWords = map[string]bool{
	"infinite": true, "ponder": true, "searchmoves": true,
	"wtime": true, "btime": true, "winc": true, "binc": true, "movestogo": true,
	"time": true, "opptime": true, "increment": true, "oppincrement": true,
	"depth": true, "nodes": true, "mate": true, "movetime": true,
}

// unit is what times are counted in.
func (e *Engine) unit() time.Duration {
	if e.style.protocol == protocolUCCI && e.seconds {
		return time.Second
	}
	return time.Millisecond
}

// number takes one number. Clocks are those of White and Black in UCI, of
// oneself and the opponent in UCCI.
func (a *asked) number(word string, n int64, us games.Side, unit time.Duration) {
	n = max(n, 0)
	const mostUnits = int64(1e9) // years on end, and no overflow
	t := time.Duration(min(n, mostUnits)) * unit
	clock := func(side games.Side) {
		a.clocks[side].Time, a.told[side] = max(t, time.Millisecond), true
	}
	switch word {
	case "wtime":
		clock(games.First)
	case "btime":
		clock(games.Second)
	case "time":
		clock(us)
	case "opptime":
		clock(us.Other())
	case "winc":
		a.clocks[games.First].Inc = t
	case "binc":
		a.clocks[games.Second].Inc = t
	case "increment":
		a.clocks[us].Inc = t
	case "oppincrement":
		a.clocks[us.Other()].Inc = t
	case "movestogo":
		a.movesToGo = int(min(n, 1000))
	case "depth":
		a.limits.Depth = int(min(max(n, 1), search.MaxPly))
	case "nodes":
		a.limits.Nodes = max(n, 1)
	case "mate":
		a.limits.Mate = int(min(max(n, 1), search.MaxPly))
	case "movetime":
		a.limits.MoveTime = max(t, time.Millisecond)
	}
}

// finish returns the limits for a side to move. Where only the other clock is
// known, it stands for both: a program that says so little means well.
func (a *asked) finish(us games.Side) search.Limits {
	lim := a.limits
	side := us
	if !a.told[us] {
		side = us.Other()
	}
	if a.told[side] {
		clock := a.clocks[side]
		clock.MovesToGo = a.movesToGo
		lim.Clock = &clock
	}
	if lim.Clock == nil && lim.Depth == 0 && lim.Nodes == 0 && lim.MoveTime == 0 && lim.Mate == 0 {
		if a.unread && !lim.Infinite {
			lim.MoveTime = time.Millisecond
		} else {
			lim.Infinite = true
		}
	}
	return lim
}
