package uci

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"apprentice/agent/value"
	"apprentice/games/chess"
)

// TestShowWDL checks the chances with a calibration that nobody would take for
// a real one: any advantage wins.
func TestShowWDL(t *testing.T) {
	config := configOf(t, chess.Game{})
	config.Network.Calibration = value.Calibration{Spread: 1e-3}
	k := beginWith(t.Context(), t, config)
	k.say("uci")
	_, before := k.hear("^uciok$")
	if !strings.Contains(strings.Join(before, "\n"), "option name UCI_ShowWDL type check default false") {
		t.Errorf("not offered: %q", before)
	}
	look := func(position, command, want string) {
		t.Helper()
		k.say("position %s", position)
		k.say("%s", command)
		_, before := k.hear("^bestmove ")
		for _, line := range before {
			if !regexp.MustCompile(want).MatchString(line) {
				t.Errorf("%s: %q, want %s", position, line, want)
			}
		}
	}
	look("startpos", "go depth 3", ` score cp -?\d+ nodes `)
	k.say("setoption name UCI_ShowWDL value true")
	look("startpos", "go depth 5", ` score cp (-\d+ wdl 0 0 1000|[1-9]\d* wdl 1000 0 0|0 wdl 500 0 500) nodes `)
	look("fen 7k/5Q2/5K2/8/8/8/8/8 w - - 0 1", "go mate 1", ` score (mate 1 wdl 1000 0 0|cp -?\d+ wdl \d+ \d+ \d+) nodes `)
	look("fen 7k/6Q1/5K2/8/8/8/8/8 b - - 0 1", "go depth 1", ` score mate 0 wdl 0 0 1000 nodes `)
	k.say("setoption name UCI_ShowWDL value false")
	look("startpos", "go depth 3", ` score cp -?\d+ nodes `)

	// Chances are those of the network in use: this one is not calibrated.
	k.say("setoption name Network value some")
	k.say("setoption name UCI_ShowWDL value true")
	k.hear("^info string the values of this network are not calibrated; ")
	look("startpos", "go depth 3", ` score cp -?\d+ nodes `)
	k.say("setoption name Network value <empty>")
	look("startpos", "go depth 3", ` wdl \d+ \d+ \d+ nodes `)
}

