package uci

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/xiangqi"
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
	k.say("quit") // waits as well
	k.say("never mind: stop")
	k.hear("^info string perft was stopped$")
	k.end()
}

// TestPerftKeepsOrder checks that nothing overtakes a count of moves, whatever the
// protocol: what is said after it is carried out after it, the end too.
func TestPerftKeepsOrder(t *testing.T) {
	for _, tt := range []struct {
		game games.Game
		in   string
		want []string // lines in this order, others between them
	}{
		{
			chess.Game{},
			"go perft 3\nposition startpos moves e2e4\ngo perft 3\nposition startpos moves d2d4\ngo perft 3\nquit\ngo perft 1\n",
			[]string{"Nodes searched: 8902", "Nodes searched: 13160", "Nodes searched: 12435"},
		},
		{
			chess.Game{},
			"go perft 3\nsetoption name MultiPV value x\nisready\nd\neval\nquit",
			[]string{"Nodes searched: 8902", `info string error: option MultiPV: "x" is no number`, "readyok", "Fen: rnbqkbnr/", "Value: "},
		},
		{ // words of a command are no commands
			chess.Game{},
			"go perft 3\nsetoption name UCI_Opponent value none none computer stop quit isready\nisready\n",
			[]string{"Nodes searched: 8902", "readyok"},
		},
		{
			xiangqi.Game{},
			"ucci\nposition startpos moves h2e2\ngo perft 2\nbanmoves x\nisready\nquit\n",
			[]string{"ucciok", "Nodes searched: 1564", "info string error: banmoves: ", "readyok", "bye"},
		},
		{
			xiangqi.Game{},
			"ucicyclone\nstartpos moves h2e2\ngo perft 2\nfen x\nisready\ngo perft 1\nquit\n",
			[]string{"Nodes searched: 1564", "info string error: ", "readyok", "info string there is no position"},
		},
	} {
		var out strings.Builder
		if err := NewEngine(configOf(t, tt.game), &out).Run(t.Context(), strings.NewReader(tt.in)); err != nil {
			t.Errorf("%q: %v", tt.in, err)
		}
		rest := out.String()
		for _, want := range tt.want {
			_, after, ok := strings.Cut("\n"+rest, "\n"+want)
			if !ok {
				t.Fatalf("%q: no %q, or not in this order:\n%s", tt.in, want, out.String())
			}
			rest = after
		}
		if got := strings.Count(out.String(), "Nodes searched"); got != strings.Count(strings.Join(tt.want, "\n"), "Nodes searched") {
			t.Errorf("%q: %d counts:\n%s", tt.in, got, out.String())
		}
	}
}

// TestCancelPerft checks that a count ends with the context, and with it what
// waits.
func TestCancelPerft(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	k := beginWith(ctx, t, configOf(t, chess.Game{}))
	k.say("go perft 50")
	k.say("go perft 50")
	k.say("quit")
	cancel()
	k.hear("^info string perft was stopped$")
	k.end()
}
