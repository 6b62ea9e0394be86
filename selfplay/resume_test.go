package selfplay

import (
	"context"
	"errors"
	"testing"

	"apprentice/agent/learn"
	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/tictactoe"
	"apprentice/selfplay/run"

	"github.com/google/go-cmp/cmp"
)

// reopen closes a run and opens it again, as another process would.
func reopen(t testing.TB, f *run.File) *run.File {
	t.Helper()
	must(t, f.Close())
	again, err := run.Open(f.Path())
	must(t, err)
	t.Cleanup(func() { again.Close() })
	return again
}

// A run that is interrupted again and again, in every phase, makes to the byte
// what an undisturbed one makes.
func TestRunInterrupted(t *testing.T) {
	for _, tt := range []struct {
		game                games.Game
		generations, trials int
		phases              []run.State
	}{
		{tictactoe.Game{}, 3, 6, []run.State{run.Playing, run.Learning, run.Measuring}},
		{chess.Game{}, 2, 2, nil},
	} {
		if testing.Short() {
			if tt.game.Name() == "chess" {
				continue
			}
			tt.trials, tt.generations = 2, 2
		}
		want := tinyRun(t, tt.game, 2, tt.generations)
		hit := map[run.State]int{} // interruptions by phase
		for seed := range uint64(tt.trials) {
			got := interruptedRun(t, tt.game, tt.generations, seed, hit)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, seed %d (-undisturbed +interrupted):\n%.2000s", tt.game.Name(), seed, diff)
			}
		}
		for _, phase := range tt.phases {
			if hit[phase] == 0 {
				t.Errorf("%s: interrupted by phase %v: no good test", tt.game.Name(), hit)
			}
		}
	}
}

// interruptedRun makes a run of tiny generations in many sittings, each of which
// ends after a random number of reports or while it measures.
func interruptedRun(t testing.TB, g games.Game, generations int, seed uint64, hit map[run.State]int) made {
	t.Helper()
	rng := newRand(seed)
	f := newFile(t, g, 5)
	samples := t.TempDir()
	for sitting := 0; ; sitting++ {
		if sitting > 200 {
			t.Fatalf("%s, seed %d: no end after %d sittings", g.Name(), seed, sitting)
		}
		ctx, cancel := context.WithCancel(t.Context())
		left, now := 1+rng.IntN(9), run.State("")
		o := Options{
			Game: g, File: f, Workers: 1 + rng.IntN(3), Generations: generations, Samples: samples,
			Report: func(s Status) {
				now = s.Phase
				if left--; left == 0 {
					cancel()
				}
			},
			Measure: func(ctx context.Context, n, _ int) (Strength, error) {
				if rng.IntN(2) == 0 {
					cancel()
				}
				return Strength{}, ctx.Err()
			},
		}
		err := runTiny(ctx, t, o)
		cancel()
		f = reopen(t, f)
		sound(t, g, f)
		if err == nil {
			return madeBy(t, f)
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("%s, seed %d, sitting %d: %v", g.Name(), seed, sitting, err)
		}
		hit[now]++
	}
}

// Learning goes on from its checkpoint: the epochs before it are not done
// again, and the network is the same.
func TestRunFromCheckpoint(t *testing.T) {
	g := tictactoe.Game{}
	want := tinyRun(t, g, 1, 1)
	plan := tinyPlan(g, 1)
	for epoch := 1; epoch <= plan.Epochs; epoch++ {
		o := Options{Game: g, File: newFile(t, g, 5), Workers: 2, Generations: 1}
		stopLearning(t, o)
		putCheckpoint(t, o, epoch, func(*learn.Options) {})

		var steps []int // of the reports
		o.Report = func(s Status) {
			if s.Phase == run.Learning && s.Progress.Step > 0 {
				steps = append(steps, s.Progress.Epoch)
			}
		}
		must(t, runTiny(t.Context(), t, o))
		if diff := cmp.Diff(want, madeBy(t, o.File)); diff != "" {
			t.Errorf("from the end of epoch %d (-undisturbed +resumed):\n%.2000s", epoch, diff)
		}
		if len(steps) != plan.Epochs-epoch || len(steps) > 0 && steps[0] != epoch+1 {
			t.Errorf("from the end of epoch %d: epochs %v were done", epoch, steps)
		}
	}
}

