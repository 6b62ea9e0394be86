package main

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// runMatch runs the match command in this process and returns what it prints.
func runMatch(t *testing.T, args ...string) (string, error) {
	t.Helper()
	return runAlone(t.Context(), newMatch(), args...)
}

// timed matches what no two matches have in common: durations, and the lines
// that are not part of the result.
var timed = regexp.MustCompile(`(?m)(, \d+ of this sitting)? in \d+\w*$|^Time a move.*\n|^ *\d+/\d+ .*\n|^\d+ games? from .*\n|^note: .*\n`)

// gameID is the tag of the games of a match that keeps a state.
var gameID = regexp.MustCompile(`\[GameId "[^"]*"\]`)

// timelessFile returns a PGN file without the times of its moves and the tags of
// a state.
func timelessFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(gameID.ReplaceAllString(moveTime.ReplaceAllString(string(text), "0s"), "")), " ")
}

// killsFlag names a number of kills for a longer test than the usual one.
const killsFlag = "APPRENTICE_TEST_KILLS"

// killsOf returns how often a test kills a process: as the environment says, or
// else usually so often, and less often where time is short.
func killsOf(t *testing.T, usually int) int {
	t.Helper()
	if text := os.Getenv(killsFlag); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			t.Fatalf("%s is %q", killsFlag, text)
		}
		return n
	}
	if testing.Short() {
		return usually / 5
	}
	return usually
}

// savedGames returns how many whole games are in the state of a match; 0 where
// there is none.
func savedGames(t *testing.T, path string) (n int) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		return 0
	}
	for line := range bytes.Lines(data) {
		if _, err := parseSavedGame(line); err == nil {
			n++
		}
	}
	return n
}

// A match that is killed again and again, at any moment, comes to the end of
// one that never was, and so does its PGN file.
func TestMatchSurvivesKills(t *testing.T) {
	kills := killsOf(t, 20)
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
	killed, saved := 0, 0
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
		if n := savedGames(t, at("state")); n < saved {
			t.Fatalf("seed %d, kill %d: %d games in the state; %d before", seed, i, n, saved)
		} else {
			saved = n
		}
		if text, err := os.ReadFile(at("cut.pgn")); err == nil && bytes.Count(text, []byte("[Event ")) > saved {
			t.Fatalf("seed %d, kill %d: the PGN file has games that the state has not", seed, i)
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
	state := filepath.Join(folder, "state")
	args := []string{"--game", "tictactoe", "--a", "random", "--b", "material:1", "--games", "6", "--concurrency", "1", "--state", state}
	if _, err := runMatch(t, args...); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(state)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(whole, []byte("\n"))
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	for name, test := range map[string]struct {
		data []byte
		more []string
		want string
	}{
		"empty":         {nil, nil, "not the state of a match"},
		"damaged head":  {join([]byte("x"), lines[0], lines[1]), nil, "its first line is damaged"},
		"foreign":       {[]byte("hello\n"), nil, "not the state of a match"},
		"newer":         {bytes.Replace(whole, []byte(matchFormat), []byte("apprentice match 9"), 1), nil, `it has the format "apprentice match 9"`},
		"other seed":    {whole, []string{"--seed", "2"}, "another match: --seed was 1 and is 2"},
		"other limits":  {whole, []string{"--nodes", "5", "--max-plies", "7"}, "another match: --max-plies was 400 and is 7, --nodes was 0 and is 5"},
		"other player":  {whole, []string{"--a", "material:1"}, "another match: --a was random and is material:1"},
		"and torn":      {join(whole, []byte("{")), []string{"--seed", "2"}, "--seed was 1 and is 2"},
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
	out, err := runAlone(ctx, newMatch(), "--game", "tictactoe", "--player", "random", "--player", "material:2?name=the best", "--gauntlet", "--games", "100000", "--state", state)
	if err != nil {
		t.Fatal(err)
	}
	again := "\n  apprentice match --game tictactoe --player random --player 'material:2?name=the best' --gauntlet --games 100000 --state '" + state + "'\n"
	for _, want := range []string{"random against the best: ", "interrupted after ", " of 100000 games\n", again} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}
