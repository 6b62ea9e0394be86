package uci

import (
	"bytes"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"apprentice/agent/value"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/xiangqi"
)

// dear matches lines that ask for more work or memory than a fuzzed session may
// take: deep counts of moves, large tables, many threads.
var dear = regexp.MustCompile(`(?i)perft|hash|thread|multipv`)

// tame returns the lines of a session with small limits for every search: lines
// that are dear keep their numbers only up to one digit.
func tame(session string) []string {
	lines := strings.FieldsFunc(session, func(r rune) bool { return r == '\n' || r == '\r' })
	if len(lines) > 40 {
		lines = lines[:40]
	}
	for i, line := range lines {
		if dear.MatchString(line) {
			line = regexp.MustCompile(`[0-9]+`).ReplaceAllString(line, "2")
		}
		if strings.Contains(line, "go") {
			line += " nodes 60"
		}
		lines[i] = line
	}
	return lines
}

// FuzzUCI holds whole sessions. Whatever is said, the engine prints lines without
// control characters, answers isready, and plays a legal move when it is given
// a position and asked for one.
func FuzzUCI(f *testing.F) {
	for _, session := range []string{
		"uci\nisready\nucinewgame\nposition startpos moves e2e4 e7e5\ngo wtime 1000 btime 1000\nstop\nd\neval\nquit",
		"position fen 2r5/5p1k/p4b2/2Rp1pr1/1Pn1q3/2P3PP/P4P2/2RQ2K1 b KQkq - 0 1\ngo infinite\nisready\nstop\nponderhit",
		"position fen 8/8 w - - 0 1\ngo depth 4\ngo ponder\nponderhit\nbanmoves e2e4\ngo perft 2",
		"setoption name UCI_Chess960 value true\nposition fen 8/8/8/8/8/5k2/8/5KR1 w G - 0 1 moves f1g1\ngo searchmoves g1f1 depth 1",
		"setoption name Hash value 999999999\nsetoption name Threads value 2\nsetoption name MultiPV value 3\ngo mate 2",
		"ucci\nposition fen 4k4/9/9/9/9/9/9/9/R8/3K5 w - - 0 1\nbanmoves a1a2\ngo time 100\nsetoption usemillisec false",
		"ucicyclone\nstartpos moves h2e2\ngo nodes 1\nfen x\ngo\nposition startpos moves 0000 0000",
		"\x00\x1b[2J go \xff\nposition startpos moves \x1b\nsetoption name \x1b value \x07\n\n\n",
		"position startpos moves f2f3 e7e5 g2g4 d8h4\ngo infinite\nstop\ngo searchmoves a1a1 e1f2",
	} {
		f.Add(session)
	}
	configs := []Config{fuzzConfig(f, chess.Game{}), fuzzConfig(f, xiangqi.Game{})}
	f.Fuzz(func(t *testing.T, session string) {
		for _, config := range configs {
			holdSession(t, config, session)
		}
	})
}

// fuzzConfig returns an engine with a tiny network that loads no other.
func fuzzConfig(f *testing.F, g games.Game) Config {
	n, err := value.Quantize(value.NewWeights(value.ShapeOf(g, 32, 1), rand.New(rand.NewPCG(1, 0))))
	if err != nil {
		f.Fatal(err)
	}
	own := Network{Network: n}
	return Config{
		Name: "test", Author: "tester", Game: g, Shuffled: catalog.ShuffledOf(g), Network: own,
		Load:   func(string, string, string) (Network, error) { return own, nil },
		Memory: func() (int64, bool) { return 8 << 20, true },
	}
}

// holdSession holds one session and checks what the engine says.
func holdSession(t *testing.T, config Config, session string) {
	var out bytes.Buffer
	lines := append(tame(session), "stop", "ucinewgame", "isready", "position startpos", "go nodes 60")
	e := NewEngine(config, &out)
	e.opts.Hash = 1
	if err := e.Run(t.Context(), strings.NewReader(strings.Join(lines, "\n")+"\n")); err != nil {
		t.Fatal(err)
	}
	if i := strings.IndexFunc(out.String(), func(r rune) bool { return unicode.IsControl(r) && r != '\n' }); i >= 0 {
		t.Fatalf("%q: a control character: %q", session, out.String()[i:])
	}
	said := strings.Split(strings.TrimSpace(out.String()), "\n")
	last := said[len(said)-1]
	for _, line := range lines[:len(lines)-5] {
		for _, word := range strings.Fields(line) {
			if word == "quit" {
				return // perhaps it has gone
			}
		}
	}
	fields := strings.Fields(last)
	if len(fields) < 2 || fields[0] != "bestmove" {
		t.Fatalf("%q: it ends with %q", session, last)
	}
	if m, err := e.style.parseMove(e.rules.Start(), fields[1]); err != nil || !e.rules.Start().Legal(m) {
		t.Fatalf("%q: %q: %v", session, last, err)
	}
	ready := false
	for _, line := range said {
		ready = ready || line == "readyok"
	}
	if !ready {
		t.Fatalf("%q: no readyok", session)
	}
}
