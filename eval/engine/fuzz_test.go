package engine

import (
	"strings"
	"testing"

	"apprentice/agent/search"
	"apprentice/eval"
)

// FuzzEngineOutput checks that nothing that an engine says makes the host panic,
// keep more than its bounds, or take a value that is none.
func FuzzEngineOutput(f *testing.F) {
	for _, s := range []string{
		"id name X\noption name Hash type spin default 16 min 1 max 9\nuciok\n",
		"info depth 3 multipv 2 score cp 5 upperbound nodes 7 pv a b\nbestmove e2e4 ponder e7e5\n",
		"info score mate -99999999999999999999 depth\nbestmove\n", "info depth 4 score 12 pv h2e2\nnobestmove\nbestmove a0a1 draw resign",
		"feature myname=\"x\" option=\"Skill -spin 1 0 9\" variants=\"a,b\" done=1 =\n12+ -100001 3 4 e4!\nmove e2e4\nMy move is : e4\n",
		"Error (unknown command): sd\nIllegal move: e9\ntellusererror x\n1-0 {x}\nresign\n", "option name  type \noption X type combo var a var\r\n\x00\xff",
	} {
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, said string, chunk int) {
		var lines []string
		cutter := &lineCutter{pass: func(line string) { lines = append(lines, line) }}
		for rest := said; rest != ""; {
			n := min(max(chunk, 1), len(rest))
			if _, err := cutter.Write([]byte(rest[:n])); err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		if len(lines) != strings.Count(said, "\n") {
			t.Fatalf("%d lines of %q", len(lines), said)
		}
		x := newXBoard(nil, Patience{})
		for _, c := range []conversation{&uci{}, &ucci{}, x} {
			var choice eval.Choice
			for _, line := range lines {
				if len(line) > maxLine {
					t.Fatalf("a line of %d bytes", len(line))
				}
				c.hear(strings.TrimSpace(line), &choice)
				if v := choice.Value; v < -search.MateValue || v > search.MateValue || v != 0 && !choice.HasValue {
					t.Fatalf("value %d (%t) of %q", v, choice.HasValue, line)
				}
			}
		}
		for _, line := range lines {
			if s, ok := parseSetting(line); ok {
				option := Option{Name: s.name, Value: "1"}
				_ = s.check(&option)
			}
			splitFeatures(line, func(name, value string) { x.features.set(name, value) })
		}
		if len(x.features.settings()) > maxSettings+2 {
			t.Fatalf("%d settings are kept", len(x.features.options))
		}
	})
}

// FuzzSpec checks that the keys of a spec are read, or refused, and that what was
// read can be said in a line of any protocol.
func FuzzSpec(f *testing.F) {
	for _, s := range []string{
		"UCI_LimitStrength=true&UCI_Elo=1350&movetime=100ms", "protocol=xboard&args=a b&arg=c d&nodes=5&depth=3&margin=1s&patience=2m",
		"Skill Level=%2B3&Clear Hash", "=x&&", "nodes=99999999999999999999", "x=%zz", "a=b%0Aquit", "dialect=\x00&variant=%",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, query string) {
		spec, err := parseKeys(query)
		if err != nil {
			return
		}
		words := append([]string{spec.Variant, spec.Dialect}, spec.Args...)
		for _, o := range spec.Options {
			words = append(words, o.Name, o.Value)
		}
		for _, word := range words {
			if strings.ContainsAny(word, "\n\r\x00") {
				t.Fatalf("%q has a line end in %q", query, word)
			}
		}
		if l := spec.Limits; l != nil && (l.Nodes < 0 || l.Depth < 0 || l.MoveTime < 0 || l.Nodes == 0 && l.Depth == 0 && l.MoveTime == 0) {
			t.Fatalf("%q has limits %+v", query, l)
		}
	})
}
