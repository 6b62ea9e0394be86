//go:build unix

package play

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/cmd/apprentice/internal/gameplay"
	"apprentice/games/record"
	"apprentice/games/tictactoe"
)

// archived returns the plies of the games of the archive by their tag. Every game
// must be sound, and no tag may be there twice.
func archived(t *testing.T, folder string) map[string]int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "games.pgn"))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	plies := map[string]int{}
	for game, err := range record.ReadPGN(bytes.NewReader(text), tictactoe.Game{}) {
		id := game.Tag("GameId")
		if _, twice := plies[id]; err != nil || id == "" || twice {
			t.Fatalf("%v; game %q, twice: %v, in\n%s", err, id, twice, text)
		}
		plies[id] = len(game.Plies)
	}
	return plies
}

// journalled returns the plies of the games of the journals by their tag.
func journalled(t *testing.T, folder string) map[string]int {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(folder, "*.game"))
	if err != nil {
		t.Fatal(err)
	}
	plies := map[string]int{}
	for _, path := range paths {
		if u, err := gameplay.ReadJournal(path, catalog.Lookup); err == nil { // not one without its first line
			plies[u.Game.ID()] = len(u.Game.Plies())
		}
	}
	return plies
}

// Games on the full screen are killed at any moment, at their end as well, and
// continued, or not: each is in a journal or in the archive with all its moves,
// and in the archive once.
func TestScreenSurvivesKills(t *testing.T) {
	kills := clitest.Kills(t, 8)
	const seed = 5
	rng := rand.New(rand.NewPCG(seed, 0))
	home := t.TempDir()
	folder := filepath.Join(home, ".local", "state", "apprentice")
	known := map[string]int{} // plies of all games that were seen
	squares := strings.Fields("a1 a2 a3 b1 b2 b3 c1 c2 c3")
	for i := range kills {
		w := clitest.OpenWindow(t, home, nil, "play", "--game", "tictactoe", "--opponent", "material:1", "--nodes", "1", "--pgn", filepath.Join(home, "g.pgn"))
		w.Shows("1. ", "Continue the game")
		if strings.Contains(w.Text(), "Continue the game") {
			w.Types([]string{"c", "n"}[rng.IntN(2)])
			time.Sleep(20 * time.Millisecond)
		}
		rng.Shuffle(len(squares), func(i, j int) { squares[i], squares[j] = squares[j], squares[i] })
		w.Types(strings.Join(squares, "\r") + "\r")
		time.Sleep(time.Duration(rng.IntN(200)) * time.Millisecond)
		_ = w.Cmd.Process.Kill()
		<-w.Done
		now := journalled(t, folder)
		for id, n := range archived(t, folder) {
			now[id] = max(now[id], n)
		}
		for id, n := range known {
			if now[id] < n {
				t.Fatalf("seed %d, kill %d: game %s has %d plies, before %d", seed, i, id, now[id], n)
			}
			if n == 0 {
				delete(known, id) // a game without a move is nothing
			}
		}
		for id, n := range now {
			if n > 0 {
				known[id] = n
			}
		}
	}
	if len(known) < kills/4 {
		t.Errorf("only %d games in %d sittings", len(known), kills)
	}
	if err := tidy(folder); err != nil {
		t.Fatal(err)
	}
	open := gameplay.ListUnfinished(folder, catalog.Lookup)
	kept := archived(t, folder)
	for id := range known {
		unfinished := slices.ContainsFunc(open, func(u gameplay.Unfinished) bool { return u.Game.ID() == id })
		if _, ok := kept[id]; ok == unfinished {
			t.Errorf("seed %d: game %s is in the archive: %v, and to be continued: %v", seed, id, ok, unfinished)
		}
	}
	t.Logf("%d games in %d sittings, %d in the archive, %d to be continued", len(known), kills, len(kept), len(open))
	ids := idsOf(t, filepath.Join(home, "g.pgn"))
	if slices.Sort(ids); len(slices.Compact(slices.Clone(ids))) != len(ids) {
		t.Errorf("a game is in the file of --pgn twice: %v", ids)
	}
}

// idsOf returns the tags of the games of a PGN file.
func idsOf(t *testing.T, path string) (ids []string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for game, err := range record.ReadPGN(bytes.NewReader(text), tictactoe.Game{}) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, game.Tag("GameId"))
	}
	return ids
}
