package selfplay

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/tictactoe"
	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"

	"github.com/google/go-cmp/cmp"
)

// tinyRun runs some tiny generations without a break and returns what they
// made.
func tinyRun(t testing.TB, g games.Game, workers, generations int) made {
	t.Helper()
	f := newFile(t, g, 5)
	must(t, runTiny(t.Context(), t, Options{Game: g, File: f, Workers: workers, Generations: generations}))
	sound(t, g, f)
	return madeBy(t, f)
}

// All workers together make what one makes: the same games and networks.
func TestRunWorkers(t *testing.T) {
	for _, tt := range []struct {
		game        games.Game
		generations int
	}{{tictactoe.Game{}, 3}, {chess.Game{}, 2}} {
		if testing.Short() && tt.game.Name() == "chess" {
			continue
		}
		want := tinyRun(t, tt.game, 1, tt.generations)
		seen := map[string]bool{}
		for n, sha := range want.Networks {
			if sha == "" || seen[sha] {
				t.Errorf("%s: network %q of generation %d", tt.game.Name(), sha, n)
			}
			seen[sha] = true
		}
		for _, s := range want.States {
			if s != run.Done {
				t.Errorf("%s: states %v", tt.game.Name(), want.States)
			}
		}
		for workers := 2; workers <= 3; workers++ {
			if testing.Short() && workers > 2 {
				continue
			}
			if diff := cmp.Diff(want, tinyRun(t, tt.game, workers, tt.generations)); diff != "" {
				t.Errorf("%s: %d workers (-one +several):\n%.2000s", tt.game.Name(), workers, diff)
			}
		}
	}
}

// The seed of the run decides its first network and its games.
func TestRunSeed(t *testing.T) {
	g := tictactoe.Game{}
	var runs []made
	for _, seed := range []uint64{1, 1, 2} {
		f := newFile(t, g, seed)
		must(t, runTiny(t.Context(), t, Options{Game: g, File: f, Workers: 1, Generations: 1}))
		runs = append(runs, madeBy(t, f))
	}
	if diff := cmp.Diff(runs[0], runs[1]); diff != "" {
		t.Errorf("seed 1 makes two runs:\n%.2000s", diff)
	}
	for n := range runs[0].Networks {
		if runs[0].Networks[n] == runs[2].Networks[n] {
			t.Errorf("seeds 1 and 2 make the same network of generation %d", n)
		}
	}
}

// The schedule itself, from nothing: generations as planned, and the same ones
// whether they are made in one sitting, which keeps its window in memory, or
// in a sitting each.
func TestRunSchedule(t *testing.T) {
	if testing.Short() {
		t.Skip("plays some thousand games")
	}
	g := tictactoe.Game{}
	f := newFile(t, g, 3)
	var measured []int
	const last = 4
	o := Options{Game: g, File: f, Workers: 2, Generations: last, Samples: t.TempDir(), Measure: func(_ context.Context, n, _ int) (Strength, error) {
		measured = append(measured, n)
		return Strength{}, nil
	}}
	must(t, Run(t.Context(), o))
	sound(t, g, f)
	all, err := f.Generations()
	must(t, err)
	if len(all) != last || !cmp.Equal(measured, []int{1, 2, 3, 4}) {
		t.Fatalf("%d generations, measured %v", len(all), measured)
	}
	wall := 0.0
	for i, got := range all {
		plan := NewRecipe(nil).Plan(i + 1)
		_, player, err := f.NetworkOf(i)
		must(t, err)
		if got.Units != plan.Units || got.Games != int64(plan.Units*UnitGames) || got.Hidden != plan.Hidden ||
			got.WindowFrom != plan.From || got.State != run.Done || got.Player != player || got.Finished.Before(got.Started) {
			t.Errorf("generation %d: %+v, planned %+v", i+1, got, plan)
		}
		if !(got.Loss > 0 && got.Loss < 0.3 && got.HeldOut > 0 && got.HeldOut < 0.3) {
			t.Errorf("generation %d: losses %g and %g", i+1, got.Loss, got.HeldOut)
		}
		wall += got.PlaySeconds + got.LearnSeconds + got.MeasureSeconds
		if got.PlaySeconds <= 0 || got.LearnSeconds <= 0 || got.WallSeconds < 0.999*wall || got.WallSeconds > 1.001*wall {
			t.Errorf("generation %d: %g s of play, %g s of learning, %g s in all of %g", i+1, got.PlaySeconds, got.LearnSeconds, got.WallSeconds, wall)
		}
	}
	if before, after := losses(t, o, 0, 400), losses(t, o, last, 400); before < 50 || after > 0 {
		t.Errorf("%d of 1000 games are lost against a perfect player before learning, %d after it; want many, then none", before, after)
	}

	want := madeBy(t, f)
	must(t, Run(t.Context(), o))
	if diff := cmp.Diff(want, madeBy(t, f)); diff != "" {
		t.Errorf("a run that has reached its bound went on:\n%.1000s", diff)
	}

	again := Options{Game: g, File: newFile(t, g, 3), Workers: 2, Samples: t.TempDir()}
	for again.Generations = 1; again.Generations <= last; again.Generations++ {
		must(t, Run(t.Context(), again))
	}
	if diff := cmp.Diff(want, madeBy(t, again.File)); diff != "" {
		t.Errorf("(-in one sitting +in one each):\n%.2000s", diff)
	}
}

