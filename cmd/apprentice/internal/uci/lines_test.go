package uci

import (
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"apprentice/games/chess"
)

// TestReadLines checks every line ending that there is, whatever pieces the
// input comes in.
func TestReadLines(t *testing.T) {
	for in, want := range map[string][]string{
		"":                   nil,
		"uci":                {"uci"},
		"uci\n":              {"uci"},
		"uci\r\nd\r\n":       {"uci", "", "d", ""},
		"uci\rd\r":           {"uci", "d"},
		"uci\n\n \nquit\r\n": {"uci", "", " ", "quit", ""},
	} {
		lines, failed := readLines(t.Context(), iotest.OneByteReader(strings.NewReader(in)))
		var got []string
		for line := range lines {
			got = append(got, line)
		}
		if err := <-failed; err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %q, error %v", in, got, err)
		}
	}
}

// TestLongGame checks a line longer than any buffer.
func TestLongGame(t *testing.T) {
	k := begin(t, chess.Game{})
	k.say("position startpos moves%s", strings.Repeat(" g1f3 g8f6 f3g1 f6g8", 5000))
	k.say("d")
	k.hear("^Fen: rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 20000 10001$")
	k.hear("^Key: ")
	k.say("go depth 2") // a draw long since, and still someone wants to play on
	best, _ := k.hear("^bestmove ")
	if !legalMove.MatchString(best) {
		t.Errorf("%q", best)
	}
}

// TestQuitWhileThinking checks that the engine ends, and not before it has
// answered.
func TestQuitWhileThinking(t *testing.T) {
	k := begin(t, chess.Game{})
	k.say("go infinite")
	k.hear("^info depth ")
	k.say("quit")
	k.hear("^bestmove ")
	k.end()
}

// TestEndlessLine checks that a line that is too long costs itself and nothing
// else.
func TestEndlessLine(t *testing.T) {
	long := strings.Repeat("x", maxLine)
	for in, want := range map[string][]string{
		"uci\n" + long + long + "\nquit\n": {"uci", tooLong, "", "quit"},
		long + "\r\nquit":                  {tooLong, "", "", "quit"},
		long:                               {tooLong},
		long[:maxLine-2] + "\nd":           {long[:maxLine-2], "d"},
	} {
		lines, failed := readLines(t.Context(), strings.NewReader(in))
		var got []string
		for line := range lines {
			got = append(got, line)
		}
		if err := <-failed; err != nil || !slices.Equal(got, want) {
			t.Errorf("%d bytes: %d lines, want %d; error %v", len(in), len(got), len(want), err)
		}
	}
	k := begin(t, chess.Game{})
	k.say("position startpos moves %s", long)
	k.hear("^info string error: line of more than 16777216 bytes: it is passed over$")
	k.say("isready")
	k.hear("^readyok$")
}

// TestStoppedPerft checks that a count without end stops nothing, and that one
// that would exhaust the memory does not begin.
func TestStoppedPerft(t *testing.T) {
	k := begin(t, chess.Game{})
	for _, depth := range []string{"1000000000", "9223372036854775807", "99999999999999999999", "0", "x", "101"} {
		k.say("go perft %s", depth)
		k.hear(`^info string error: go perft "` + depth + `": want a depth of 1 to 100$`)
	}
	k.say("go perft 100")
	k.say("isready")
	k.hear("^readyok$")
	k.say("stop")
	k.hear("^info string perft was stopped$")
	k.say("go perft 50")
	k.say("position startpos moves e2e4") // waits
	k.say("go perft 1")                   // and so does this
	k.say("position startpos")
	k.say("go perft 2")
	k.say("stop")
	k.hear("^info string perft was stopped$")
	k.hear("^a7a6: 1$")
	k.hear("^Nodes searched: 20$")
	k.hear("^a2a3: 20$")
	k.hear("^Nodes searched: 400$")
	k.say("go perft 50")
	k.say("quit")
	k.hear("^info string perft was stopped$")
	k.end()
}
