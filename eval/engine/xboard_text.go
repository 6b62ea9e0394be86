package engine

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"apprentice/eval"
	"apprentice/games"
)

// freeMinutes is the clock of an engine limited by depth alone. Without one,
// engines assume a clock of their own.
const freeMinutes = 120

// xboardLevel returns the command that sets the time control. Its times are whole
// seconds; the exact ones are sent with every move.
//
// Note: a time for a move is sent as a time control of one move. The command made
// for it, st, lets engines think up to the last moment and beyond, and some of them
// react to the command to move at once only much later.
func xboardLevel(q question) string {
	var level string
	switch lim := q.limits; {
	case q.clocks != nil:
		us := q.clocks[q.side]
		seconds := int((us.Time + time.Second - 1) / time.Second)
		increment := strconv.FormatFloat(us.Inc.Seconds(), 'f', -1, 64)
		level = fmt.Sprintf("level %d %d:%02d %s", movesToGo(q), seconds/60, seconds%60, increment)
	case lim.MoveTime > 0:
		seconds := int((lim.MoveTime + time.Second - 1) / time.Second)
		level = fmt.Sprintf("level 1 %d:%02d 0", seconds/60, seconds%60)
	default:
		level = fmt.Sprintf("level 0 %d 0", freeMinutes)
	}
	if q.limits.Depth > 0 {
		level += fmt.Sprintf("\nsd %d", q.limits.Depth)
	}
	return level
}

// xboardClocks returns the commands that set both clocks, in hundredths of a
// second, each with its line end; none without clocks.
func xboardClocks(q question, wanted bool) string {
	switch {
	case !wanted:
		return ""
	case q.clocks != nil:
		us, them := q.clocks[q.side], q.clocks[q.side.Other()]
		return fmt.Sprintf("time %d\notim %d\n", centiseconds(us.Time), centiseconds(them.Time))
	case q.limits.MoveTime > 0:
		t := centiseconds(q.limits.MoveTime)
		return fmt.Sprintf("time %d\notim %d\n", t, t)
	}
	free := centiseconds(freeMinutes * time.Minute)
	return fmt.Sprintf("time %d\notim %d\n", free, free)
}

// centiseconds returns what is left, at least 1.
func centiseconds(t time.Duration) int64 { return max(t.Milliseconds()/10, 1) }

// moveOf returns the move that a line gives, in the form of protocol 2 or 1.
func moveOf(line string) (string, bool) {
	if move, ok := strings.CutPrefix(line, "move "); ok {
		return strings.TrimSpace(move), true
	}
	if rest, ok := strings.CutPrefix(line, "My move is"); ok {
		return strings.TrimLeft(rest, " :"), true
	}
	return "", false
}

// overOf reports whether a line says that the game is over, and whether side has
// then lost it.
func overOf(line string, side games.Side) (over, lost bool) {
	word, _, _ := strings.Cut(line, " ")
	switch word {
	case "resign":
		return true, true
	case "1-0":
		return true, side == games.Second
	case "0-1":
		return true, side == games.First
	case "1/2-1/2":
		return true, false
	}
	return false, false
}

// optional are commands that an engine need not know. Some engines answer "?" with
// an error if they had just moved by themselves.
var optional = map[string]bool{
	"?": true, "accepted": true, "rejected": true, "computer": true, "easy": true, "force": true, "otim": true,
	"ping": true, "post": true, "protover": true, "time": true, "xboard": true,
}

// refused returns the command or the move that an engine refuses. ok is false for
// other lines, and for commands that do not matter.
func refused(line string) (what string, ok bool) {
	lower := strings.ToLower(line)
	switch {
	case strings.HasPrefix(lower, "tellusererror "):
		return strings.TrimSpace(line[len("tellusererror "):]), true
	case strings.HasPrefix(lower, "illegal move"), strings.HasPrefix(lower, "invalid move"),
		strings.HasPrefix(lower, "illegal position"), strings.HasPrefix(lower, "error "), strings.HasPrefix(lower, "error:"):
	default:
		return "", false
	}
	_, what, found := strings.Cut(line, ":")
	what = strings.TrimSpace(what)
	if !found || what == "" {
		return line, true
	}
	command, _, _ := strings.Cut(what, " ")
	return what, !optional[command]
}

// readPost takes a line of thinking, "PLY SCORE TIME NODES PV", and reports whether
// it is one. Some engines put a mark after the ply. A + or - there, or ! or ? after
// the line of play, makes the score a bound, which is not a value.
func readPost(line string, c *eval.Choice) bool {
	words := strings.Fields(line)
	if len(words) < 4 {
		return false
	}
	var n [4]int
	for i := range n {
		text := words[i]
		if i == 0 {
			text = strings.TrimRight(text, ".&+-?!")
		}
		var err error
		if n[i], err = strconv.Atoi(text); err != nil {
			return false
		}
	}
	c.Depth = n[0]
	if !strings.ContainsAny(words[0], "+-?!") && !strings.HasSuffix(line, "!") && !strings.HasSuffix(line, "?") {
		setPostValue(n[1], c)
	}
	c.Nodes = int64(n[3])
	return true
}

// postMate is where xboard values that mean a mate begin: postMate plus the number
// of moves to it.
const postMate = 100000

func setPostValue(n int, c *eval.Choice) {
	switch {
	case n >= postMate:
		c.Value, c.HasValue = mateValue(max(n-postMate, 1)), true
	case n <= -postMate:
		c.Value, c.HasValue = mateValue(min(n+postMate, 0)), true
	default:
		setValue(n, c)
	}
}
