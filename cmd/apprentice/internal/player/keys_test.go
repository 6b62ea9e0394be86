package player

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/selfplay/run"
)

func TestPlayerKeys(t *testing.T) {
	g := catalog.Default()
	e, err := New(g, "career:last?nodes=400&threads=2&hash=1", search.Options{})
	if err != nil || e.Name != "career:last?nodes=400&threads=2&hash=1" || e.Limits == nil || e.Limits.Nodes != 400 || e.Clock != nil {
		t.Errorf("%+v, %v", e, err)
	}
	e, err = New(g, "material:2?depth=1&movetime=20ms&tc=40/10+0.1&name=a+b", search.Options{})
	if err != nil || e.Name != "a b" || e.Limits.Depth != 1 || e.Limits.MoveTime != 20*time.Millisecond || e.Clock.String() != "40/10+0.1" {
		t.Errorf("%+v, %v", e, err)
	}
	if e, err = New(g, "material:2", search.Options{}); err != nil || e.Name != "material:2" || e.Limits != nil || e.Clock != nil {
		t.Errorf("%+v, %v", e, err)
	}
	e, err = New(g, "career:last?softnodes=50", search.Options{})
	if err != nil || e.Limits.SoftNodes != 50 || e.Limits.Nodes != 800 {
		t.Errorf("%+v, %v", e.Limits, err)
	}
	e, err = New(g, "career:last?nodes=90&softnodes=50", search.Options{})
	if err != nil || e.Limits.SoftNodes != 50 || e.Limits.Nodes != 90 {
		t.Errorf("%+v, %v", e.Limits, err)
	}
	for spec, want := range map[string]string{
		"career:last?softnodes=-1": "softnodes=-1: want a positive number",
		"material:2?softnodes=50":  "player material:2 has no soft limit",
		"career:last?nodes=0":      "nodes=0: want a positive number",
		"career:last?depth=x":      "depth=x: want a positive number",
		"career:last?threads=-1":   "threads=-1: want a positive number",
		"career:last?movetime=5":   "movetime=5: want a time",
		"career:last?tc=fast":      `tc=fast: "fast" is not a time control`,
		"career:last?name=":        "name=: want a name",
		"career:last?node=5":       `unknown key "node"; did you mean nodes?`,
		"random?nodes=5":           "it takes no limits",
		"material:1?threads=2":     "has no threads and no hash",
		"nobody?name=x":            `unknown player "nobody"`,
		"engine:no-such-engine?tc": `tc=: "" is not a time control`,
	} {
		if _, err := New(g, spec, search.Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q in it", spec, err, want)
		}
	}
}

// The keys that every player has are taken off the spec of an engine, the
// others are left to it.
func TestCutKeysOfEngines(t *testing.T) {
	who, keys, err := cutKeys("engine:/usr/bin/x?Skill Level=3&name=x&nodes=5&tc=1+0.1&Ponder=false")
	if err != nil || who != "engine:/usr/bin/x?Skill Level=3&nodes=5&Ponder=false" || keys.name != "x" || keys.limits != nil || keys.clock.String() != "1+0.1" {
		t.Errorf("%q, %+v, %v", who, keys, err)
	}
	if who, _, _ := cutKeys("engine:x"); who != "engine:x" {
		t.Error(who)
	}
}

// What a spec says is asked for without reading the text again: its file, its
// place in a run, and whether it is a player as the run keeps them.
func TestParseSpec(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.run")
	file, err := run.Create(path, run.Config{Game: catalog.Default().Name(), InputSet: catalog.Default().InputSet()})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	const foreign = run.NoGeneration - 1
	for text, want := range map[string]struct {
		file string
		in   int // generation; foreign for a player that the run cannot keep
	}{
		"random":                    {"", run.NoGeneration},
		"material:2":                {"", run.NoGeneration},
		"material:2?nodes=5":        {"", foreign},
		"gen:3@" + path:             {path, 3},
		"gen:3@" + path + "?name=x": {path, foreign},
		"gen:3@other.run":           {"other.run", foreign},
		"career:last":               {"", foreign},
		"net:x.net":                 {"x.net", foreign},
	} {
		s, err := ParseSpec(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		got, err := s.InRun(file, path)
		if err != nil {
			got = foreign
		}
		if s.File() != want.file || got != want.in || s.String() != text {
			t.Errorf("%s: file %q, generation %d, %v; want %+v", s, s.File(), got, err, want)
		}
	}
	for text, want := range map[string]string{
		"random":           "is not a network; want gen:N@FILE",
		"gen:3":            "does not name the run; want gen:3@FILE, or career:3",
		"engine:x?nodes=5": "is not a network",
	} {
		if _, err := ParseNetwork(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q in it", text, err, want)
		}
	}
}
