package selfplay

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"apprentice/games/tictactoe"
	"apprentice/selfplay/run"

	"github.com/google/go-cmp/cmp"
)

// The week that the soak simulates: the clock of its runs is that much faster
// than the one on the wall.
const (
	week      = 7 * 24 * 3600.0 // seconds
	soakSpeed = 1500
	soakKills = 200
)

// soakChild is the variable of the environment that names the run of a process
// which this test starts and kills.
const soakChild = "APPRENTICE_SOAK_CHILD"

// soakOptions returns a run of tiny generations on a clock of soakSpeed. A unit
// is a generation, so that there are thousands of them.
func soakOptions(g tictactoe.Game, file *run.File, samples string) Options {
	begun := time.Now()
	awake := func() float64 { return time.Since(begun).Seconds() * soakSpeed }
	return Options{
		Game: g, File: file, Workers: 2, Samples: samples,
		Recipe: NewRecipe(Knobs{"units": 1, "growth": 1, "nodes": 5, "width": 32, "epochs": 1, "window": 0.02}),
		Awake:  awake,
	}
}

// TestSoakWeek lives through a simulated week in thousands of tiny generations,
// is killed 200 times on the way, and ends with what a run that nobody killed
// has.
func TestSoakWeek(t *testing.T) {
	if path := os.Getenv(soakChild); path != "" {
		soakSitting(t, path)
		return
	}
	if os.Getenv("APPRENTICE_SOAK") == "" {
		t.Skip("a soak: set APPRENTICE_SOAK=1")
	}
	g := tictactoe.Game{}
	path := filepath.Join(t.TempDir(), "week.run")
	file, err := run.Create(path, run.Config{Game: g.Name(), InputSet: g.InputSet(), Seed: 7, Version: "soak", Created: time.Now()})
	must(t, err)
	must(t, file.Close())

	rng := rand.New(rand.NewPCG(1, 1))
	kills, phases := 0, map[run.State]int{}
	var peak, size int64
	for sitting := 1; ; sitting++ {
		child := exec.Command(os.Args[0], "-test.run", "^TestSoakWeek$", "-test.timeout", "0")
		child.Env = append(os.Environ(), soakChild+"="+path)
		var out strings.Builder
		child.Stdout, child.Stderr = &out, &out
		must(t, child.Start())
		done := make(chan error, 1)
		go func() { done <- child.Wait() }()
		var ended error
		select {
		case ended = <-done:
		case <-time.After(killAfter(rng, kills)):
			peak = max(peak, residentOf(child.Process.Pid))
			must(t, child.Process.Kill())
			<-done
			kills++
			phases[phaseOf(t, path)]++
			if kills%20 == 0 {
				soundFile(t, g, path)
			}
			continue
		}
		if ended != nil {
			t.Fatalf("sitting %d: %v\n%s", sitting, ended, out.String())
		}
		break
	}
	soundFile(t, g, path)
	if info, err := os.Stat(path); err == nil {
		size = info.Size()
	}
	file, err = run.OpenReadOnly(path)
	must(t, err)
	defer file.Close()
	all, err := file.Generations()
	must(t, err)
	report(t, all, kills, phases, peak, size)
	if kills < soakKills || phases[run.Learning] == 0 {
		t.Errorf("%d kills, by phase %v: not enough to show anything", kills, phases)
	}

	// Nothing lost, nothing twice: the decisions of the run, repeated without a
	// kill, end with the same networks.
	script, err := Decisions(file)
	must(t, err)
	again := soakOptions(g, newFile(t, g, 7), t.TempDir())
	again.Script = script
	must(t, Run(t.Context(), again))
	n := len(script) + 1
	if diff := cmp.Diff(madeBy(t, file).Networks[:n], madeBy(t, again.File).Networks[:n]); diff != "" {
		t.Errorf("networks (-killed +undisturbed):\n%.2000s", diff)
	}
}

// soakSitting trains for what is left of the week.
func soakSitting(t *testing.T, path string) {
	g := tictactoe.Game{}
	file, err := run.Open(path)
	must(t, err)
	defer file.Close()
	all, err := file.Generations()
	must(t, err)
	spent := 0.0
	for _, row := range all {
		spent += positive(row.PlaySeconds) + positive(row.LearnSeconds) + positive(row.MeasureSeconds)
	}
	o := soakOptions(g, file, path+".samples")
	o.Left = func() float64 { return week - spent - o.Awake() }
	must(t, Run(context.Background(), o))
}

// killAfter returns how long a sitting lives: some moment in its first seconds,
// and to the end after all kills.
func killAfter(rng *rand.Rand, kills int) time.Duration {
	if kills >= soakKills {
		return time.Hour
	}
	return time.Duration(100+rng.IntN(1500)) * time.Millisecond
}

// phaseOf returns the phase in which a run was left.
func phaseOf(t *testing.T, path string) run.State {
	file, err := run.OpenReadOnly(path)
	must(t, err)
	defer file.Close()
	last, _, err := file.Last()
	must(t, err)
	return last.State
}

func soundFile(t *testing.T, g tictactoe.Game, path string) {
	t.Helper()
	file, err := run.OpenReadOnly(path)
	must(t, err)
	defer file.Close()
	sound(t, g, file)
}

// residentOf returns the resident memory of a process in bytes, 0 where the
// system does not say.
func residentOf(pid int) int64 {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			return kb << 10
		}
	}
	return 0
}

// report prints what the week came to, and fails where something drifted.
func report(t *testing.T, all []run.Generation, kills int, phases map[run.State]int, peak, size int64) {
	t.Helper()
	longest := 0.0
	takes := make([]float64, len(all))
	games := int64(0)
	for i, g := range all {
		takes[i] = positive(g.PlaySeconds) + positive(g.LearnSeconds) + positive(g.MeasureSeconds)
		longest = max(longest, takes[i])
		games += g.Games
	}
	n := len(all)
	early, late := middle(append([]float64(nil), takes[n/10:n/5]...), 0), middle(append([]float64(nil), takes[n*4/5:]...), 0)
	t.Logf("%d generations with %d games in a week of %d-fold speed on %d cores; %d kills, by phase %v",
		n, games, soakSpeed, runtime.NumCPU(), kills, phases)
	t.Logf("longest generation %.0f s, %.1f %% of the week; median of the second tenth %.0f s, of the last fifth %.0f s", longest, 100*longest/week, early, late)
	t.Logf("file %.1f MB, %.1f kB per generation; peak resident memory %.0f MB", float64(size)/1e6, float64(size)/1e3/float64(n), float64(peak)/1e6)
	if longest > week/10 {
		t.Errorf("a generation took %.0f s of the week", longest)
	}
	if n < 1000 {
		t.Errorf("%d generations are too few to show a drift", n)
	}
	if late > 4*early {
		t.Errorf("generations took %.0f s early and %.0f s late", early, late)
	}
}
