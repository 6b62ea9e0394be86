package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/cmd/apprentice/internal/console"
)

// longCommands are commands that keep a state and take longer than any test.
func longCommands(state string) map[string][]string {
	return map[string][]string{
		"match": {"match", "--game", "tictactoe", "--a", "random", "--b", "material:2", "--games", "10000000", "--concurrency", "1", "--state", state},
		"tune":  {"tune", "--game", "chess", "--nodes", "100", "--pairs", "10000000", "--workers", "1", "--state", state},
	}
}

// start starts the program, waits until its state has the given number of lines,
// and returns it.
func start(t *testing.T, state string, lines int, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command("apprentice", args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(time.Millisecond) {
		if text, err := os.ReadFile(state); err == nil && bytes.Count(text, []byte("\n")) >= lines {
			return cmd
		}
		if time.Now().After(deadline) {
			t.Fatal("no state after a minute")
		}
	}
}

// The second process on a state is refused, by whatever name it knows the file,
// told who has it, and changes nothing; after the first one was killed the same
// command goes on.
func TestStateOfAnotherProcess(t *testing.T) {
	for name := range longCommands("") {
		folder := t.TempDir()
		state, link := filepath.Join(folder, "state"), filepath.Join(folder, "link")
		if err := os.Symlink("state", link); err != nil {
			t.Skip("no symbolic links: ", err)
		}
		args := longCommands(state)[name]
		first := start(t, state, 2, args...) // of a match: its head and a game
		for _, path := range []string{state, link} {
			out, err := exec.Command("apprentice", longCommands(path)[name]...).CombinedOutput()
			if code := clitest.ExitCode(err); code != console.ExitError {
				t.Fatalf("%s: exit code %d: %s", name, code, out)
			}
			want := fmt.Sprintf(`^apprentice: %s is in use by process %d since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d: apprentice %s ; wait until it ends, or end it with: kill %d\n$`,
				regexp.QuoteMeta(path), first.Process.Pid, regexp.QuoteMeta(strings.Join(args, " ")), first.Process.Pid)
			want = strings.Replace(want, " ; wait", "; wait", 1)
			if !regexp.MustCompile(want).Match(out) {
				t.Errorf("%s says %q; want %s", name, out, want)
			}
		}
		first.Process.Kill()
		first.Wait()
		again := exec.Command("apprentice", args...)
		out, err := again.StdoutPipe()
		if err == nil {
			err = again.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		if !lines.Scan() || name == "match" && !strings.HasSuffix(lines.Text(), " games from "+state) {
			t.Errorf("%s says %q when it goes on", name, lines.Text())
		}
		again.Process.Kill()
		again.Wait()
	}
}
