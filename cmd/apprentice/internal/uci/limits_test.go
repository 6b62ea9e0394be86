package uci

import (
	"strings"
	"testing"
	"time"

	"apprentice/agent/search"
	"apprentice/games/chess"
)

// Numbers are read as programs send them, and what is no number is named.
func TestLimits(t *testing.T) {
	clock := func(ms, inc time.Duration, toGo int) *search.Clock {
		return &search.Clock{Time: ms * time.Millisecond, Inc: inc * time.Millisecond, MovesToGo: toGo}
	}
	const most = 1_000_000_000 // ms
	for words, want := range map[string]struct {
		clock    *search.Clock
		limits   search.Limits
		complain string // in what is printed
	}{
		"wtime 300000 btime 200000 winc 2000":    {clock: clock(300_000, 2000, 0)},
		"wtime 300000.5 btime 200000.9":          {clock: clock(300_000, 0, 0)},
		"wtime 3e5 movestogo 40.0":               {clock: clock(300_000, 0, 40)},
		"wtime +300000":                          {clock: clock(300_000, 0, 0)},
		"wtime -20.7":                            {clock: clock(1, 0, 0)},
		"wtime 99999999999999999999":             {clock: clock(most, 0, 0)},
		"wtime 1e400":                            {clock: clock(most, 0, 0)},
		"wtime infinite":                         {limits: search.Limits{Infinite: true}, complain: `go wtime: want a number, not ""`},
		"depth 6.0":                              {limits: search.Limits{Depth: 6}},
		"depth 99999999999999999999":             {limits: search.Limits{Depth: search.MaxPly}},
		"nodes 5000.5":                           {limits: search.Limits{Nodes: 5000}},
		"movetime 100.25":                        {limits: search.Limits{MoveTime: 100 * time.Millisecond}},
		"movetime .5":                            {limits: search.Limits{MoveTime: time.Millisecond}},
		"movetime -99999999999999999999":         {limits: search.Limits{MoveTime: time.Millisecond}},
		"movetime soon":                          {limits: search.Limits{MoveTime: time.Millisecond}, complain: `go movetime: want a number, not "soon"`},
		"movetime NaN":                           {limits: search.Limits{MoveTime: time.Millisecond}, complain: `not "NaN"`},
		"movetime":                               {limits: search.Limits{MoveTime: time.Millisecond}, complain: `go movetime: want a number, not ""`},
		"wtime x btime 5000":                     {clock: clock(5000, 0, 0), complain: `go wtime: want a number, not "x"`},
		"movetime x depth 3":                     {limits: search.Limits{Depth: 3}, complain: `go movetime`},
		"depth infinite":                         {limits: search.Limits{Infinite: true}, complain: `go depth`},
		"wtime btime 5000":                       {clock: clock(5000, 0, 0), complain: `go wtime`},
		"":                                       {limits: search.Limits{Infinite: true}},
		"now":                                    {limits: search.Limits{Infinite: true}},
		"wtime 0 btime 0 winc 0 movestogo 0":     {clock: clock(1, 0, 0)},
		"wtime 1,000":                            {limits: search.Limits{MoveTime: time.Millisecond}, complain: `not "1,000"`},
		"movetime 1 movetime 2":                  {limits: search.Limits{MoveTime: 2 * time.Millisecond}},
		"mate 2.0":                               {limits: search.Limits{Mate: 2}},
		"ponder wtime 5000.1":                    {clock: clock(5000, 0, 0), limits: search.Limits{Ponder: true}},
		"infinite movetime 10":                   {limits: search.Limits{Infinite: true, MoveTime: 10 * time.Millisecond}},
		"movetime 10 junk depth 4 more junk 5 6": {limits: search.Limits{MoveTime: 10 * time.Millisecond, Depth: 4}},
	} {
		var out strings.Builder
		e := NewEngine(Config{Game: chess.Game{}, Network: network(t, chess.Game{}, 1)}, &out)
		got, ok := e.limits(strings.Fields(words))
		if !ok {
			t.Errorf("go %s: no move is left", words)
		}
		switch {
		case (got.Clock == nil) != (want.clock == nil):
			t.Errorf("go %s: clock %v, want %v", words, got.Clock, want.clock)
		case got.Clock != nil && *got.Clock != *want.clock:
			t.Errorf("go %s: clock %+v, want %+v", words, *got.Clock, *want.clock)
		}
		w := want.limits
		if got.Infinite != w.Infinite || got.Ponder != w.Ponder || got.Depth != w.Depth || got.Nodes != w.Nodes || got.MoveTime != w.MoveTime || got.Mate != w.Mate {
			t.Errorf("go %s: %+v, want %+v", words, got, w)
		}
		if (out.Len() > 0) != (want.complain != "") || !strings.Contains(out.String(), want.complain) {
			t.Errorf("go %s: printed %q, want %q", words, out.String(), want.complain)
		}
	}
}

// A go whose limits cannot be read gets a move, and a count that names no depth
// is no search.
func TestUnreadLimits(t *testing.T) {
	k := begin(t, chess.Game{})
	k.say("go wtime soon btime late")
	k.hear("^bestmove [a-h]")
	for _, words := range []string{"go perft", "go perft x", "go perft 2 3", "go perft 0"} {
		k.say("%s", words)
		k.hear("^info string error: go perft ")
		k.say("isready")
		k.hear("^readyok$")
		k.quiet()
	}
}

// A go of chosen moves plays one of them or none, whatever else is legal.
func TestChosenMoves(t *testing.T) {
	k := begin(t, chess.Game{})
	k.say("position startpos")
	for words, want := range map[string]string{
		"searchmoves e2e5 depth 2":      "^bestmove 0000$",
		"depth 2 searchmoves zzz":       "^bestmove 0000$",
		"depth 2 searchmoves":           "^bestmove 0000$",
		"searchmoves e2e5 a2a3 depth 2": "^bestmove a2a3",
	} {
		k.say("go %s", words)
		k.hear(want)
	}
	// A move without the word before it is no position that anybody asked for.
	k.say("position startpos e2e4")
	k.hear(`^info string error: position: want moves after startpos, not "e2e4"$`)
	k.say("go depth 1")
	k.hear("^bestmove 0000$")
	k.say("position startpos moves")
	k.say("go depth 1")
	k.hear("^bestmove [a-h]")
}
