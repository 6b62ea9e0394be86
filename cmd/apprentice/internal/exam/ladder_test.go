package exam

import (
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/eval/engine"
	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/xiangqi"
	"apprentice/selfplay/run"
)

// The engines that people have, in games too short to be decided often: rungs
// with an Elo and those without are played, and the result is in the run.
func TestLaddersWithRealEngines(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a while")
	}
	for _, g := range []games.Game{chess.Game{}, xiangqi.Game{}} {
		t.Run(g.Name(), func(t *testing.T) {
			l, ok := catalog.LadderOf(g)
			if !ok {
				t.Fatal("no ladder")
			}
			name := l.Rungs[0].Engine()
			if _, err := exec.LookPath(filepath.Join("/usr/games", name)); err != nil {
				t.Skip(err)
			}
			path := filepath.Join(t.TempDir(), "t.run")
			file, err := run.Create(path, run.Config{Game: g.Name(), InputSet: g.InputSet(), Seed: 5})
			if err != nil {
				t.Fatal(err)
			}
			blob, sha := clitest.NetworkFile(t, g, 0)
			if err := file.AddNetwork(sha, 0, blob); err != nil {
				t.Fatal(err)
			}
			file.Close()

			out, err := clitest.Run(t.Context(), New(""), "ladder", "--run", path, "--generation", "0", "--games", "2", "--nodes", "30",
				"--max-plies", "30", "--random-plies", "2", "--concurrency", "1", "--hash", "1")
			if errors.Is(err, engine.ErrSilent) {
				t.Skip("the machine is too busy to start engines: ", err)
			} else if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			file, err = run.OpenReadOnly(path)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			found, err := file.Externals()
			if err != nil || len(found) != 1 || found[0].Scale != g.Name() || found[0].Games < 2 || !(found[0].High < 2500) {
				t.Errorf("%+v, %v\n%s", found, err, out)
			}
			if strings.Contains(out, "fault") {
				t.Error(out)
			}
		})
	}
}
