package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os/exec"
	"strings"
	"testing"

	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/cmd/apprentice/internal/console"
)

// In a pipe, whatever the terminal around it can show, the program writes no
// escape sequences, its exit code is the documented one, and what --json writes is
// valid.
func TestPiped(t *testing.T) {
	clitest.NotInShort(t)
	t.Parallel()
	home := t.TempDir()
	for _, test := range []struct {
		args, stdin string
		code        int
		out, err    string // says
	}{
		{"train --game tictactoe --run t.run --generations 1 --set units=2", "", console.ExitOK, "After ", ""},
		{"train --game tictactoe --run j.run --generations 1 --set units=2 --json", "", console.ExitOK, `"type":"summary"`, ""},
		{"train --game nothing", "", console.ExitError, "", "nothing"},
		{"status --run t.run", "", console.ExitOK, "1 generation", ""},
		{"status --run t.run --json", "", console.ExitOK, `"type": "status"`, ""},
		{"status --run missing.run", "", console.ExitError, "", "missing.run"},
		{"plot --run t.run", "", console.ExitOK, "Win rate", ""},
		{"plot --run t.run --out t.csv", "", console.ExitOK, "", ""},
		{"plot --run missing.run", "", console.ExitError, "", "missing.run"},
		{"play --run t.run --nodes 10", "b2\nquit\n", console.ExitOK, "it expects", ""},
		{"play --level 99", "", console.ExitError, "", "--level"},
		{"watch t.run", "", console.ExitError, "", "status --run t.run"},
		{"games check --run t.run", "", console.ExitOK, "", ""},
		{"perft --game tictactoe --depth 1", "", console.ExitOK, "9", ""},
	} {
		cmd := exec.Command("apprentice", strings.Fields(test.args)...)
		cmd.Dir = home
		cmd.Env = append(cmd.Environ(), "HOME="+home, "XDG_STATE_HOME=", "XDG_CONFIG_HOME=",
			"TERM=xterm-256color", "COLORTERM=truecolor", "LC_ALL=C.UTF-8", "NO_COLOR=")
		var out, errs bytes.Buffer
		cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(test.stdin), &out, &errs
		_ = cmd.Run() // the exit code says it
		if code := cmd.ProcessState.ExitCode(); code != test.code {
			t.Errorf("%s: exit code %d, want %d\n%s%s", test.args, code, test.code, out.String(), errs.String())
		}
		if all := out.String() + errs.String(); strings.ContainsAny(all, "\x1b\u009b\r") {
			t.Errorf("%s: escape sequences in %q", test.args, all)
		}
		if !strings.Contains(out.String(), test.out) || !strings.Contains(errs.String(), test.err) {
			t.Errorf("%s: it says %q and %q, want %q and %q", test.args, out.String(), errs.String(), test.out, test.err)
		}
		if strings.Contains(test.args, "--json") {
			checkObjects(t, test.args, &out)
		}
	}
}

// checkObjects fails unless a text is JSON objects that say their version and type.
func checkObjects(t *testing.T, what string, text io.Reader) {
	t.Helper()
	n := 0
	for d := json.NewDecoder(text); ; n++ {
		var object struct {
			V    int
			Type string
		}
		if err := d.Decode(&object); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("%s: object %d: %v", what, n, err)
		}
		if object.V != 1 || object.Type == "" {
			t.Errorf("%s: object %d is %+v", what, n, object)
		}
	}
	if n == 0 {
		t.Errorf("%s: no objects", what)
	}
}
