package measure

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/games/tictactoe"
	"apprentice/selfplay/run"
)

// places measures generations of a new run and returns what the run keeps.
func places(t *testing.T, workers int, generations ...int) []run.External {
	t.Helper()
	file := clitest.NewRun(t, 2)
	m := &Measurer{Game: tictactoe.Game{}, File: file, Workers: workers, Progress: func(int, int, int) {}}
	for _, n := range generations {
		if err := m.Generation(t.Context(), n, 120); err != nil {
			t.Fatal(err)
		}
	}
	all, err := file.Externals()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// A place depends on the network alone: not on the number of workers, on what
// else was measured, on the order, or on a second attempt.
func TestPlacesAreEqual(t *testing.T) {
	want := places(t, 1, 0, 1, 2)
	if len(want) != 3 {
		t.Fatalf("places %+v", want)
	}
	ignored := cmpopts.IgnoreFields(run.External{}, "Measured")
	if diff := cmp.Diff(want, places(t, 3, 2, 1, 0, 1, 2), ignored); diff != "" {
		t.Errorf("in another order, by 3 workers (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want[1:2], places(t, 2, 1), ignored); diff != "" {
		t.Errorf("alone (-want +got):\n%s", diff)
	}
}

// Each generation meets each anchor once, with all of its matches in the run and
// on the scale.
func TestMeasuresOnce(t *testing.T) {
	file := clitest.NewRun(t, 2)
	before, err := file.Matches()
	if err != nil {
		t.Fatal(err)
	}
	said := map[int]bool{}
	m := &Measurer{Game: tictactoe.Game{}, File: file, Workers: 1, Progress: func(generation, done, planned int) {
		said[generation] = true
		if done < 1 || done > planned {
			t.Errorf("%d of %d games", done, planned)
		}
	}}
	for range 2 {
		if err := m.Generation(t.Context(), 1, 120); err != nil {
			t.Fatal(err)
		}
	}
	after, err := file.Matches()
	if err != nil {
		t.Fatal(err)
	}
	met, games := map[string]int{}, 0
	for _, match := range after[len(before):] {
		met[match.B]++
		games += match.Games
		if match.A != "gen:1" || match.Scale < 1 || match.Generation != 1 || match.ASHA == "" {
			t.Errorf("match %+v", match)
		}
	}
	h, err := chronicle.ReadHistory(file)
	if err != nil {
		t.Fatal(err)
	}
	if s := h.Strengths[1]; len(met) != len(after)-len(before) || s.Games != games || games < 120 || len(said) != 1 || !said[1] {
		t.Errorf("place %+v by %d games, met %v, reported %v", s, games, met, said)
	}
}

// A measurement that is broken off leaves nothing behind.
func TestBrokenOff(t *testing.T) {
	file := clitest.NewRun(t, 1)
	before, err := file.Matches()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	m := &Measurer{Game: tictactoe.Game{}, File: file, Workers: 1, Progress: func(_, done, _ int) {
		if done == 50 {
			cancel()
		}
	}}
	if err := m.Generation(ctx, 1, 120); err == nil {
		t.Error("no error")
	}
	after, err := file.Matches()
	if err != nil || len(after) != len(before) {
		t.Errorf("%d matches, error %v; there were %d", len(after), err, len(before))
	}
	if all, err := file.Externals(); err != nil || len(all) != 0 {
		t.Errorf("places %v, error %v", all, err)
	}
}