// A generation under way goes on by the plan that it was begun with, and with
// the plan gone it fails with a sentence that says so.
func TestRunUnknownPlan(t *testing.T) {
	g := tictactoe.Game{}
	o := Options{Game: g, File: newFile(t, g, 1), Workers: 1, Generations: 1}
	begin(t, o, 1, tinyPlan(g, 1))
	row, err := o.File.Generation(1)
	must(t, err)
	row.Plan = "{"
	must(t, o.File.Update(row))
	if err := Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), "plan of generation 1") {
		t.Errorf("Run: %v", err)
	}
}

// Report is told everything that happens in order, one thing at a time.
func TestReport(t *testing.T) {
	g := tictactoe.Game{}
	var busy atomic.Int32
	var got []Status
	o := Options{Game: g, File: newFile(t, g, 1), Workers: 3, Generations: 1, Report: func(s Status) {
		if busy.Add(1) != 1 {
			t.Error("Report is called twice at once")
		}
		runtime.Gosched()
		got = append(got, s)
		busy.Add(-1)
	}}
	must(t, runTiny(t.Context(), t, o))
	phases := []run.State{run.Playing, run.Learning, run.Measuring, run.Done}
	phase, before, count := 0, Status{}, map[run.State]int{}
	for i, s := range got {
		for phase < len(phases) && s.Phase != phases[phase] {
			phase++
		}
		if phase == len(phases) || s.Generation != 1 {
			t.Fatalf("status %d: %+v after %+v", i, s, before)
		}
		if s.Phase == before.Phase && (s.Share() < before.Share() || s.Seconds < before.Seconds || s.Games < before.Games) {
			t.Errorf("status %d: %+v falls behind %+v", i, s, before)
		}
		before = s
		if s.Read == 0 {
			count[s.Phase]++
		}
	}
	plan := tinyPlan(g, 1)
	want := map[run.State]int{run.Playing: 1 + plan.Units, run.Learning: 1 + plan.Epochs, run.Measuring: 1, run.Done: 1}
	if diff := cmp.Diff(want, count); diff != "" {
		t.Errorf("reports by phase (-want +got):\n%s", diff)
	}
	last := got[plan.Units]
	if row, err := o.File.Generation(1); err != nil || last.UnitsDone != plan.Units || last.Games != row.Games || last.Positions != row.Positions {
		t.Errorf("at the end of play %+v, in the run %d games (%v)", last, row.Games, err)
	}
}

// Whatever goes wrong with measuring, the run goes on, says so and makes the
// same networks.
func TestMeasureFails(t *testing.T) {
	g := tictactoe.Game{}
	want := tinyRun(t, g, 1, 2)
	calls := 0
	o := Options{Game: g, File: newFile(t, g, 5), Workers: 1, Generations: 2, Measure: func(context.Context, int, int) (Strength, error) {
		calls++
		return Strength{}, errors.New("no opponent")
	}}
	must(t, runTiny(t.Context(), t, o))
	if diff := cmp.Diff(want, madeBy(t, o.File)); diff != "" || calls != 2 {
		t.Errorf("after %d measurements (-undisturbed +failed):\n%.2000s", calls, diff)
	}
	if texts := warnings(t, o.File); len(texts) != 2 || texts[0] != "no opponent" {
		t.Errorf("warnings %q", texts)
	}
}

// warnings returns the warnings in the log book of a run.
func warnings(t testing.TB, f *run.File) []string {
	t.Helper()
	events, err := f.Events()
	must(t, err)
	var texts []string
	for _, e := range events {
		if w, ok := e.Data.(event.Warning); ok {
			texts = append(texts, w.Text)
		}
	}
	return texts
}

// A network that lost to its parent is kept and named, and the parent plays the
// next games.
func TestMeasureLost(t *testing.T) {
	g := tictactoe.Game{}
	o := Options{Game: g, File: newFile(t, g, 5), Workers: 1, Generations: 2, Measure: func(_ context.Context, n, _ int) (Strength, error) {
		return Strength{Lost: n == 1}, nil
	}}
	must(t, runTiny(t.Context(), t, o))
	first, err := o.File.Generation(1)
	must(t, err)
	second, err := o.File.Generation(2)
	must(t, err)
	_, random, err := o.File.NetworkOf(0)
	must(t, err)
	if first.Verdict != verdictLost || first.Network != random || second.Player != random || second.Verdict != "" || second.Network == random {
		t.Errorf("generation 1 is %q with network %.8s, generation 2 was played by %.8s; the random one is %.8s", first.Verdict, first.Network, second.Player, random)
	}
	sound(t, g, o.File)
}