// stopLearning brings a run to where its first generation begins to learn.
func stopLearning(t testing.TB, o Options) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	o.Report = func(s Status) {
		if s.Phase == run.Learning {
			cancel()
		}
	}
	if err := runTiny(ctx, t, o); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

// putCheckpoint puts the checkpoint of an epoch of the first generation into
// the run, learnt with options that change may change.
func putCheckpoint(t testing.TB, o Options, epoch int, change func(*learn.Options)) {
	t.Helper()
	data, options := trainingOf(t, o, 1)
	change(&options)
	_, _, err := learn.Train(t.Context(), data, options, nil, learn.Hooks{Checkpoint: func(s *learn.State) error {
		if s.Epoch != epoch {
			return nil
		}
		blob, err := s.Encode()
		must(t, err)
		return o.File.PutCheckpoint(1, blob)
	}})
	must(t, err)
}

// A checkpoint is there to save time. One that cannot be gone on from, since
// another version of the program wrote it, costs that time and no more: the
// run says so in its log book and learns from the beginning.
func TestRunFromForeignCheckpoint(t *testing.T) {
	g := tictactoe.Game{}
	want := tinyRun(t, g, 1, 1)
	for name, put := range map[string]func(Options){
		"another format": func(o Options) { must(t, o.File.PutCheckpoint(1, []byte("state of old"))) },
		"another recipe": func(o Options) { putCheckpoint(t, o, 2, func(l *learn.Options) { l.Warmup = 0.5 }) },
	} {
		o := Options{Game: g, File: newFile(t, g, 5), Workers: 1, Generations: 1}
		stopLearning(t, o)
		put(o)
		if err := runTiny(t.Context(), t, o); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(want, madeBy(t, o.File)); diff != "" {
			t.Errorf("%s (-undisturbed +resumed):\n%.2000s", name, diff)
		}
		events, err := o.File.Events()
		must(t, err)
		if len(events) != 1 || events[0].Data.Kind() != "relearned" {
			t.Errorf("%s: log book %+v", name, events)
		}
	}
}

// The time of a run is that of all its sittings. One worker cannot have played
// for longer than the phase lasted.
func TestRunCountsAllTime(t *testing.T) {
	g := tictactoe.Game{}
	o := Options{Game: g, File: newFile(t, g, 5), Workers: 1, Generations: 1, Samples: t.TempDir()}
	plan := tinyPlan(g, 1)
	plan.Units = 32 // many more than are played before a worker sees the interrupt
	begin(t, o, 1, plan)
	for _, phase := range []run.State{run.Playing, run.Learning, run.Measuring} {
		before, err := o.File.Generation(1)
		must(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		o.Report = func(s Status) {
			if s.Phase == phase && (phase != run.Playing || s.UnitsDone == 2) {
				cancel()
			}
		}
		o.Measure = func(ctx context.Context, _, _ int) (Strength, error) { return Strength{}, ctx.Err() }
		if err := Run(ctx, o); !errors.Is(err, context.Canceled) {
			t.Errorf("interrupted while %s: %v", phase, err)
		}
		after, err := o.File.Generation(1)
		must(t, err)
		if after.State != phase {
			t.Errorf("interrupted while %s, the generation is %s", phase, after.State)
		}
		spent := map[run.State]float64{
			run.Playing: after.PlaySeconds - before.PlaySeconds, run.Learning: after.LearnSeconds - before.LearnSeconds, run.Measuring: after.MeasureSeconds - before.MeasureSeconds,
		}
		if spent[phase] <= 0 {
			t.Errorf("the time of the interrupted %s is lost: %v", phase, spent)
		}
	}
	must(t, Run(t.Context(), Options{Game: g, File: o.File, Workers: 1, Generations: 1, Samples: o.Samples}))
	row, err := o.File.Generation(1)
	must(t, err)
	if row.PlaySeconds < row.WorkerSeconds {
		t.Errorf("one worker played for %g s in %g s", row.WorkerSeconds, row.PlaySeconds)
	}
	if all := row.PlaySeconds + row.LearnSeconds + row.MeasureSeconds; row.WallSeconds != all {
		t.Errorf("%g s in all, by phases %g", row.WallSeconds, all)
	}
}
