package uci

import (
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
}

// limits reads the words behind go. Unknown ones are skipped, and so are
// numbers that are none: whoever says go gets a move. A search that nothing
// limits is an infinite one.
func (e *Engine) limits(args []string) search.Limits {
	a := asked{limits: search.Limits{Overhead: e.overhead}}
	for i := 0; i < len(args); i++ {
		switch word := args[i]; word {
		case "infinite":
			a.limits.Infinite = true
		case "ponder":
			a.limits.Ponder = true
		case "searchmoves":
			for ; i+1 < len(args) && !limitWords[args[i+1]]; i++ {
				m, err := e.style.parseMove(e.pos, args[i+1])
				if err != nil {
					e.complain(err)
					continue
				}
				a.limits.Moves = append(a.limits.Moves, m)
			}
		default:
			if !limitWords[word] || i+1 == len(args) {
				continue
			}
			n, err := strconv.ParseInt(args[i+1], 10, 64)
			if err != nil {
				continue // "depth infinite" says the same without its first word
			}
			i++
			a.number(word, n, e.pos.Side(), e.unit())
		}
	}
	return a.finish(e.pos.Side())
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
		lim.Infinite = true
	}
	return lim
}
