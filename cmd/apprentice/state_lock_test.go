package main

import (
	"bufio"
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// longCommands are commands that keep a state and take longer than any test.
func longCommands(state string) map[string][]string {
	return map[string][]string{
		"match": {"match", "--game", "tictactoe", "--a", "random", "--b", "material:2", "--games", "10000000", "--concurrency", "1", "--state", state},
		"tune":  {"tune", "--game", "chess", "--nodes", "100", "--pairs", "10000000", "--workers", "1", "--state", state},
	}
}

// start starts the program, waits until it has begun to write the state, and
// returns it.
func start(t *testing.T, state string, args ...string) *exec.Cmd {
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
		if info, err := os.Stat(state); err == nil && info.Size() > 0 {
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
		first := start(t, state, args...)
		for _, path := range []string{state, link} {
			out, err := exec.Command("apprentice", longCommands(path)[name]...).CombinedOutput()
			if code := exitCode(err); code != exitError {
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

// exitCode returns the exit code of a program that has ended.
func exitCode(err error) int {
	if exit, ok := err.(*exec.ExitError); ok {
		return exit.ExitCode()
	}
	return 0
}

// A tuning that is killed and interrupted again and again, at any moment, has a
// state that it can go on from each time, of as many pairs as before or more,
// and comes to the end of one that never was.
func TestTuneSurvivesKills(t *testing.T) {
	kills := killsOf(t, 10)
	const seed = 2
	rng := rand.New(rand.NewPCG(seed, 0))
	folder := t.TempDir()
	state := filepath.Join(folder, "state")
	args := []string{"tune", "--game", "chess", "--nodes", "20", "--pairs", "40", "--workers", "1", "--state"}
	whole := filepath.Join(t.TempDir(), "whole")
	if _, err := runTune(t.Context(), append(args[1:len(args):len(args)], whole)...); err != nil {
		t.Fatal(err)
	}
	args = append(args, state)
	before := 0
	for i := range kills {
		cmd := exec.Command("apprentice", args...)
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rng.IntN(600)) * time.Millisecond)
		if i%4 == 3 { // let it save what it has come to
			cmd.Process.Signal(os.Interrupt)
		} else {
			cmd.Process.Kill()
		}
		if err := cmd.Wait(); exitCode(err) > 0 {
			t.Fatalf("seed %d, sitting %d: %s", seed, i, &out)
		}
		if _, err := os.Stat(state); err != nil {
			continue // killed before it began
		}
		if saved := savedTuning(t, state); saved.Pairs < before {
			t.Fatalf("seed %d, sitting %d: %d pairs; %d before", seed, i, saved.Pairs, before)
		} else {
			before = saved.Pairs
		}
	}
	if _, err := runTune(t.Context(), args[1:]...); err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	if a, b := savedTuning(t, whole), savedTuning(t, state); a.Pairs != b.Pairs || !maps.Equal(a.Values, b.Values) {
		t.Errorf("seed %d: %d pairs, %v; never killed: %d pairs, %v", seed, b.Pairs, b.Values, a.Pairs, a.Values)
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if name := entry.Name(); name != "state" {
			t.Errorf("%s was left behind", name)
		}
	}
}
