package engine

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"apprentice/agent/search"
)

// executable makes an executable file that nobody will run, in a folder that
// becomes the PATH.
func executable(t *testing.T, name string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	dir := t.TempDir()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte("#!/bin/false\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	return path
}

func TestParseSpec(t *testing.T) {
	path := executable(t, "thinker")
	for _, test := range []struct {
		text, name string
		want       Spec
	}{
		{"thinker", "", Spec{Path: path}},
		{path, "", Spec{Path: path}},
		{"thinker?", "", Spec{Path: path}},
		{
			"thinker?UCI_LimitStrength=true&UCI_Elo=1500", "?UCI_LimitStrength=true&UCI_Elo=1500",
			Spec{Path: path, Options: []Option{{Name: "UCI_LimitStrength", Value: "true"}, {Name: "UCI_Elo", Value: "1500"}}},
		},
		{
			"thinker?Skill Level=3&Book%20File=C%3A\\a%26b%3Dc%2Bd%25.bin&Own+Book=&Clear Hash", `?Skill Level=3&Book File=C:\a&b=c+d%.bin&Own Book=&Clear Hash`,
			Spec{Path: path, Options: []Option{
				{Name: "Skill Level", Value: "3"}, {Name: "Book File", Value: `C:\a&b=c+d%.bin`},
				{Name: "Own Book"}, {Name: "Clear Hash", Button: true},
			}},
		},
		{
			"thinker?Köpfe=ünf=5", "?Köpfe=ünf=5", // only the first = divides
			Spec{Path: path, Options: []Option{{Name: "Köpfe", Value: "ünf=5"}}},
		},
		{
			"thinker?protocol=xboard&args=--quiet -l 3&arg=a b&arg=&variant=three&dialect=broad&nodes=5&depth=6&movetime=70ms&margin=2s&patience=8s",
			"?variant=three&nodes=5&depth=6&movetime=70ms",
			Spec{
				Path: path, Protocol: XBoard, Args: []string{"--quiet", "-l", "3", "a b", ""}, Variant: "three", Dialect: "broad",
				Limits:   &search.Limits{Nodes: 5, Depth: 6, MoveTime: 70 * time.Millisecond},
				Margin:   2 * time.Second,
				Patience: Patience{Move: 8 * time.Second},
			},
		},
		{
			"thinker?Protocol=usi&Depth=3&depth=4", "?Protocol=usi&Depth=3&depth=4", // our keys are in lower case
			Spec{Path: path, Limits: &search.Limits{Depth: 4}, Options: []Option{{Name: "Protocol", Value: "usi"}, {Name: "Depth", Value: "3"}}},
		},
	} {
		got, err := ParseSpec(test.text)
		if err != nil {
			t.Errorf("%s: %v", test.text, err)
			continue
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.text, diff)
		}
		if want := filepath.Base(path) + test.name; got.String() != want {
			t.Errorf("%s is called %s, want %s", test.text, got, want)
		}
	}
}

func TestParseSpecErrors(t *testing.T) {
	executable(t, "thinker")
	for text, want := range map[string]string{
		"":                              `engine "": it has no path`,
		"?nodes=3":                      "it has no path",
		"no-such-thinker":               "it is not installed: no folder of PATH has it, nor has /usr/games/",
		"./thinker":                     "no such file",
		"thinker?nodes=many":            "nodes=many: want a positive number",
		"thinker?nodes=0":               "nodes=0: want a positive number",
		"thinker?depth=-1":              "depth=-1: want a positive number",
		"thinker?movetime=100":          "movetime=100: want a time, as in 100ms",
		"thinker?movetime=-1s":          "movetime=-1s: want a time, as in 100ms",
		"thinker?margin=0s":             "margin=0s: want a time, as in 100ms",
		"thinker?patience=soon":         "patience=soon: want a time, as in 30s",
		"thinker?protocol=usi":          `unknown protocol "usi"; want uci, ucci or xboard`,
		"thinker?=5":                    "no key before =5",
		"thinker?Hash=%zz":              `Hash: "%zz" has a % that begins no character; write %25 for it`,
		"thinker?Hash=1%0Aquit":         "has a line end in it",
		"thinker?Ha%0Dsh=1":             "has a line end in it",
		"thinker?Hash=1\nsetoption x=y": "has a line end in it",
		"thinker?nodes=1&nodes=2":       "nodes is given twice: 1 and 2",
		"thinker?Hash=1&hash=2":         "hash is given twice: 1 and 2",
		"thinker?args=a&args=b":         "args is given twice: a and b",
	} {
		_, err := ParseSpec(text)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "engine ") {
			t.Errorf("%q: error is %v, want %q", text, err, want)
		}
	}
}

func TestProtocolNames(t *testing.T) {
	for _, p := range []Protocol{UCI, UCCI, XBoard} {
		if got, err := ParseProtocol(p.String()); err != nil || got != p {
			t.Errorf("%v reads back as %v, %v", p, got, err)
		}
	}
}
