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
