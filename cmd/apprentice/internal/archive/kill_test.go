package archive

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/games"
	"apprentice/games/record"
	"apprentice/games/tictactoe"
	"apprentice/selfplay/run"
)

func TestMain(m *testing.M) {
	clitest.Main(m, clitest.Program(func() []*cobra.Command { return []*cobra.Command{New("")} }))
}

// randomRun returns a run with a generation of random games.
func randomRun(t *testing.T, units, each int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "r.run")
	g := tictactoe.Game{}
	file, err := run.Create(path, run.Config{Game: g.Name(), InputSet: g.InputSet(), Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	blob, player := clitest.NetworkFile(t, g, 0)
	if err := file.AddNetwork(player, 0, blob); err != nil {
		t.Fatal(err)
	}
	if err := file.Begin(run.Generation{Number: 1, Player: player, Units: units, WindowFrom: 1, Hidden: 32}); err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 0))
	for unit := range units {
		shard := run.Shard{Generation: 1, Unit: unit, Games: each, Seconds: 1}
		played := make([]record.Game, each)
		for i := range played {
			played[i] = randomGame(rng, uint64(unit*each+i))
			shard.Plies += int64(len(played[i].Plies))
			switch winner, won := played[i].Outcome.Winner(games.First); {
			case !won:
				shard.Draws++
			case winner == games.First:
				shard.FirstWins++
			default:
				shard.SecondWins++
			}
		}
		shard.Blob = record.EncodeShard(played)
		if err := file.AddShard(shard); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// randomGame is a game of random moves to its end.
func randomGame(rng *rand.Rand, index uint64) record.Game {
	pos := tictactoe.Game{}.Start()
	played := record.Game{Generation: 1, Index: index}
	for !pos.Outcome().Over() {
		moves := pos.Moves(nil, games.AllMoves)
		m := moves[rng.IntN(len(moves))]
		pos.Make(m, nil)
		played.Plies = append(played.Plies, record.Ply{Move: m})
	}
	played.Outcome = record.ForFirst(pos.Outcome(), pos.Side())
	return played
}

// An export that is killed at any moment leaves the file that was there before,
// or the new one, whole; the same command then writes it.
func TestExportSurvivesKills(t *testing.T) {
	kills := clitest.Kills(t, 10)
	const seed = 4
	rng := rand.New(rand.NewPCG(seed, 0))
	from := randomRun(t, 40, 500)
	folder := t.TempDir()
	path := filepath.Join(folder, "x.pgn")
	args := []string{"games", "export", "--run", from, "--out", path}
	began := time.Now()
	if out, err := exec.Command("apprentice", args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	took := time.Since(began)
	whole, err := os.ReadFile(path)
	if err != nil || bytes.Count(whole, []byte("[Event ")) != 40*500 {
		t.Fatalf("%d games, %v", bytes.Count(whole, []byte("[Event ")), err)
	}
	olds := [][]byte{nil, []byte("[Event \"old\"]\n\n*\n\n")} // nil: no file
	killed, partial := 0, 0
	for i := range kills {
		old := olds[i%len(olds)]
		os.Remove(path)
		if old != nil {
			if err := os.WriteFile(path, old, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		cmd := exec.Command("apprentice", args...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rng.Int64N(int64(took * 3 / 2))))
		cmd.Process.Kill()
		if cmd.Wait() != nil {
			killed++
		}
		got, err := os.ReadFile(path)
		if os.IsNotExist(err) {
			got, err = nil, nil
		}
		if err != nil || !bytes.Equal(got, old) && !bytes.Equal(got, whole) {
			t.Fatalf("seed %d, kill %d: %d of %d bytes, %v", seed, i, len(got), len(whole), err)
		}
		if left := leftovers(t, folder); len(left) > 0 {
			partial++
		}
	}
	if killed < kills/4 {
		t.Errorf("only %d of %d exports were killed", killed, kills)
	}
	t.Logf("%d exports were killed, %d of them while they wrote", killed, partial)
	if out, err := exec.Command("apprentice", args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, whole) {
		t.Errorf("%d of %d bytes, %v", len(got), len(whole), err)
	}
	if left := leftovers(t, folder); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// leftovers are the names of the files in a folder but for the export itself.
func leftovers(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".pgn") {
			names = append(names, e.Name())
		}
	}
	return names
}

// Exports to one file at a time are all right: each puts a whole file there.
func TestExportTogether(t *testing.T) {
	from := randomRun(t, 4, 500)
	folder := t.TempDir()
	path := filepath.Join(folder, "x.pgn")
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if out, err := exec.Command("apprentice", "games", "export", "--run", from, "--out", path).CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	all.Wait()
	text, err := os.ReadFile(path)
	if n := bytes.Count(text, []byte("[Event ")); err != nil || n != 2000 {
		t.Errorf("%d games, %v", n, err)
	}
	if left := leftovers(t, folder); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// The last games of a run are those of its first generation until that has a
// network. Without any generation there are none.
func TestLastGames(t *testing.T) {
	from := randomRun(t, 1, 10)
	for _, args := range [][]string{{"list"}, {"list", "--generation", "1"}, {"export"}, {"export", "--index", "3"}} {
		out, err := exec.Command("apprentice", append([]string{"games", args[0], from}, args[1:]...)...).Output()
		if err != nil || bytes.Count(out, []byte("\n")) < 8 {
			t.Errorf("%v: %v\n%s", args, err, out)
		}
	}
	empty := filepath.Join(t.TempDir(), "empty.run")
	g := tictactoe.Game{}
	file, err := run.Create(empty, run.Config{Game: g.Name(), InputSet: g.InputSet(), Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"list", "export", "replay"} {
		out, err := exec.Command("apprentice", "games", name, empty).CombinedOutput()
		if want := "apprentice: " + empty + " has no games yet\n"; clitest.ExitCode(err) != 2 || string(out) != want {
			t.Errorf("%s: %v, %q; want %q", name, err, out, want)
		}
	}
}
