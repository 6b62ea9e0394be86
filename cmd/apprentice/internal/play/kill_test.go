package play

import (
	"bufio"
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/games/chess"
	"apprentice/games/record"
)

// gamesOf returns the plies of the games of a PGN file by their tag, in the order
// of the file. Every game must be sound, and no tag may be there twice.
func gamesOf(t *testing.T, path string) (ids []string, plies map[string]int) {
	t.Helper()
	text, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return nil, nil
	} else if err != nil {
		t.Fatal(err)
	}
	plies = map[string]int{}
	for game, err := range record.ReadPGN(bytes.NewReader(text), chess.Game{}) {
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		id := ""
		for _, tag := range game.Tags {
			if tag.Name == "GameId" {
				id = tag.Value
			}
		}
		if _, twice := plies[id]; id == "" || twice {
			t.Fatalf("the game %q is there twice in\n%s", id, text)
		}
		ids = append(ids, id)
		plies[id] = len(game.Plies)
	}
	return ids, plies
}

// attempts are moves to try one after the other until some are legal.
func attempts(rng *rand.Rand) string {
	var b strings.Builder
	square := func() string { return fmt.Sprintf("%c%d", 'a'+rng.IntN(8), 1+rng.IntN(8)) }
	for range 20_000 {
		fmt.Fprintf(&b, "%s%s\n", square(), square())
	}
	return b.String()
}

// A game that is killed at any moment is in the file of --pgn with all its moves
// but the one that was being made, once, beside those that were there before.
func TestPlaySurvivesKills(t *testing.T) {
	kills := clitest.Kills(t, 10)
	const seed = 3
	rng := rand.New(rand.NewPCG(seed, 0))
	folder := t.TempDir()
	path := filepath.Join(folder, "g.pgn")
	var before []string
	sizes := map[string]int{}
	moved := 0
	for i := range kills {
		made := playUntilKilled(t, rng, path)
		ids, plies := gamesOf(t, path)
		if len(ids) < len(before) || strings.Join(ids[:len(before)], " ") != strings.Join(before, " ") {
			t.Fatalf("seed %d, kill %d: the games %v, before %v", seed, i, ids, before)
		}
		for id, n := range sizes {
			if plies[id] != n {
				t.Fatalf("seed %d, kill %d: game %s has %d plies, before %d", seed, i, id, plies[id], n)
			}
		}
		got := 0
		for _, id := range ids[len(before):] {
			got += plies[id]
		}
		if got < made-1 || got > made+1 {
			t.Fatalf("seed %d, kill %d: %d plies in the file, %d on the screen", seed, i, got, made)
		}
		if len(ids) > len(before) {
			moved++
		}
		before, sizes = ids, plies
	}
	if moved < kills/2 {
		t.Errorf("only %d of %d games had a move", moved, kills)
	}
	if err := finish(path); err != nil {
		t.Fatal(err)
	}
	if ids, _ := gamesOf(t, path); len(ids) != len(before)+1 {
		t.Errorf("%d games, want %d and one more", len(ids), len(before))
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 1 {
		t.Errorf("files left: %v, %v", left, err)
	}
}

// playUntilKilled plays random moves, kills the program at some moment and returns
// how many plies it has shown.
func playUntilKilled(t *testing.T, rng *rand.Rand, path string) (plies int) {
	t.Helper()
	cmd := exec.Command("apprentice", "play", "--nodes", "1", "--ascii", "--pgn", path)
	cmd.Stdin = strings.NewReader(attempts(rng))
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	after := rng.IntN(40) // plies
	wait := time.Duration(rng.IntN(6000)) * time.Microsecond
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		number, _, ok := strings.Cut(lines.Text(), " ")
		if !ok || !strings.HasSuffix(number, ".") || strings.Trim(number, "0123456789.") != "" {
			continue
		}
		if plies++; plies == after+1 {
			time.Sleep(wait)
			cmd.Process.Kill()
		}
	}
	cmd.Process.Kill()
	cmd.Wait()
	return plies
}

// finish plays a game of one move and leaves.
func finish(path string) error {
	cmd := exec.Command("apprentice", "play", "--nodes", "1", "--pgn", path)
	cmd.Stdin = strings.NewReader("e2e4\nquit\n")
	return cmd.Run()
}

// Several sessions may keep their games in one file at a time: each game is there
// once, with all its moves.
func TestPlayTogether(t *testing.T) {
	path := filepath.Join(t.TempDir(), "g.pgn")
	const sessions = 4
	var all sync.WaitGroup
	for range sessions {
		all.Go(func() {
			cmd := exec.Command("apprentice", "play", "--nodes", "1", "--pgn", path)
			cmd.Stdin = strings.NewReader("a2a3\nb2b3\nh2h3\nresign\nnew second\nquit\n")
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	all.Wait()
	ids, plies := gamesOf(t, path)
	longer := 0
	for _, n := range plies {
		if n == 6 {
			longer++
		}
	}
	if len(ids) != 2*sessions || longer != sessions {
		t.Errorf("games of %v plies, want %d of 6 and as many of 1", plies, sessions)
	}
}

// A game that is saved by hand into the file that has it is there once.
func TestPlaySavedTwice(t *testing.T) {
	folder := t.TempDir()
	cmd := exec.Command("apprentice", "play", "--nodes", "1", "--pgn", "g.pgn")
	cmd.Dir = folder
	cmd.Stdin = strings.NewReader("a2a3\npgn g.pgn\nh2h3\nsave ./g.pgn\nresign\nsave g.pgn\npgn other.pgn\nquit\n")
	out, err := cmd.Output()
	if err != nil || strings.Count(string(out), "Saved in g.pgn.") != 4 {
		t.Errorf("%v:\n%s", err, out)
	}
	for _, name := range []string{"g.pgn", "other.pgn"} {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if n := strings.Count(string(text), "1. a3"); err != nil || n != 1 {
			t.Errorf("%s has the game %d times, %v:\n%s", name, n, err, text)
		}
	}
}

// Where the file cannot be replaced, as with a pipe, the game is written when it is
// over.
func TestPlayIntoPipe(t *testing.T) {
	cmd := exec.Command("sh", "-c", "printf 'a2a3\\nresign\\nquit\\n' | apprentice play --nodes 1 --pgn /dev/stderr >/dev/null")
	var text bytes.Buffer
	cmd.Stderr = &text
	if err := cmd.Run(); err != nil {
		t.Skip("no pipes: ", err)
	}
	if n := strings.Count(text.String(), "1. a3"); n != 1 {
		t.Errorf("the game is there %d times:\n%s", n, &text)
	}
}
