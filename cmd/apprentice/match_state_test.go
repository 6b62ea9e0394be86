package main

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// runMatch runs the match command in this process and returns what it prints.
func runMatch(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	cmd := newRoot(strings.NewReader(""), &out, io.Discard)
	cmd.SetArgs(append([]string{"match"}, args...))
	err := cmd.ExecuteContext(t.Context())
	return out.String(), err
}

// timed matches what no two matches have in common: durations, and the lines
// that are not part of the result.
var timed = regexp.MustCompile(`(?m) in \d+\w*$|^Time a move.*\n|^ *\d+/\d+ .*\n|^\d+ games? from .*\n`)

// timelessFile returns a PGN file without the times of its moves.
func timelessFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(moveTime.ReplaceAllString(string(text), "0s")), " ")
}

// A match that is killed again and again, at any moment, comes to the end of
// one that never was, and so does its PGN file.
func TestMatchSurvivesKills(t *testing.T) {
	kills := 20
	if testing.Short() {
		kills = 4
	}
	const seed = 1
	rng := rand.New(rand.NewPCG(seed, 0))
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	args := []string{"--game", "tictactoe", "--a", "material:2", "--b", "random", "--games", "400", "--concurrency", "2"}
	want, err := runMatch(t, append(args, "--pgn", at("whole.pgn"))...)
	if err != nil {
		t.Fatal(err)
	}

	args = append(args, "--pgn", at("cut.pgn"), "--state", at("state"))
	killed := 0
	for i := range kills {
		target := int64(i) * 400 * 180 / int64(kills) // bytes; a game takes some 200
		cmd := exec.Command("apprentice", append([]string{"match"}, args...)...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		over := make(chan error, 1)
		go func() { over <- cmd.Wait() }()
		deadline := time.Now().Add(time.Minute)
		for ended := false; !ended; {
			info, err := os.Stat(at("state"))
			if err == nil && info.Size() > target || time.Now().After(deadline) {
				time.Sleep(time.Duration(rng.IntN(3000)) * time.Microsecond)
				if cmd.Process.Kill() == nil {
					killed++
				}
			}
			select {
			case <-over:
				ended = true
			case <-time.After(100 * time.Microsecond):
			}
		}
	}
	if killed < kills/2 {
		t.Errorf("only %d of %d sittings were killed", killed, kills)
	}
	got, err := runMatch(t, args...)
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	if diff := cmp.Diff(timed.ReplaceAllString(want, ""), timed.ReplaceAllString(got, "")); diff != "" {
		t.Errorf("seed %d: killed %d times: %s", seed, killed, diff)
	}
	if diff := cmp.Diff(timelessFile(t, at("whole.pgn")), timelessFile(t, at("cut.pgn"))); diff != "" {
		t.Errorf("seed %d: PGN: %s", seed, diff)
	}
	state, err := os.ReadFile(at("state"))
	if n := bytes.Count(state, []byte("\n")); err != nil || n != 401 {
		t.Errorf("%d lines in the state, %v; want one for each of 400 games and the head", n, err)
	}
}

// Wherever the state or the PGN file is cut off, the match goes on to the same
// end. Of the state only the last game may be incomplete.
func TestMatchGoesOnFromAnyCut(t *testing.T) {
	folder := t.TempDir()
	state, pgn := filepath.Join(folder, "state"), filepath.Join(folder, "a.pgn")
	const before = "[Event \"earlier\"]\n\n1. e4 *\n\n"
	if err := os.WriteFile(pgn, []byte(before), 0o644); err != nil {
		t.Fatal(err)
	}
	args := []string{"--game", "tictactoe", "--a", "random", "--b", "material:1", "--games", "6", "--concurrency", "1", "--pgn", pgn, "--state", state}
	want, err := runMatch(t, args...)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(state)
	if err != nil {
		t.Fatal(err)
	}
	games, err := os.ReadFile(pgn)
	if err != nil {
		t.Fatal(err)
	}
	wantPGN := timelessFile(t, pgn)
	head := bytes.IndexByte(whole, '\n') + 1
	ends := []int{len(before)} // of the PGN file after so many games
	for at := ends[0]; at < len(games); ends = append(ends, at) {
		if next := bytes.Index(games[at+1:], []byte("[Event ")); next >= 0 {
			at += 1 + next
		} else {
			at = len(games)
		}
	}
	rng := rand.New(rand.NewPCG(7, 0))
	for range 40 {
		cut := head + rng.IntN(len(whole)-head+1)
		kept := bytes.Count(whole[head:cut], []byte("\n")) // games
		end := len(before) + rng.IntN(ends[kept]-len(before)+1)
		for path, data := range map[string][]byte{state: whole[:cut], pgn: games[:end]} {
			if err := os.WriteFile(path, data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := runMatch(t, args...)
		if err != nil {
			t.Fatalf("state cut at %d, PGN at %d: %v", cut, end, err)
		}
		if diff := cmp.Diff(timed.ReplaceAllString(want, ""), timed.ReplaceAllString(got, "")); diff != "" {
			t.Errorf("state cut at %d: %s", cut, diff)
		}
		if diff := cmp.Diff(wantPGN, timelessFile(t, pgn)); diff != "" {
			t.Errorf("state cut at %d, PGN at %d: %s", cut, end, diff)
		}
	}
}

// What cannot be gone on with is refused, and left as it is.
func TestMatchStateRefuses(t *testing.T) {
	folder := t.TempDir()
	state, pgn := filepath.Join(folder, "state"), filepath.Join(folder, "a.pgn")
	args := []string{"--game", "tictactoe", "--a", "random", "--b", "material:1", "--games", "6", "--concurrency", "1", "--pgn", pgn, "--state", state}
	if _, err := runMatch(t, args...); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(state)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(whole, []byte("\n"))
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	broken := bytes.Replace(lines[2], []byte(`"game":"`), []byte(`"game":"!`), 1)
	for name, test := range map[string]struct {
		data []byte
		more []string
		want string
	}{
		"empty":         {nil, nil, "not the state of a match"},
		"foreign":       {[]byte("hello\n"), nil, "not the state of a match"},
		"newer":         {bytes.Replace(whole, []byte(matchFormat), []byte("apprentice match 9"), 1), nil, `it has the format "apprentice match 9"`},
		"damaged":       {join(lines[0], lines[1], broken, lines[3]), nil, "line 3 is damaged"},
		"twice":         {join(lines[0], lines[1], lines[1]), nil, "line 3 is damaged: game 1 is there twice"},
		"other seed":    {whole, []string{"--seed", "2"}, "another match: --seed was 1 and is 2"},
		"other limits":  {whole, []string{"--nodes", "5", "--max-plies", "7"}, "another match: --max-plies was 400 and is 7, --nodes was 0 and is 5"},
		"other player":  {whole, []string{"--a", "material:1"}, "another match: --a was random and is material:1"},
		"fewer games":   {whole, []string{"--games", "4"}, "it has game 5 already; --games may grow but not shrink"},
		"other program": {bytes.Replace(whole, []byte(`"version":"`), []byte(`"version":"9`), 1), nil, "another match: version was 9"},
	} {
		if err := os.WriteFile(state, test.data, 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := runMatch(t, append(args, test.more...)...)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want %q in it", name, err, test.want)
		}
		if after, err := os.ReadFile(state); err != nil || !bytes.Equal(after, test.data) {
			t.Errorf("%s: the file has changed, %v", name, err)
		}
	}

	// A PGN file that somebody else has written to is left alone.
	if err := os.WriteFile(state, whole, 0o644); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(pgn)
	if err != nil {
		t.Fatal(err)
	}
	edited := bytes.Replace(text, []byte(`[Round "2"]`), []byte(`[Round "9"]`), 1)
	if err := os.WriteFile(pgn, edited, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := runMatch(t, args...); err == nil || !strings.Contains(err.Error(), "has changed since the match was cut off: game 2") {
		t.Errorf("error %v about a changed PGN file", err)
	}
	if after, err := os.ReadFile(pgn); err != nil || !bytes.Equal(after, edited) {
		t.Errorf("the changed PGN file was changed, %v", err)
	}
}

// More games of the same match join those that were played.
func TestMatchGrows(t *testing.T) {
	state := filepath.Join(t.TempDir(), "state")
	args := []string{"--game", "tictactoe", "--player", "random", "--player", "material:1", "--player", "material:2"}
	want, err := runMatch(t, append(args, "--games", "10")...)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := runMatch(t, append(args, "--games", "4", "--state", state)...); err != nil {
		t.Fatal(err)
	}
	got, err := runMatch(t, append(args, "--games", "10", "--state", state)...)
	if err != nil {
		t.Fatal(err)
	}
	cut := regexp.MustCompile(`(?m) +time a move$| +[0-9.]+(µs|ms|s), [0-9.]+(µs|ms|s)$`)
	clean := func(s string) string { return cut.ReplaceAllString(timed.ReplaceAllString(s, ""), "") }
	if diff := cmp.Diff(clean(want), clean(got)); diff != "" || !strings.Contains(got, "12 games from ") {
		t.Errorf("%s\n%s", diff, got)
	}
}

// An interrupt ends the match in an orderly way and tells how it goes on.
func TestMatchInterrupted(t *testing.T) {
	state := filepath.Join(t.TempDir(), "a state")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() {
		for ctx.Err() == nil {
			if info, err := os.Stat(state); err == nil && info.Size() > 20000 {
				cancel()
			}
			time.Sleep(time.Millisecond)
		}
	}()
	var out bytes.Buffer
	cmd := newRoot(strings.NewReader(""), &out, io.Discard)
	cmd.SetArgs([]string{"match", "--game", "tictactoe", "--player", "random", "--player", "material:2?name=the best", "--gauntlet", "--games", "100000", "--state", state})
	if err := cmd.ExecuteContext(ctx); err != nil {
		t.Fatal(err)
	}
	again := "\n  apprentice match --game tictactoe --player random --player 'material:2?name=the best' --gauntlet --games 100000 --state '" + state + "'\n"
	for _, want := range []string{"random against the best: ", "interrupted after ", " of 100000 games\n", again} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, &out)
		}
	}
}
