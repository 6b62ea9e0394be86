package engine

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"apprentice/agent/search"
	"apprentice/eval"
	"apprentice/games"
)

// However long a line is, only so much of it is kept.
func TestLineCutterIsBounded(t *testing.T) {
	var lines []string
	c := &lineCutter{pass: func(line string) { lines = append(lines, line) }}
	block := bytes.Repeat([]byte{'x'}, 1<<15)
	for range 320 { // 10 MB
		if n, err := c.Write(block); n != len(block) || err != nil {
			t.Fatalf("wrote %d bytes, %v", n, err)
		}
	}
	if len(lines) != 0 || cap(c.line) > 2*maxLine {
		t.Errorf("%d lines and a buffer of %d bytes after a line without end", len(lines), cap(c.line))
	}
	for _, part := range []string{"\nbest", "move a1\r\n", "\n", "end"} {
		_, _ = c.Write([]byte(part))
	}
	if want := []string{strings.Repeat("x", maxLine), "bestmove a1\r", ""}; !cmp.Equal(lines, want) {
		t.Errorf("lines are %.40q, want %.40q", lines, want)
	}
}

func TestTailKeepsTheEnd(t *testing.T) {
	var e tail
	if got := e.lastLine(); got != "" {
		t.Errorf("last line of nothing is %q", got)
	}
	_, _ = e.Write(bytes.Repeat([]byte("warning\n"), 1<<17))
	_, _ = e.Write([]byte("  out of memory \n\n"))
	if got := e.lastLine(); got != "out of memory" || cap(e.text) > 4*maxTail {
		t.Errorf("last line is %q, buffer %d bytes", got, cap(e.text))
	}
}

func TestReadInfo(t *testing.T) {
	for text, want := range map[string]eval.Choice{
		"depth 12 seldepth 20 score cp -35 lowerbound nodes 9000 pv e2e4 score cp 9": {Depth: 12, Nodes: 9000},
		"depth 5 score mate 3 nodes 7":             {Value: search.MateValue - 5, HasValue: true, Depth: 5, Nodes: 7},
		"score mate -2":                            {Value: -search.MateValue + 4, HasValue: true},
		"score mate 0":                             {Value: -search.MateValue, HasValue: true},
		"score mate 9223372036854775807":           {Value: search.MateValue - search.MaxPly, HasValue: true},
		"score cp 99999":                           {Value: search.MaxValue, HasValue: true},
		"depth 6 score 4 nodes 11 pv h2e2":         {Value: 4, HasValue: true, Depth: 6, Nodes: 11}, // as UCCI has it
		"string depth 9 score cp 3":                {},
		"depth x score cp y nodes":                 {},
		"score":                                    {},
		"score cp":                                 {},
		"currmove e2e4 currmovenumber 1 hashfull7": {},
	} {
		var got eval.Choice
		readInfo(text, &got)
		if got != want {
			t.Errorf("%s: %+v, want %+v", text, got, want)
		}
	}
}

func TestReadPost(t *testing.T) {
	for text, want := range map[string]eval.Choice{
		"  9   +75    26   453892  dxe4 Nc3": {Value: 75, HasValue: true, Depth: 9, Nodes: 453892},
		"10. -4 0 181830 d7-d5":              {Value: -4, HasValue: true, Depth: 10, Nodes: 181830},
		"5& 100003 1 9 f7":                   {Value: search.MateValue - 5, HasValue: true, Depth: 5, Nodes: 9},
		"5 -100002 1 9 f7":                   {Value: -search.MateValue + 4, HasValue: true, Depth: 5, Nodes: 9},
		"1. ... d7d5":                        {},
		"4 5 6":                              {},
		"# 1 2 3 4":                          {},
	} {
		var got eval.Choice
		if ok := readPost(text, &got); got != want || ok != want.HasValue {
			t.Errorf("%s: %+v, %v; want %+v", text, got, ok, want)
		}
	}
}

