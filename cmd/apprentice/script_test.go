package main

import (
	"errors"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"apprentice/cmd/apprentice/internal/clitest"
)

func TestMain(m *testing.M) { clitest.Main(m, main) }

// TestScripts runs the program as a shell does. Under -short, as the race detector
// runs it, those of commands that do several things at once are enough.
func TestScripts(t *testing.T) {
	params := testscript.Params{
		Dir:  "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "cmptimeless": cmpTimeless},
	}
	if testing.Short() {
		for _, name := range []string{"eval_ladder", "eval_scale", "eval_suite", "match", "play", "status", "tournament", "train", "tune", "uci", "uci_xiangqi"} {
			params.Files = append(params.Files, filepath.Join(params.Dir, name+".txtar"))
		}
		params.Dir = ""
	}
	testscript.Run(t, params)
}

// exits runs a program that must end with the given code:
//
//	exits CODE PROGRAM ARGUMENT...
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGUMENT...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, not %d", got, want)
	}
}

// cmpTimeless compares two PGN files but for the times of their moves and the
// line ends between words:
//
//	cmptimeless FILE FILE
func cmpTimeless(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: cmptimeless FILE FILE")
	}
	var texts [2]string
	for i, name := range args {
		texts[i] = strings.Join(strings.Fields(clitest.MoveTime.ReplaceAllString(ts.ReadFile(name), "0s")), " ")
	}
	if texts[0] != texts[1] {
		ts.Fatalf("%s and %s differ:\n%s\n%s", args[0], args[1], texts[0], texts[1])
	}
}
