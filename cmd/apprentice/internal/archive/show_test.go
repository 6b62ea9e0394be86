package archive

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/games"
	"apprentice/games/gametest"
	"apprentice/games/record"
	"apprentice/selfplay/run"
)

// playedRun writes a run of random games of g.
func playedRun(t *testing.T, g games.Game) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "t.run")
	file, err := run.Create(path, run.Config{Game: g.Name(), InputSet: g.InputSet(), Seed: 5})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rng := rand.New(rand.NewPCG(3, 0))
	var played []record.Game
	shard := run.Shard{Generation: 1, Games: 5}
	for i := range shard.Games {
		p := record.Game{Generation: 1, Index: uint64(i), Outcome: games.Outcome{Result: games.Draw, Reason: games.PlyCap}}
		pos := g.Start()
		for j, m := range gametest.RandomGame(g, rng, 150) {
			p.Plies = append(p.Plies, record.Ply{Move: m, Value: int16(j), Flags: record.HasValue})
			pos.Make(m, nil)
		}
		if o := record.ForFirst(pos.Outcome(), pos.Side()); o.Over() {
			p.Outcome = o
		}
		played = append(played, p)
		shard.Plies += int64(len(p.Plies))
	}
	shard.Blob = record.EncodeShard(played)
	shard.Draws = shard.Games
	blob, player := clitest.NetworkFile(t, g, 0)
	for _, err := range []error{
		file.AddNetwork(player, 0, blob),
		file.Begin(run.Generation{Number: 1, Player: player, Units: 1, WindowFrom: 1, Hidden: 32}),
		file.AddShard(shard),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// output runs games and returns what it writes.
func output(t *testing.T, args ...string) string {
	t.Helper()
	out, err := clitest.Run(t.Context(), New(""), args...)
	if err != nil {
		t.Fatalf("%q: %v", args, err)
	}
	return out
}

// TestExportIsReadBack exports games in every notation and lets games show read
// them: the same games, and the same text in the first notation whichever one
// they were written in.
func TestExportIsReadBack(t *testing.T) {
	for _, name := range catalog.Names() {
		g, err := catalog.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		path := playedRun(t, g)
		first := output(t, "export", "--run", path, "--generation", "1")
		if n := strings.Count(first, "[PlyCount "); n != 5 {
			t.Fatalf("%s: %d games in\n%s", name, n, first)
		}
		flags := [][]string{nil}
		if styled, ok := g.(games.Styled); ok {
			for _, s := range styled.Styles() {
				f := []string{"--notation", s.Name}
				if s.Ranks != "" {
					f = append(f, "--ranks", s.Ranks)
				}
				flags = append(flags, f)
			}
		}
		for _, f := range flags {
			text := output(t, append([]string{"export", "--run", path, "--generation", "1"}, f...)...)
			file := filepath.Join(t.TempDir(), "t.pgn")
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(text, output(t, append([]string{"show", "--game", name, file}, f...)...)); diff != "" {
				t.Errorf("%s, %q, read and written again (-want +got):\n%s", name, f, diff)
			}
			if diff := cmp.Diff(first, output(t, "show", "--game", name, file)); diff != "" {
				t.Errorf("%s, %q, in the first notation (-want +got):\n%s", name, f, diff)
			}
			one := output(t, append([]string{"show", "--run", path, "--generation", "1", "--index", "2"}, f...)...)
			if !strings.Contains(text, one) || one == text {
				t.Errorf("%s, %q: game 2 is not among the games:\n%s", name, f, one)
			}
		}
	}
}
