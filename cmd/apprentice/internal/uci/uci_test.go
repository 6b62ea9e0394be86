package uci

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"apprentice/agent/value"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/tictactoe"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// network returns a small random network.
func network(t *testing.T, g games.Game, seed uint64) Network {
	t.Helper()
	n, err := value.Quantize(value.NewWeights(value.ShapeOf(g, 32, 1), rand.New(rand.NewPCG(seed, 0))))
	if err != nil {
		t.Fatal(err)
	}
	return Network{Network: n}
}

// talk is a conversation with an engine.
type talk struct {
	t     *testing.T
	to    *io.PipeWriter
	lines chan string
	done  chan error
}

// patience is how long an answer may take before a test fails.
const patience = 20 * time.Second

// begin starts an engine of g.
func begin(t *testing.T, g games.Game) *talk {
	t.Helper()
	return beginWith(t.Context(), t, configOf(t, g))
}

// configOf returns what tests make an engine of g from.
func configOf(t *testing.T, g games.Game) Config {
	t.Helper()
	return Config{
		Name: "test", Author: "tester", Game: g, Shuffled: catalog.ShuffledOf(g), Network: network(t, g, 1),
		Load: func(run, generation, file string) (Network, error) {
			if file == "bad" || run == "bad" {
				return Network{}, errors.New("no such thing")
			}
			return network(t, g, 2), nil
		},
	}
}

func beginWith(ctx context.Context, t *testing.T, config Config) *talk {
	t.Helper()
	in, to := io.Pipe()
	from, out := io.Pipe()
	k := &talk{t: t, to: to, lines: make(chan string, 1000), done: make(chan error, 1)}
	go func() {
		defer out.Close()
		k.done <- NewEngine(config, out).Run(ctx, in)
	}()
	go func() {
		defer close(k.lines)
		for s := bufio.NewScanner(from); s.Scan(); {
			k.lines <- s.Text()
		}
	}()
	t.Cleanup(func() {
		to.Close()
		for range k.lines { // until the engine is gone
		}
	})
	return k
}

// say sends a line.
func (k *talk) say(format string, args ...any) {
	k.t.Helper()
	if _, err := fmt.Fprintf(k.to, format+"\n", args...); err != nil {
		k.t.Fatalf("%q: %v", fmt.Sprintf(format, args...), err)
	}
}

// hear returns the next line that matches, and those before it.
func (k *talk) hear(pattern string) (line string, before []string) {
	k.t.Helper()
	re := regexp.MustCompile(pattern)
	timeout := time.After(patience)
	for {
		select {
		case line, ok := <-k.lines:
			if !ok {
				k.t.Fatalf("the engine ended without %q after %q", pattern, before)
			}
			if re.MatchString(line) {
				return line, before
			}
			before = append(before, line)
		case <-timeout:
			k.t.Fatalf("no %q within %v, only %q", pattern, patience, before)
		}
	}
}

// quiet fails if the engine says anything before it has answered isready.
func (k *talk) quiet() {
	k.t.Helper()
	k.say("isready")
	if _, before := k.hear("^readyok$"); len(before) > 0 {
		k.t.Fatalf("unasked for: %q", before)
	}
}

// busy fails if a search that has no end has ended all the same.
func (k *talk) busy() {
	k.t.Helper()
	k.say("isready")
	if _, before := k.hear("^readyok$"); strings.Contains(strings.Join(before, "\n"), "bestmove") {
		k.t.Fatalf("ended by itself: %q", before)
	}
}

// end waits for the engine to end by itself.
func (k *talk) end() {
	k.t.Helper()
	select {
	case err := <-k.done:
		if err != nil {
			k.t.Fatal(err)
		}
	case <-time.After(patience):
		k.t.Fatal("the engine goes on")
	}
}

