package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// notRun lists the commands of the documentation that are only parsed, and why.
// The first pattern that matches the page and the line, joined by a colon and a
// blank, decides. Every pattern must match one.
var notRun = []struct{ pattern, why string }{
	{`^docs/results/|^RESULTS.md`, "measurements: minutes to days"},
	{`: go |APPRENTICE_|EVAL_`, "builds, tests and soaks are what runs this test, or take hours"},
	{`apprentice control`, "needs a process that trains; TestTrainOrders gives the orders"},
	{`apprentice watch`, "needs a terminal; TestWatch has one"},
	{`eval (scale|levels) .*--out`, "plays for minutes; TestMaking makes a scale, TestChooseLevels levels"},
	{`engine:|eval ladder|--protocol`, "needs external engines, and minutes"},
	{`apprentice worker|--listen|--nats`, "needs other machines, and waits for them for ever; TestSameNetworks has some on the loopback"},
	{`--inputs`, "needs a run of chess; TestRelearnInputs has one"},
	{`systemd|caffeinate|nohup|ExecStart`, "needs a service manager or a terminal; the command itself is run without it"},
}

// scaled are limits that replace those of a documented command, so that it ends
// in seconds.
var scaled = map[string]string{
	"--for": "1s", "--games": "2", "--nodes": "50", "--movetime": "5ms", "--depth": "3", "--generations": "1",
}

// Every command of the documentation that takes less than a minute with scaled
// limits does what it is there for, in a folder that has what it reads.
func TestDocumentedCommandsRun(t *testing.T) {
	if testing.Short() {
		t.Skip("runs dozens of commands")
	}
	shelf := newShelf(t)
	used := make([]bool, len(notRun))
	seen := map[string]bool{}
	for _, d := range documentedCommands(t) {
		if i := reasonNotToRun(d); i >= 0 {
			used[i] = true
			continue
		}
		key := strings.Join(d.args, " ")
		if d.named || seen[key] {
			continue
		}
		seen[key] = true
		t.Run(key, func(t *testing.T) {
			t.Parallel()
			shelf.try(t, d)
		})
	}
	for i, n := range notRun {
		if !used[i] {
			t.Errorf("no documented command matches %s: strike it off the list", n.pattern)
		}
	}
	if len(seen) < 30 {
		t.Errorf("%d commands are run: the test does not see them", len(seen))
	}
}

// reasonNotToRun returns which entry of notRun is about a command, -1 for none.
func reasonNotToRun(d documented) int {
	for i, n := range notRun {
		if regexp.MustCompile(n.pattern).MatchString(d.page + ": " + d.line) {
			return i
		}
	}
	return -1
}

// shelf has the files that documented commands read: a run of a game that takes
// a second, a network of it, and positions of chess.
type shelf struct{ run, net, suite []byte }

// newShelf makes the files.
func newShelf(t *testing.T) *shelf {
	t.Helper()
	dir := t.TempDir()
	apprentice(t, dir, "", "train", "--game", "tictactoe", "--run", "a.run", "--generations", "3", "--set", "units=2")
	apprentice(t, dir, "", "games", "network", "--run", "a.run", "--out", "a.net")
	read := func(name string) []byte {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	return &shelf{
		run: read("a.run"), net: read("a.net"),
		suite: []byte("6k1/5ppp/8/8/8/8/5PPP/R5K1 w - - bm Ra8#; id \"mates.1\";\n"),
	}
}

// input matches the names of files that a command may read.
var input = regexp.MustCompile(`[\w-]+\.(run|net|epd)\b`)

// try runs a command with scaled limits.
func (s *shelf) try(t *testing.T, d documented) {
	dir := t.TempDir()
	args := slices.Clone(d.args)
	small := false // it is about a run of the small game
	for i, arg := range args {
		before := ""
		if i > 0 {
			before = args[i-1]
		}
		made := before == "--out" || before == "--state" || before == "--pgn" ||
			before == "--run" && args[0] == "train" // a new run, or one whose game would be another
		for _, name := range input.FindAllString(arg, -1) {
			if made {
				continue
			}
			text := map[string][]byte{".run": s.run, ".net": s.net, ".epd": s.suite}[filepath.Ext(name)]
			small = small || filepath.Ext(name) != ".epd"
			if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if limit, ok := scaled[before]; ok && args[0] != "plot" && !slices.Contains(args, "--plan") {
			args[i] = limit
		}
	}
	if small && args[0] != "train" && takesGame(args) {
		args = append(args, missing(args, "--game", "tictactoe")...)
	}
	ends := func(flag string) bool { return slices.Contains(args, flag) } // without a bound on time
	switch args[0] {
	case "train":
		if !ends("--plan") && !ends("--replay") && !ends("--knobs") {
			args = append(args, missing(args, "--for", "1s")...)
		}
	case "match":
		args = append(args, missing(args, "--games", "2")...)
		args = append(args, missing(args, "--nodes", "50")...)
	case "tune":
		args = append(args, missing(args, "--nodes", "30")...)
	case "bench", "perft":
		args = append(args, missing(args, "--depth", "3")...)
	}
	apprentice(t, dir, "quit\n", args...)
}

// takesGame reports whether a command does not ask a run which game it is of.
func takesGame(args []string) bool {
	cmd, _, err := newRoot().Find(args)
	return err == nil && cmd.Flags().Lookup("game") != nil && args[0] != "games"
}

// missing returns a flag and its value unless the arguments have the flag.
func missing(args []string, flag, value string) []string {
	if slices.Contains(args, flag) {
		return nil
	}
	return []string{flag, value}
}

// apprentice runs the program in a folder. It must succeed within minutes.
func apprentice(t *testing.T, dir, stdin string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "apprentice", args...)
	cmd.Dir = dir
	cmd.Stdin = strings.NewReader(stdin)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("apprentice %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}
