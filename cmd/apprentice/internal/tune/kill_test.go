package tune

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"apprentice/cmd/apprentice/internal/clitest"
)

// A tuning that is killed and interrupted again and again, at any moment, has a
// state that it can go on from each time, of as many pairs as before or more,
// and comes to the end of one that never was.
func TestTuneSurvivesKills(t *testing.T) {
	kills := clitest.Kills(t, 10)
	const seed = 2
	rng := rand.New(rand.NewPCG(seed, 0))
	folder := t.TempDir()
	state := filepath.Join(folder, "state")
	args := []string{"tune", "--game", "chess", "--nodes", "20", "--pairs", "40", "--workers", "1", "--state"}
	whole := filepath.Join(t.TempDir(), "whole")
	if _, err := runTune(t.Context(), append(args[1:len(args):len(args)], whole)...); err != nil {
		t.Fatal(err)
	}
	args = append(args, state)
	before := 0
	for i := range kills {
		cmd := exec.Command("apprentice", args...)
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rng.IntN(600)) * time.Millisecond)
		if i%4 == 3 { // let it save what it has come to
			cmd.Process.Signal(os.Interrupt)
		} else {
			cmd.Process.Kill()
		}
		if err := cmd.Wait(); clitest.ExitCode(err) > 0 {
			t.Fatalf("seed %d, sitting %d: %s", seed, i, &out)
		}
		if _, err := os.Stat(state); err != nil {
			continue // killed before it began
		}
		if saved := savedTuning(t, state); saved.Pairs < before {
			t.Fatalf("seed %d, sitting %d: %d pairs; %d before", seed, i, saved.Pairs, before)
		} else {
			before = saved.Pairs
		}
	}
	if _, err := runTune(t.Context(), args[1:]...); err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	if a, b := savedTuning(t, whole), savedTuning(t, state); a.Pairs != b.Pairs || !maps.Equal(a.Values, b.Values) {
		t.Errorf("seed %d: %d pairs, %v; never killed: %d pairs, %v", seed, b.Pairs, b.Values, a.Pairs, a.Values)
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if name := entry.Name(); name != "state" {
			t.Errorf("%s was left behind", name)
		}
	}
}