func TestIdentify(t *testing.T) {
	k := begin(t, chess.Game{})
	k.say("uci")
	_, before := k.hear("^uciok$")
	text := strings.Join(before, "\n")
	for _, want := range []string{
		"id name test", "id author tester",
		"option name Hash type spin default 16 min 1 max 32768",
		"option name Threads type spin default 1 min 1 max 256",
		"option name Clear Hash type button",
		"option name Run type string default <empty>",
		"option name Generation type string default last",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
	k.say("quit")
	k.end()
}

func TestSearch(t *testing.T) {
	const black = "position startpos moves e2e4"
	for _, tt := range []struct{ position, command string }{
		{"position startpos", "go depth 5"},
		{"position startpos", "go nodes 2000"},
		{"position startpos", "go movetime 50"},
		{"position startpos", "go wtime 100"},
		{black, "go btime 100"},
		{black, "go btime 100 binc 100 wtime 100 winc 100"},
		{"position startpos", "go wtime 100 winc 100 btime 100 binc 100 movestogo 3"},
		{"position fen rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1 moves e2e4 e7e5", "go depth 4"},
		{"  position \t startpos   moves\te2e4 ", "  go   depth 3\r"},
		{"position startpos", "go nonsense depth 3 more nonsense"},
		{"xyzzy position startpos", "joho go depth 3"},
	} {
		t.Run(tt.position+" "+tt.command, func(t *testing.T) {
			k := begin(t, chess.Game{})
			k.say("%s", tt.position)
			k.say("%s", tt.command)
			best, before := k.hear("^bestmove ")
			if !regexp.MustCompile(`^bestmove [a-h][1-8][a-h][1-8]( ponder [a-h][1-8][a-h][1-8])?$`).MatchString(best) {
				t.Errorf("%q", best)
			}
			if len(before) == 0 {
				t.Fatal("no info line")
			}
			info := regexp.MustCompile(`^info depth \d+ seldepth \d+ multipv 1 score (cp|mate) -?\d+( lowerbound| upperbound)? nodes \d+ nps \d+ hashfull \d+ tbhits 0 time \d+ pv (\S+)`)
			var last string
			for _, line := range before {
				m := info.FindStringSubmatch(line)
				if m == nil {
					t.Fatalf("%q is no info line", line)
				}
				last = m[3]
			}
			if words := strings.Fields(best); words[1] != last {
				t.Errorf("%q, but the last line begins with %s", best, last)
			}
			k.quiet() // one bestmove only
		})
	}
}

// TestMates checks sign, line and move of mates for both sides. Some of the
// positions have no counters.
func TestMates(t *testing.T) {
	const promotion = "8/5R2/2K1P3/4k3/8/b1PPpp1B/5p2/8 w - -"
	for _, tt := range []struct{ position, command, score, line string }{
		{"5K2/8/2qk4/2nPp3/3r4/6B1/B7/3R4 w - e6", "go depth 7", "mate 1", "d5e6"},
		{"7k/5Q2/5K2/8/8/8/8/8 w - - 0 1", "go depth 5", "mate 1", "f7g7"},
		{"8/8/8/8/8/2k5/2q5/K7 b - - 0 1", "go depth 5", "mate 1", ""},
		{"8/8/8/8/8/1k6/7r/K7 w - - 0 1", "go depth 6", "mate -1", "a1b1 h2h1"},
		{"2brrb2/8/p7/Q7/1p1kpPp1/1P1pN1K1/3P4/8 b - -", "go depth 7", "mate -1", ""},
		{promotion, "go depth 18 searchmoves c6d7", "mate 2", "c6d7 * f7f5"},
		{promotion, "go mate 2 searchmoves c6d7", "mate 2", "c6d7 * f7f5"},
		{promotion, "go nodes 500000 searchmoves c6d7", "mate 2", "c6d7 * f7f5"},
		{promotion, "go mate 2", "mate 2", "c6d7 * f7f5"},
		{promotion + " moves c6d7 f2f1q", "go depth 18", "mate 1", "f7f5"},
		{promotion + " moves c6d7", "go depth 18 searchmoves e3e2", "mate -1", "e3e2 f7f5"},
		{"8/8/8/8/8/2k5/1q6/K7 w - - 0 1", "go depth 3", "mate 0", ""},
	} {
		k := begin(t, chess.Game{})
		k.say("position fen %s", tt.position)
		k.say("%s", tt.command)
		best, before := k.hear("^bestmove ")
		last := ""
		if len(before) > 0 {
			last = before[len(before)-1]
		}
		if !strings.Contains(last, " score "+tt.score+" ") {
			t.Errorf("%s, %s: last line %q, want %s", tt.position, tt.command, last, tt.score)
		}
		_, pv, _ := strings.Cut(last, " pv ")
		if want := strings.ReplaceAll(regexp.QuoteMeta(tt.line), `\*`, `\S+`); tt.line != "" && !regexp.MustCompile("^"+want+"$").MatchString(pv) {
			t.Errorf("%s, %s: line %q, want %q", tt.position, tt.command, pv, tt.line)
		}
		if move, _, _ := strings.Cut(pv, " "); pv != "" && !strings.HasPrefix(best, "bestmove "+move) {
			t.Errorf("%s, %s: %q after %q", tt.position, tt.command, best, last)
		}
	}
}

// TestDraw has a side that is lost but for a repetition, which counts from a
// position whose square for en passant stood there for nothing: a pawn was
// pushed by two squares and nobody could take it.
func TestDraw(t *testing.T) {
	k := begin(t, chess.Game{})
	k.say("position fen q4kb1/3Q2nq/8/r3PpK1/2n5/7q/8/q7 w - f6 0 1 moves d7c8 f8f7 c8d7 f7f8 d7d8 f8f7")
	k.say("go nodes 10000")
	best, before := k.hear("^bestmove ")
	if last := before[len(before)-1]; !strings.Contains(last, " score cp 0 ") || !strings.Contains(last, " pv d8d7") || !strings.HasPrefix(best, "bestmove d8d7") {
		t.Errorf("%q, %q", last, best)
	}
}

// TestEndless checks that nothing but stop ends an infinite search: neither a
// mate, nor that there is one move only or none, nor the last depth there is.
func TestEndless(t *testing.T) {
	k := begin(t, chess.Game{})
	for _, position := range []string{
		"7k/5Q2/5K2/8/8/8/8/8 w - - 0 1",
		"7k/8/8/8/8/8/5q2/7K w - - 0 1",
		"8/8/8/8/8/2k5/1q6/K7 w - - 0 1",
		"k7/8/K7/8/8/8/8/8 w - - 0 1",
	} {
		for _, command := range []string{"go infinite", "go", "go infinite depth 1", "go ponder depth 1"} {
			k.say("position fen %s", position)
			k.say("%s", command)
			k.hear("^info ")
			time.Sleep(20 * time.Millisecond)
			k.busy()
			k.say("stop")
			k.hear("^bestmove ")
			k.quiet()
		}
	}
}

// TestEveryDepth checks that there is one line for each depth and each of the
// lines that were asked for, in order.
func TestEveryDepth(t *testing.T) {
	k := begin(t, chess.Game{})
	for _, lines := range []int{1, 4} {
		k.say("setoption name MultiPV value %d", lines)
		k.say("position startpos")
		k.say("go depth 9")
		_, before := k.hear("^bestmove ")
		var want []string
		for depth := 1; depth <= 9; depth++ {
			for line := 1; line <= lines; line++ {
				want = append(want, fmt.Sprintf("info depth %d multipv %d", depth, line))
			}
		}
		var got []string
		for _, line := range before {
			if !infoLine.MatchString(line) {
				t.Errorf("%q", line)
			}
			if strings.Contains(line, "bound ") {
				continue // on a machine that takes seconds for this
			}
			words := strings.Fields(line)
			got = append(got, strings.Join(append(words[:3:3], words[5:7]...), " "))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d lines: %q", lines, got)
		}
	}
}

// TestLineEnds checks that no line goes on after the game has ended, not even
// to a move to ponder on that an earlier search remembers.
func TestLineEnds(t *testing.T) {
	g := chess.Game{}
	k := begin(t, g)
	for _, tt := range []struct{ fen, moves string }{
		{"8/8/8/1p1k4/1P6/1K6/8/8 w - - 94 100", ""},
		{"8/8/8/1p1k4/1P6/1K6/8/8 w - - 0 1", " moves b3b2 d5d6 b2b3 d6d5 b3b2 d5d6 b2b3"},
		{"7k/8/8/8/8/8/8/KR6 w - - 97 100", ""},
		{"8/8/8/8/8/k7/p7/K7 b - - 0 1", ""},
		{"8/8/8/8/7q/1k6/8/K7 w - - 0 1", " moves a1b1 h4g5 b1a1 g5h4 a1b1 h4g5 b1a1"},
	} {
		k.say("ucinewgame")
		k.say("position fen %s", tt.fen)
		k.say("go depth 8")
		k.hear("^bestmove ")
		k.say("position fen %s%s", tt.fen, tt.moves)
		k.say("go depth 12")
		best, before := k.hear("^bestmove ")
		for _, line := range append(before, best) {
			pos, err := g.ParseFEN(tt.fen)
			if err != nil {
				t.Fatal(err)
			}
			played := strings.Fields(strings.TrimPrefix(tt.moves, " moves"))
			_, pv, ok := strings.Cut(line, " pv ")
			if !ok {
				pv = strings.ReplaceAll(strings.TrimPrefix(line, "bestmove "), "ponder ", "")
			}
			for i, word := range append(played, strings.Fields(pv)...) {
				if i > len(played) && pos.Outcome().Over() {
					t.Errorf("%s%s: %q goes on after %v", tt.fen, tt.moves, line, pos.Outcome().Reason)
					break
				}
				m, err := pos.ParseMove(word)
				if err != nil {
					t.Fatalf("%s%s: %q: %v", tt.fen, tt.moves, line, err)
				}
				pos.Make(m, nil)
			}
		}
	}
}

func TestStop(t *testing.T) {
	k := begin(t, chess.Game{})
	for _, command := range []string{"go infinite", "go ponder wtime 10 btime 10"} {
		k.say("position startpos")
		k.say("%s", command)
		k.hear("^info depth ") // it searches
		k.busy()
		k.say("stop")
		k.hear("^bestmove ")
		k.say("stop") // there is no more to stop
		k.quiet()
	}
	k.say("ponderhit") // nor to hit
	k.quiet()
}

func TestPonderHit(t *testing.T) {
	k := begin(t, chess.Game{})
	k.say("position startpos")
	k.say("go ponder movetime 50")
	k.hear("^info depth ")
	time.Sleep(100 * time.Millisecond)
	k.busy()
	k.say("ponderhit")
	k.hear("^bestmove ")
	k.quiet()
}

// TestInterrupt checks that what would disturb a search ends it first, each
// with its bestmove.
func TestInterrupt(t *testing.T) {
	k := begin(t, chess.Game{})
	k.say("position startpos")
	for _, command := range []string{"position startpos", "setoption name Hash value 2", "ucinewgame"} {
		k.say("go infinite")
		k.say("%s", command)
		k.hear("^bestmove ")
		k.quiet()
	}
	k.say("go infinite")
	k.say("go depth 1")
	k.hear("^bestmove ")
	k.hear("^bestmove ")
	k.quiet()
}

func TestPerft(t *testing.T) {
	k := begin(t, chess.Game{})
	k.say("position startpos moves e2e4")
	k.say("go perft 2")
	_, before := k.hear("^Nodes searched: 600$")
	if text := strings.Join(before, "\n"); !strings.Contains(text, "\ne7e5: 29\n") {
		t.Error(text)
	}
	k.hear("^$")
	for _, bad := range []string{"go perft", "go perft x", "go perft 0", "go perft -1"} {
		if bad == "go perft" {
			continue // a search without limits, by the protocol
		}
		k.say("%s", bad)
		k.hear("^info string error: go perft ")
	}
	k.quiet()
}

func TestOptions(t *testing.T) {
	k := begin(t, chess.Game{})
	for _, good := range []string{
		"setoption name Hash value 1",
		"setoption name hash value 2",
		"setoption name Threads value 2",
		"setoption name MultiPV value 2",
		"setoption name Move Overhead value 20",
		"setoption name Clear Hash",
		"setoption name Ponder value true",
		"setoption name Generation value 3",
		"setoption name Run value good",
		"setoption name Run value <empty>",
		"setoption name Network value a file with spaces",
	} {
		k.say("%s", good)
		k.quiet()
	}
	for _, bad := range []string{
		"setoption name Hash value abc",
		"setoption name Hash value 999999999999",
		"setoption name Hash value 0",
		"setoption name Threads value -5",
		"setoption name Hash",
		"setoption name Contempt value 3",
		"setoption",
		"setoption name Run value bad",
		"setoption name Network value bad",
	} {
		k.say("%s", bad)
		k.hear("^info string error: ")
		k.quiet()
	}
	k.say("position startpos")
	k.say("go depth 3")
	_, before := k.hear("^bestmove ")
	if text := strings.Join(before, "\n"); !strings.Contains(text, "info depth 3 ") || !strings.Contains(text, " multipv 2 ") {
		t.Errorf("MultiPV is not in force: %s", text)
	}
}

// TestBadPosition checks that a position which cannot be set up leaves none: not
// the one before, and not the part of it that could be.
func TestBadPosition(t *testing.T) {
	k := begin(t, chess.Game{})
	for _, bad := range []string{
		"position", "position fen", "position here", "position fen 8/8/8/8/8/8/8/8 w - - 0 1",
		"position fen rnbqkbnr/pppppppp/9/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1",
		"position fen rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR x KQkq - 0 1",
		"position startpos moves e2e5", "position startpos moves e2e4 \x00 e7e5", "position startpos moves e2e4 e7e5 e2e4",
		"position startpos moves f2f3 e7e5 0000 d8h4 0000",
	} {
		k.say("position startpos moves e2e4")
		k.quiet()
		k.say("%s", bad)
		k.hear("^info string error: ")
		for _, command := range []string{"go depth 3", "go infinite", "go wtime 1000 btime 1000"} {
			k.say("%s", command)
			if best, before := k.hear("^bestmove "); best != "bestmove 0000" || len(before) != 1 || !strings.HasPrefix(before[0], "info string there is no position") {
				t.Errorf("%s, %s: %q, %q", bad, command, before, best)
			}
		}
		for _, command := range []string{"d", "eval", "go perft 2"} {
			k.say("%s", command)
			k.hear("^info string there is no position")
			k.quiet()
		}
		k.say("stop")
		k.quiet()
	}
	k.say("position startpos")
	k.say("go depth 1")
	k.hear("^bestmove [a-h]")
	k.quiet()
}

// TestMendedPosition checks that castling rights which cannot be are left out,
// and that a pass is played.
func TestMendedPosition(t *testing.T) {
	for _, test := range []struct{ position, want string }{
		{"fen 2r5/5p1k/p4b2/2Rp1pr1/1Pn1q3/2P3PP/P4P2/2RQ2K1 b KQkq - 0 1", "2r5/5p1k/p4b2/2Rp1pr1/1Pn1q3/2P3PP/P4P2/2RQ2K1 b - - 0 1"},
		{"fen r3k2r/8/8/8/8/8/8/R3K2R w HAha - 0 1", "r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1"},
		{"startpos moves e2e4 0000", "rnbqkbnr/pppppppp/8/8/4P3/8/PPPP1PPP/RNBQKBNR w KQkq - 1 2"},
	} {
		k := begin(t, chess.Game{})
		k.say("position %s", test.position)
		k.say("d")
		k.hear("^Fen: " + regexp.QuoteMeta(test.want) + "$")
		k.hear("^Key: ")
		k.say("go depth 2")
		k.hear("^bestmove [a-h]")
	}
}

// TestTextIsPrintable checks that what a command brings in is told without
// characters that a terminal obeys.
func TestTextIsPrintable(t *testing.T) {
	k := begin(t, chess.Game{})
	for _, command := range []string{"setoption name \x1b[2J value 1", "position fen \x1b[31m w - - 0 1", "position startpos moves \u202ee2e4"} {
		k.say("%s", command)
		if line, _ := k.hear("^info string error: "); strings.ContainsAny(line, "\x1b\u202e") {
			t.Errorf("%q: %q", command, line)
		}
	}
}

func TestGarbage(t *testing.T) {
	k := begin(t, chess.Game{})
	rng := rand.New(rand.NewPCG(5, 0))
	words := []string{"go", "stop", "depth", "1", "position", "fen", "moves", "e2e4", "setoption", "name", "value", "\x00\xff", "wtime", "-1", "99999999999999999999", "isready?", "d", "searchmoves"}
	for range 300 {
		line := make([]string, rng.IntN(6))
		for i := range line {
			line[i] = words[rng.IntN(len(words))]
		}
		k.say("%s", strings.Join(line, " "))
		k.say("stop")
	}
	k.say("isready")
	k.hear("^readyok$")
}

func TestGameOver(t *testing.T) {
	k := begin(t, chess.Game{})
	k.say("position startpos moves f2f3 e7e5 g2g4 d8h4")
	k.say("go depth 5")
	k.hear("^bestmove 0000$")
	k.quiet()
}

func TestSearchMoves(t *testing.T) {
	k := begin(t, chess.Game{})
	k.say("position startpos")
	k.say("go searchmoves a2a3 h2h3 depth 4")
	best, _ := k.hear("^bestmove ")
	if move := strings.Fields(best)[1]; move != "a2a3" && move != "h2h3" {
		t.Error(best)
	}
}

// TestRepeatable checks that the same moves after ucinewgame take the same
// nodes.
func TestRepeatable(t *testing.T) {
	k := begin(t, chess.Game{})
	nodes := regexp.MustCompile(` nodes (\d+) `)
	var first string
	for i := range 2 {
		k.say("ucinewgame")
		var all []string
		for _, moves := range []string{"", " moves e2e4 e7e5", " moves e2e4 e7e5 g1f3 b8c6"} {
			k.say("position startpos%s", moves)
			k.say("go depth 6")
			_, before := k.hear("^bestmove ")
			all = append(all, nodes.FindString(before[len(before)-1]))
		}
		if got := strings.Join(all, ","); i == 0 {
			first = got
		} else if got != first {
			t.Errorf("nodes %s, then %s", first, got)
		}
	}
}

// TestRepeatableNodes plays two short games at ever more nodes a move: after
// ucinewgame all that is told but the time is the same.
func TestRepeatableNodes(t *testing.T) {
	const times = 14 // for the 20 of Stockfish's own test it takes a minute
	limit := 100.0
	k := begin(t, chess.Game{})
	timeless := regexp.MustCompile(` nps \d+| time \d+`)
	for range times {
		limit = limit * 3 / 2
		var games [2]string
		for g := range games {
			k.say("ucinewgame")
			for _, moves := range []string{"", " moves e2e4 e7e6"} {
				k.say("position startpos%s", moves)
				k.say("go nodes %d", int(limit))
				best, before := k.hear("^bestmove ")
				games[g] += timeless.ReplaceAllString(strings.Join(append(before, best), "\n"), "")
			}
		}
		if games[0] != games[1] {
			t.Errorf("%d nodes:\n%s\nthen\n%s", int(limit), games[0], games[1])
		}
	}
}

// TestEndOfInput checks that piped commands are carried out before the engine
// ends, and that endless ones do not keep it.
func TestEndOfInput(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"position startpos\ngo depth 4\n", "info depth 4 "},
		{"position startpos\ngo depth 4", "bestmove "},
		{"go infinite\n", "bestmove "},
		{"go ponder movetime 100\n", "bestmove "},
		{"", ""},
		{"quit\ngo depth 1\n", ""},
	} {
		var out strings.Builder
		e := NewEngine(Config{Game: chess.Game{}, Network: network(t, chess.Game{}, 1)}, &out)
		if err := e.Run(t.Context(), strings.NewReader(tt.in)); err != nil {
			t.Errorf("%q: %v", tt.in, err)
		}
		if got := out.String(); !strings.Contains(got, tt.want) || tt.want == "" && got != "" {
			t.Errorf("%q: %q", tt.in, got)
		}
	}
}

// TestCancel checks that the engine ends with its context while nobody talks
// to it, a search under way included.
func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	k := beginWith(ctx, t, configOf(t, tictactoe.Game{}))
	k.say("go infinite")
	k.hear("^info depth ")
	cancel()
	k.hear("^bestmove ")
	k.end()
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errors.New("broken") }

func TestBrokenInput(t *testing.T) {
	e := NewEngine(Config{Game: chess.Game{}, Network: network(t, chess.Game{}, 1)}, io.Discard)
	if err := e.Run(t.Context(), brokenReader{}); err == nil || err.Error() != "broken" {
		t.Errorf("error %v", err)
	}
}
