package match

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"apprentice/cmd/apprentice/internal/clitest"
)

// savedGames returns how many whole games are in the state of a match; 0 where
// there is none.
func savedGames(t *testing.T, path string) (n int) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		return 0
	}
	for line := range bytes.Lines(data) {
		if _, isSealed, err := parseSavedGame(line); err == nil && isSealed {
			n++
		}
	}
	return n
}

// A match that is killed again and again, at any moment, comes to the end of
// one that never was, and so does its PGN file.
func TestMatchSurvivesKills(t *testing.T) {
	kills := clitest.Kills(t, 20)
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
