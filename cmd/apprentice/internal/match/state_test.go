package match

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/cmd/apprentice/internal/console"
)

// runMatch runs the match command in this process and returns what it prints.
func runMatch(t *testing.T, args ...string) (string, error) {
	t.Helper()
	return clitest.Run(t.Context(), New(), args...)
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
	return strings.Join(strings.Fields(gameID.ReplaceAllString(clitest.MoveTime.ReplaceAllString(string(text), "0s"), "")), " ")
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
		"flipped head":  {bytes.Replace(whole, []byte(`"begun":"2`), []byte(`"begun":"3`), 1), nil, "its first line is damaged"},
		"head unsealed": {join(unsealed(t, lines[0]), lines[1]), nil, "its first line is damaged"},
		"foreign":       {[]byte("hello\n"), nil, "not the state of a match"},
		"newer":         {bytes.Replace(whole, []byte(stateFormat), []byte("apprentice match 9"), 1), nil, `it has the format "apprentice match 9"`},
		"other seed":    {whole, []string{"--seed", "2"}, "another match: --seed was 1 and is 2"},
		"other limits":  {whole, []string{"--nodes", "5", "--max-plies", "7"}, "another match: --max-plies was 400 and is 7, --nodes was 0 and is 5"},
		"other player":  {whole, []string{"--a", "material:1"}, "another match: --a was random and is material:1"},
		"and torn":      {join(whole, []byte("{")), []string{"--seed", "2"}, "--seed was 1 and is 2"},
		"fewer games":   {whole, []string{"--games", "4"}, "it has game 5 already; --games may grow but not shrink"},
		"other program": {join(changed(t, lines[0], `"version":"`, `"version":"9`), lines[1]), nil, "another match: version was 9"},
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
	out, err := clitest.Run(ctx, New(), "--game", "tictactoe", "--player", "random", "--player", "material:2?name=the best", "--plain", "--games", "100000", "--state", state)
	if err != nil {
		t.Fatal(err)
	}
	again := "\n  " + console.ProgramName() + " match --game tictactoe --player random --player 'material:2?name=the best' --plain --games 100000 --state '" + state + "'\n"
	for _, want := range []string{"random against the best: ", "interrupted after ", " of 100000 games\n", again} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}