// TestStrength checks which stage plays at which strength.
func TestStrength(t *testing.T) {
	g := chess.Game{}
	config := configOf(t, g)
	loaded := -1
	for i, elo := range []int{0, 1100, 1000, 1200} {
		config.Stages = append(config.Stages, Stage{Name: fmt.Sprint("stage ", i), Elo: elo, Scale: "ours", Nodes: int64(10 * i), Load: func() (Network, error) {
			if i == 2 {
				return Network{}, errors.New("it is gone")
			}
			loaded = i
			return network(t, g, uint64(10+i)), nil
		}})
	}
	k := beginWith(t.Context(), t, config)
	eval := func() string {
		k.say("position startpos moves e2e4 d7d5 e4d5")
		k.say("eval")
		line, _ := k.hear("^Value: ")
		return line
	}
	k.say("uci")
	_, before := k.hear("^uciok$")
	text := strings.Join(before, "\n")
	for _, want := range []string{"option name UCI_LimitStrength type check default false", "option name UCI_Elo type spin default 1200 min 0 max 1200"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
	nodes := func(command string) (n int) {
		k.say("position startpos")
		k.say("%s", command)
		_, before := k.hear("^bestmove ")
		for _, line := range before {
			if m := regexp.MustCompile(` nodes (\d+)`).FindStringSubmatch(line); m != nil {
				n, _ = strconv.Atoi(m[1]) // digits
			}
		}
		return n
	}
	full := eval()
	k.say("setoption name UCI_Elo value 0")
	k.quiet()
	if got := eval(); got != full {
		t.Errorf("limited before UCI_LimitStrength is set: %s, not %s", got, full)
	}
	k.say("setoption name UCI_LimitStrength value true")
	k.hear(`^info string plays as stage 0, which has 0 Elo on the scale "ours"$`)
	weak := eval()
	if weak == full || loaded != 0 {
		t.Errorf("plays as before: %s", weak)
	}
	for _, tt := range []struct{ elo, stage int }{{500, 0}, {501, 2}, {1051, 1}, {1149, 1}, {1150, 1}, {1151, 3}, {1200, 3}, {1, 0}} {
		k.say("setoption name UCI_Elo value %d", tt.elo)
		if tt.stage == 2 { // as it was before
			k.hear("^info string error: option UCI_Elo: it is gone$")
			if got := eval(); got != weak {
				t.Errorf("%s after an error, not %s", got, weak)
			}
			continue
		}
		k.hear(fmt.Sprintf("^info string plays as stage %d, ", tt.stage))
		k.quiet()
		if loaded != tt.stage {
			t.Errorf("Elo %d: stage %d, want %d", tt.elo, loaded, tt.stage)
		}
		if n := nodes("go nodes 5000"); tt.stage > 0 && n > 10*tt.stage {
			t.Errorf("Elo %d: %d nodes a move, want %d", tt.elo, n, 10*tt.stage)
		}
	}
	if n := nodes("go nodes 5"); n > 5 {
		t.Errorf("%d nodes, though 5 were asked for", n)
	}
	for _, bad := range []string{"-1", "1201", "strong"} {
		k.say("setoption name UCI_Elo value %s", bad)
		k.hear("^info string error: option UCI_Elo: ")
	}

	// A network that was named comes first.
	k.say("setoption name Network value some")
	k.quiet()
	if got := eval(); got == weak || got == full {
		t.Errorf("the named network does not play: %s", got)
	}
	k.say("setoption name Network value <empty>")
	k.hear("^info string plays as stage 0, ")
	if got := eval(); got != weak {
		t.Errorf("%s, not %s", got, weak)
	}
	k.say("setoption name UCI_LimitStrength value false")
	if got := eval(); got != full {
		t.Errorf("%s without a limit, not %s", got, full)
	}
	if n := nodes("go nodes 3000"); n < 1000 {
		t.Errorf("%d nodes without a limit", n)
	}
	k.say("position startpos")
	k.say("go depth 2")
	k.hear("^bestmove ")

	k = begin(t, g)
	k.say("setoption name UCI_LimitStrength value true")
	k.hear(`^info string error: no option "UCI_LimitStrength"$`)
}

// TestMemory checks that a table too large for the machine is refused, and that
// none is made before it is needed.
func TestMemory(t *testing.T) {
	config := configOf(t, chess.Game{})
	free, known := int64(100<<20), true
	config.Memory = func() (int64, bool) { return free, known }
	var out strings.Builder
	e := NewEngine(config, &out)
	say := func(line string) string {
		out.Reset()
		e.command(t.Context(), strings.Fields(line))
		return out.String()
	}
	if got := say("setoption name Hash value 101"); got != "info string error: option Hash: not enough memory for 101 MB (100 MB free); keeping 16 MB\n" {
		t.Errorf("%q", got)
	}
	if got := say("setoption name Hash value 100"); got != "" || e.opts.Hash != 100 || e.agent != nil {
		t.Errorf("%q, %d MB", got, e.opts.Hash)
	}
	say("setoption name Hash value 20")
	say("isready")
	if e.agent == nil {
		t.Error("not ready")
	}
	made := e.agent
	say("setoption name Hash value 20")
	if e.agent != made {
		t.Error("thrown away for the size that it has")
	}
	free = 50 << 20 // besides those of the table
	if got := say("setoption name Hash value 71"); !strings.Contains(got, "(70 MB free); keeping 20 MB") {
		t.Errorf("%q", got)
	}
	if got := say("setoption name Hash value 70"); got != "" || e.opts.Hash != 70 {
		t.Errorf("%q, %d MB", got, e.opts.Hash)
	}
	free, known = 0, false
	if got := say("setoption name Hash value 32768"); got != "" || e.opts.Hash != 32768 {
		t.Errorf("%q, %d MB", got, e.opts.Hash)
	}
}

// TestPassedOver checks options that programs set to tell what is going on, and
// those that are there to be read.
func TestPassedOver(t *testing.T) {
	config := configOf(t, chess.Game{})
	config.About = "an engine for tests"
	k := beginWith(t.Context(), t, config)
	k.say("uci")
	_, before := k.hear("^uciok$")
	text := strings.Join(before, "\n")
	for _, want := range []string{
		"option name UCI_Variant type combo default chess var chess",
		"option name UCI_AnalyseMode type check default false",
		"option name Ponder type check default false",
		"option name UCI_Opponent type string default <empty>",
		"option name UCI_EngineAbout type string default an engine for tests",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
	for _, good := range []string{
		"UCI_AnalyseMode value true", "UCI_AnalyseMode value FALSE", "uci_analysemode value true", "Ponder value true",
		"UCI_Opponent value GM 2800 human Gary Kasparov", "UCI_Opponent value none none computer Shredder",
		"UCI_Variant value chess", "UCI_EngineAbout value whatever", "  Clear   Hash  ",
	} {
		k.say("setoption name %s", good)
		k.quiet()
	}
	for bad, want := range map[string]string{
		"UCI_AnalyseMode value maybe": `"maybe" is neither true nor false`,
		"Ponder":                      `"" is neither true nor false`,
		"UCI_Variant value xiangqi":   `"xiangqi" is not one of chess`,
	} {
		k.say("setoption name %s", bad)
		k.hear("^info string error: option .*" + regexp.QuoteMeta(want) + "$")
	}
}
