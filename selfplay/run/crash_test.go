package run

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	osexec "os/exec"
	"slices"
	"testing"
	"time"
)

// Units of a generation in the crash test: small, so that kills also hit the
// end of one.
const crashUnits = 12

// TestCrashWriter is no test of its own but the process that TestCrash kills:
// it carries on the run that its argument names until it is killed, and prints
// the number of every unit once it is committed.
func TestCrashWriter(t *testing.T) {
	if flag.NArg() != 1 {
		t.Skip("runs as a child of TestCrash")
	}
	f, err := Open(flag.Arg(0))
	must(t, err)
	for {
		g, begun, err := f.Last()
		must(t, err)
		if !begun || g.State == Done {
			_, player, err := f.NetworkOf(g.Number)
			must(t, err)
			g = Generation{Number: g.Number + 1, Player: player, Units: crashUnits}
			must(t, f.Begin(g))
		}
		units, err := f.Units(g.Number)
		must(t, err)
		for unit := range crashUnits {
			if slices.Contains(units, unit) {
				continue
			}
			must(t, f.AddShard(testShard(g.Number, unit)))
			fmt.Printf("%d %d\n", g.Number, unit)
		}
		must(t, f.Finish(g, testNetwork(g.Number)))
	}
}

func TestCrash(t *testing.T) {
	f := newRun(t)
	path := closed(t, f)
	const seed = 3
	rng := rand.New(rand.NewPCG(seed, seed))
	committed := map[[2]int]bool{}
	rounds := 10
	if testing.Short() {
		rounds = 3
	}
	for round := range rounds {
		crash(t, path, time.Duration(rng.IntN(60_000))*time.Microsecond, committed)

		f, err := Open(path)
		if err != nil {
			t.Fatalf("seed %d, after crash %d: %v", seed, round, err)
		}
		consistent(t, f)
		generations, err := f.Generations()
		must(t, err)
		for _, g := range generations {
			units, err := f.Units(g.Number)
			must(t, err)
			for _, unit := range units {
				delete(committed, [2]int{g.Number, unit})
			}
			if g.State == Done && (len(units) != crashUnits || g.Network != Sum(testNetwork(g.Number))) {
				t.Errorf("seed %d, crash %d: generation %d done with %d units and network %.12s", seed, round, g.Number, len(units), g.Network)
			}
		}
		if len(committed) > 0 {
			t.Errorf("seed %d, crash %d: committed and lost: %v", seed, round, committed)
		}
		must(t, f.Close())
	}
}

// crash lets a child write to the run and kills it some time after its first
// commit. It adds the units that the child reported to committed.
func crash(t *testing.T, path string, after time.Duration, committed map[[2]int]bool) {
	t.Helper()
	child := osexec.Command(os.Args[0], "-test.run=^TestCrashWriter$", path)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	first := true
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var unit [2]int
		if _, err := fmt.Sscanf(lines.Text(), "%d %d", &unit[0], &unit[1]); err != nil {
			t.Errorf("the writer says: %s", lines.Text())
			continue
		}
		committed[unit] = true
		if !first {
			continue
		}
		first = false
		if _, err := Open(path); !errors.Is(err, ErrInUse) {
			t.Errorf("Open beside another process's writer: %v, want ErrInUse", err)
		}
		reader, err := OpenReadOnly(path)
		must(t, err)
		consistentBlobs(t, reader)
		must(t, reader.Close())
		time.AfterFunc(after, func() { child.Process.Kill() })
	}
	if first {
		t.Error("the writer committed nothing")
	}
	child.Wait() // killed: an error by design
	if child.ProcessState.Success() {
		t.Error("the writer ended by itself")
	}
}
