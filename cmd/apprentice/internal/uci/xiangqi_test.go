package uci

import (
	"strings"
	"testing"
	"time"

	"apprentice/games/chess"
	"apprentice/games/xiangqi"
)

// beginXiangqi starts an engine of a game that programs write in two ways.
func beginXiangqi(t *testing.T) *talk {
	t.Helper()
	return beginWith(t.Context(), t, configOf(t, xiangqi.Game{}))
}

// TestUCCI holds a whole conversation in the other protocol.
func TestUCCI(t *testing.T) {
	k := beginXiangqi(t)
	k.say("ucci")
	_, before := k.hear("^ucciok$")
	for _, line := range before {
		if strings.HasPrefix(line, "option ") && (strings.Contains(line, "option name ") || !strings.Contains(line, " type ")) {
			t.Errorf("declared as %q", line)
		}
	}
	for _, good := range []string{"hashsize 2", "HASHSIZE 1", "threads 1", "newgame", "clearhash", "Move_Overhead 5", "name Hash value 3", "usemillisec true", "ponder true"} {
		k.say("setoption %s", good)
		k.quiet()
	}
	k.say("setoption hashsize none")
	k.hear("^info string error: option Hash: ")

	// A game told from where its last capture left it.
	const after = "position fen rnbakab1r/9/1c4nc1/p1p1p1p1p/9/9/P1P1P1P1P/1C2C1N2/9/RNBAKAB1R w - - 2 2"
	k.say("%s moves i0h0 i9h9", after)
	k.say("go depth 3")
	best, before := k.hear("^bestmove ")
	if last := before[len(before)-1]; !strings.Contains(last, " score ") || strings.Contains(last, " cp ") || strings.Contains(last, " mate ") {
		t.Errorf("UCCI knows no word for the kind of a value: %q", last)
	}
	if strings.Contains(best, "10") {
		t.Errorf("%q: ranks end with 9", best)
	}

	// Limits: the clock of the side to move, in milliseconds and in seconds.
	for _, limit := range []string{"time 50 increment 0", "time 50 movestogo 1", "opptime 9000000 time 50 oppincrement 1", "nodes 300", "depth 2", "draw depth 2"} {
		k.say("%s", after)
		k.say("go %s", limit)
		k.hear("^bestmove ")
		k.quiet()
	}
	k.say("setoption usemillisec false")
	k.say("%s", after)
	begun := time.Now()
	k.say("go time 1 movestogo 1")
	k.hear("^bestmove ")
	if took := time.Since(begun); took < 300*time.Millisecond {
		t.Errorf("a second for the move, and it took %v", took)
	}
	k.say("go depth infinite")
	k.hear("^info depth ")
	k.busy()
	k.say("stop")
	k.hear("^bestmove ")
	k.say("go ponder time 0 increment 0")
	k.hear("^info depth ")
	k.say("ponderhit draw")
	k.hear("^bestmove ")

	// Moves that must not be played, until the next position.
	const alone = "position fen 4k4/9/9/9/9/4P4/9/9/9/R3K4 b - - 0 1"
	k.say(alone)
	k.say("banmoves e9e8")
	for range 2 {
		k.say("go depth 3")
		if best, _ := k.hear("bestmove"); best == "bestmove e9e8" || !strings.HasPrefix(best, "bestmove e9") {
			t.Errorf("%q", best)
		}
	}
	k.say("banmoves e9d9 e9f9")
	k.say("go depth 3")
	k.hear("^nobestmove$")
	k.say(alone)
	k.say("go searchmoves e9e8 depth 1")
	k.hear("^bestmove e9e8")
	k.say("banmoves e9e7")
	k.hear("^info string error: banmoves: ")

	k.say("position fen 3k5/4P4/3PP4/9/9/9/9/9/9/4K4 b - - 0 1")
	k.say("go depth 3")
	k.hear("^nobestmove$")
	k.say("quit")
	k.hear("^bye$")
	k.end()
}

// TestRanks checks that both numbers of ranks are read and written throughout.
func TestRanks(t *testing.T) {
	k := beginXiangqi(t)
	for _, tt := range []struct{ ranks, before, reply, other string }{
		{"1-10", "h3e3", "h10g8", "h2e2"},
		{"0-9", "h2e2", "h9g7", "h10g8"},
	} {
		k.say("setoption name Ranks value %s", tt.ranks)
		k.say("position startpos moves %s", tt.before)
		k.say("go depth 2 searchmoves %s", tt.reply)
		best, before := k.hear("^bestmove ")
		if !strings.HasPrefix(best, "bestmove "+tt.reply+" ponder ") {
			t.Errorf("ranks %s: %q", tt.ranks, best)
		}
		if last := before[len(before)-1]; !strings.Contains(last, " pv "+tt.reply+" ") {
			t.Errorf("ranks %s: %q", tt.ranks, last)
		}
		k.say("go perft 1")
		k.hear("^" + tt.reply + ": 1$")
		k.hear("^$")
		k.say("position startpos moves %s", tt.other)
		k.hear("^info string error: position: ")
	}
	k.say("setoption name Ranks value 5-6")
	k.hear(`^info string error: option Ranks: "5-6" is not one of 1-10, 0-9$`)
}

// Ranks from 1 come first, whatever the order in which a game lists its styles,
// and a game with one way to write moves has none to choose.
func TestRanksOf(t *testing.T) {
	pos := xiangqi.Game{}.Start()
	ranks := ranksOf(xiangqi.Game{})
	if len(ranks) != 2 {
		t.Fatalf("%d ways to number ranks; want 2", len(ranks))
	}
	for i, want := range []string{"b1c3", "b0c2"} {
		m, err := ranks[i].ParseMove(pos, want)
		if err != nil {
			t.Errorf("%s: %v", ranks[i].Ranks, err)
		} else if got := ranks[i].Describe(pos, m); got != want {
			t.Errorf("%s: %s is written as %s", ranks[i].Ranks, want, got)
		}
	}
	if r := ranksOf(chess.Game{}); r != nil {
		t.Errorf("chess has %d ways to number ranks; want none", len(r))
	}
}