// What engines answer to commands that they do not take, word for word, and
// what only looks like it.
func TestRefused(t *testing.T) {
	for line, want := range map[string]string{
		"Illegal move: e4e5":                                 "e4e5",
		"Illegal move (no such piece): e4e5":                 "e4e5",
		"Invalid move: sd 3":                                 "sd 3",
		"Error (unknown command): sd 3":                      "sd 3",
		"Error (Illegal move or unknown command): h3e3":      "h3e3",
		"Error (illegal position): 8/8 w":                    "8/8 w",
		"tellusererror Illegal position":                     "Illegal position",
		"Illegal position":                                   "Illegal position",
		"Error (unknown command): ?":                         "",
		"Illegal move: accepted ping":                        "",
		"move e2e4":                                          "",
		"Iteration aborted after 3/29 moves":                 "",
		"tellics whisper depth=10; eval=+0.23; nodes=181830": "",
	} {
		if got, ok := refused(line); ok != (want != "") || ok && got != want {
			t.Errorf("%s: %q, %v; want %q", line, got, ok, want)
		}
	}
}

func TestOverOf(t *testing.T) {
	for _, test := range []struct {
		line       string
		side       games.Side
		over, lost bool
	}{
		{"resign", games.First, true, true},
		{"1-0 {White mates}", games.First, true, false},
		{"1-0 {White mates}", games.Second, true, true},
		{"0-1", games.First, true, true},
		{"1/2-1/2 {Draw}", games.First, true, false},
		{"1-00", games.First, false, false},
		{"move 1-0", games.First, false, false},
	} {
		if over, lost := overOf(test.line, test.side); over != test.over || lost != test.lost {
			t.Errorf("%s, %v: over %v, lost %v", test.line, test.side, over, lost)
		}
	}
}

func TestParseSetting(t *testing.T) {
	for text, want := range map[string]setting{
		"name NullMove Pruning type combo default Fail High var Always var Fail High var Never": {
			name: "NullMove Pruning", kind: "combo", choices: []string{"Always", "Fail High", "Never"}},
		"name Hash type spin default 16 min 1 max 1024":      {name: "Hash", kind: "spin", min: 1, max: 1024},
		"Contempt type spin min -100 max 100 default 24":     {name: "Contempt", kind: "spin", min: -100, max: 100},
		"name Clear Hash type button":                        {name: "Clear Hash", kind: "button"},
		"name Debug Log File type string default":            {name: "Debug Log File", kind: "string"},
		"name Mobility (Middle Game) type check default var": {name: "Mobility (Middle Game)", kind: "check", choices: []string{""}},
	} {
		if got, ok := parseSetting(text); !ok || !cmp.Equal(got, want, cmp.AllowUnexported(setting{})) {
			t.Errorf("%s: %+v, %v; want %+v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "name Hash", "name Hash type ", "type spin"} {
		if got, ok := parseSetting(text); ok {
			t.Errorf("%q is read as %+v", text, got)
		}
	}
}

func TestFeatures(t *testing.T) {
	f := defaultFeatures()
	var accepted []string
	for _, line := range []string{
		`myname="Three Men 1.2" ping=1 setboard=1 usermove=0 variants="normal,three, four" time=0`,
		`option="Style -combo Calm /// *Fast and loose /// Wild" option="Level -spin 2 1 9" option="Reset it -button"`,
		`option="Log -file /tmp/a=b" reuse=0 smp=1 wings=1 done=1`,
		`broken`, `a b=3`, `unclosed="x y`,
	} {
		splitFeatures(line, func(name, value string) {
			if f.set(name, value) {
				accepted = append(accepted, name)
			}
		})
	}
	want := features{
		name: "Three Men 1.2", variants: []string{"normal", "three", "four"}, ping: true, setboard: true, smp: true, done: true,
		options: settings{
			"style":    {name: "Style", kind: "combo", choices: []string{"Calm", "Fast and loose", "Wild"}},
			"level":    {name: "Level", kind: "spin", min: 1, max: 9},
			"reset it": {name: "Reset it", kind: "button"},
			"log":      {name: "Log", kind: "string"},
		},
	}
	if diff := cmp.Diff(want, f, cmp.AllowUnexported(features{}, setting{})); diff != "" {
		t.Errorf("features (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(strings.Fields("myname ping setboard usermove variants time option option option option reuse smp done"), accepted); diff != "" {
		t.Errorf("accepted (-want +got):\n%s", diff)
	}
	if _, ok := f.settings().find("Cores"); !ok {
		t.Error("smp gives no cores to set")
	}
}
