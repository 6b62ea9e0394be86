package archive

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/cmd/apprentice/internal/files"
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

// What an export that is killed at any moment leaves is the file that was there
// before, or the new one, whole; the same command then writes it.
func TestExportSurvivesKills(t *testing.T) {
	from := randomRun(t, 10, 500)
	for _, test := range []struct {
		name string
		args []string
		old  []byte                            // nil: no file, since the command replaces none
		read func(path string) ([]byte, error) // what is in a whole file
	}{
		{"games", []string{"games", "export"}, []byte("[Event \"old\"]\n\n*\n\n"), os.ReadFile},
		{"network", []string{"games", "network", "--generation", "0"}, []byte("old"), os.ReadFile},
		{"copy", []string{"games", "copy"}, nil, func(path string) ([]byte, error) {
			if _, err := os.Stat(path); err != nil {
				return nil, err
			}
			out, err := exec.Command("apprentice", "games", "check", path).CombinedOutput()
			return out, err
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "x.out")
			args := slices.Concat(test.args, []string{"--run", from, "--out", path})
			killExports(t, args, path, test.old, test.read)
			if left := leftovers(t, folder); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// killExports kills a command that writes the file at path again and again.
func killExports(t *testing.T, args []string, path string, old []byte, read func(string) ([]byte, error)) {
	t.Helper()
	kills := clitest.Kills(t, 6)
	const seed = 4
	rng := rand.New(rand.NewPCG(seed, 0))
	export := func() {
		t.Helper()
		if out, err := exec.Command("apprentice", args...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	took := time.Hour
	for range 3 { // the fastest says best how long it takes on a busy machine
		remove(path)
		began := time.Now()
		export()
		took = min(took, time.Since(began))
	}
	whole, err := read(path)
	if err != nil || len(whole) <= len(old) {
		t.Fatalf("%d bytes, %v", len(whole), err)
	}
	killed, partial, most := 0, 0, 0
	for i := range kills {
		remove(path)
		before := old
		if i%2 == 0 {
			before = nil
		}
		if before != nil {
			if err := os.WriteFile(path, before, 0o644); err != nil {
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
		left := leftovers(t, filepath.Dir(path))
		most = max(most, len(left))
		if slices.ContainsFunc(left, func(name string) bool { return !strings.HasSuffix(name, ".lock") }) {
			partial++ // of this kill or one before; a lock alone says nothing
		}
		got, err := read(path)
		if os.IsNotExist(err) {
			got, err = nil, nil
		}
		if err != nil || !bytes.Equal(got, before) && !bytes.Equal(got, whole) {
			t.Fatalf("seed %d, kill %d: %d of %d bytes, %v", seed, i, len(got), len(whole), err)
		}
	}
	if killed < kills/4 {
		t.Errorf("only %d of %d commands were killed", killed, kills)
	}
	if most > mostLeft {
		t.Errorf("%d files were left at a time; want at most %d", most, mostLeft)
	}
	t.Logf("%d of %d commands were killed; after %d part of a file lay there; at most %d files were left at a time", killed, kills, partial, most)
	remove(path)
	export()
	if got, err := read(path); err != nil || !bytes.Equal(got, whole) {
		t.Errorf("%d of %d bytes, %v", len(got), len(whole), err)
	}
}

// remove removes a file, and the lock that goes with it by its number if it was a run
// whose process was killed: without the run nobody asks for that.
func remove(path string) {
	os.Remove(path)
	locks, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".run-*.lock"))
	for _, lock := range locks {
		os.Remove(lock)
	}
}

// mostLeft is how many files a killed command leaves until the next one of the same
// file: what it was writing with its log, or the logs of a run, and two locks.
const mostLeft = 5

// leftovers are the names of the files in a folder but for the export itself.
func leftovers(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if name := e.Name(); name != "x.out" {
			names = append(names, name)
		}
	}
	return names
}

// Of exports to one file at a time, one writes it, and those that find it at work
// are refused and told who has it.
func TestExportTogether(t *testing.T) {
	from := randomRun(t, 4, 500)
	folder := t.TempDir()
	path := filepath.Join(folder, "x.out")
	network := []string{"games", "network", "--run", from, "--generation", "0", "--out", path}
	export := []string{"games", "export", "--run", from, "--out", path}

	lock, err := files.Lock(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{export, network} {
		out, err := exec.Command("apprentice", args...).CombinedOutput()
		if want := fmt.Sprintf("apprentice: %s is in use by process %d since ", path, os.Getpid()); clitest.ExitCode(err) != 2 || !strings.HasPrefix(string(out), want) {
			t.Errorf("%v: %v, %q; want %q", args, err, out, want)
		}
	}
	lock.Release()

	var all sync.WaitGroup
	var wrote atomic.Int32
	for range 4 {
		all.Go(func() {
			switch out, err := exec.Command("apprentice", export...).CombinedOutput(); {
			case err == nil:
				wrote.Add(1)
			case !strings.Contains(string(out), " is in use by "): // whose number may not be written yet
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	all.Wait()
	text, err := os.ReadFile(path)
	if n := bytes.Count(text, []byte("[Event ")); err != nil || n != 2000 || wrote.Load() == 0 {
		t.Errorf("%d games, %v; %d commands wrote them", n, err, wrote.Load())
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
