package selfplay

import (
	"context"
	"errors"
	"math"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"apprentice/games/tictactoe"
	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"

	"github.com/google/go-cmp/cmp"
)

// sitting returns options of a sitting of some seconds that begins now.
func sitting(t testing.TB, f *run.File, length float64) Options {
	begun := time.Now()
	return Options{
		Game: tictactoe.Game{}, File: f, Workers: 2, Samples: t.TempDir(),
		Left: func() float64 { return length - time.Since(begun).Seconds() },
	}
}

// A sitting without time begins nothing.
func TestTimedNothing(t *testing.T) {
	o := sitting(t, newFile(t, tictactoe.Game{}, 5), 0)
	must(t, Run(t.Context(), o))
	if _, begun, err := o.File.Last(); err != nil || begun {
		t.Errorf("a generation was begun (%v)", err)
	}
}

// Several sittings of a few seconds make a sound run: each one plays, and the
// units of its generations have no gap.
func TestTimedSittings(t *testing.T) {
	g := tictactoe.Game{}
	f := newFile(t, g, 5)
	games := int64(0)
	for range 2 {
		o := sitting(t, f, 3)
		must(t, Run(t.Context(), o))
		sound(t, g, f)
		all, err := f.Generations()
		must(t, err)
		sum := int64(0)
		for _, row := range all {
			units, err := f.Units(row.Number)
			must(t, err)
			if row.State == run.Done && (len(units) != row.UnitsPlayed || units[len(units)-1] != len(units)-1) {
				t.Errorf("generation %d has units %v", row.Number, units)
			}
			sum += row.Games
		}
		if sum <= games {
			t.Errorf("a sitting played nothing: %d games after %d", sum, games)
		}
		games = sum
	}
}

// slowRun returns a run whose first generation says that learning takes days.
func slowRun(t *testing.T) *run.File {
	g := tictactoe.Game{}
	o := Options{Game: g, File: newFile(t, g, 5), Workers: 1, Generations: 1, Samples: t.TempDir()}
	begin(t, o, 1, tinyPlan(g, 1))
	must(t, Run(t.Context(), o))
	slow, err := o.File.Generation(1)
	must(t, err)
	slow.LearnSeconds = 1e6
	must(t, o.File.Update(slow))
	return o.File
}

// A sitting that is too short to learn plays all the same and keeps the games;
// a longer one learns from them.
func TestTimedTooShortKeepsGames(t *testing.T) {
	f := slowRun(t)
	must(t, Run(t.Context(), sitting(t, f, 2)))
	row, err := f.Generation(2)
	must(t, err)
	if row.State != run.Playing || row.UnitsPlayed == 0 {
		t.Fatalf("after a short sitting generation 2 is %s with %d units", row.State, row.UnitsPlayed)
	}
	first, err := f.Generation(1)
	must(t, err)
	first.LearnSeconds = 0.1
	must(t, f.Update(first))
	played := row.UnitsPlayed
	o := sitting(t, f, 1e6)
	o.Generations = 2
	must(t, Run(t.Context(), o))
	if row, err = f.Generation(2); err != nil || row.State != run.Done || row.UnitsPlayed < played {
		t.Errorf("after a long sitting generation 2 is %s with %d units, %d before (%v)", row.State, row.UnitsPlayed, played, err)
	}
	sound(t, tictactoe.Game{}, f)
}

// absent are helpers who have all left.
type absent struct{}

func (absent) Cores() int { return 0 }

func (absent) Help(ctx context.Context, _ *Batch, w *Work) error {
	for !w.Closed() {
		select {
		case <-time.After(10 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	<-w.Over()
	return nil
}

// A sitting whose playing is left to others ends on time although none of them
// is there, and the next one goes on.
func TestTimedNobodyPlays(t *testing.T) {
	f := newFile(t, tictactoe.Game{}, 5)
	o := sitting(t, f, 2)
	o.Helpers, o.Spare = absent{}, true
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	must(t, Run(ctx, o))
	row, err := f.Generation(1)
	must(t, err)
	if row.State != run.Playing || row.UnitsPlayed != 0 {
		t.Errorf("generation 1 is %s with %d units", row.State, row.UnitsPlayed)
	}
	o = sitting(t, f, 1e6)
	o.Generations = 1
	must(t, Run(t.Context(), o))
	sound(t, tictactoe.Game{}, f)
}

// A generation that took so long that no other fits after it plays on to the
// end of the sitting.
func TestTimedGoesOn(t *testing.T) {
	g := tictactoe.Game{}
	o := sitting(t, newFile(t, g, 5), 0)
	o.Recipe = NewRecipe(Knobs{"units": 4, "epochs": 1, "width": 32})
	var left atomic.Int64 // milliseconds; asked by several goroutines
	left.Store(1e9)
	o.Left = func() float64 { return float64(left.Load()) / 1000 }
	o.Report = func(s Status) {
		switch {
		case s.UnitsDone >= 8:
			left.Store(0)
		case s.UnitsDone >= 4:
			left.Store(200) // enough to learn and to measure, too little for a generation
		}
	}
	must(t, Run(t.Context(), o))
	row, err := o.File.Generation(1)
	must(t, err)
	plan, err := planOf(&row)
	must(t, err)
	if row.State != run.Done || row.UnitsPlayed < 8 || !plan.Last {
		t.Errorf("generation 1 is %s with %d units, planned as the last: %v", row.State, row.UnitsPlayed, plan.Last)
	}
	sound(t, g, o.File)
}

// Where the clock ends the games, progress is counted towards what the sitting
// will play, not towards what the generation has in the end.
func TestTimedShare(t *testing.T) {
	f := slowRun(t)
	var now atomic.Int64 // a second for each unit
	o := sitting(t, f, 0)
	o.Awake = func() float64 { return float64(now.Load()) }
	o.Left = func() float64 { return float64(20 - now.Load()) }
	units := 0
	o.Report = func(s Status) {
		if s.Phase == run.Playing && s.UnitsDone > 0 && now.Load() < 20 {
			units++
			if s.Units < 19 || s.Units > 21 || s.UnitsDone != units {
				t.Errorf("unit %d: %d of %d units, want 20", units, s.UnitsDone, s.Units)
			}
		}
		now.Add(1)
	}
	o.Workers = 1
	must(t, Run(t.Context(), o))
	if units < 18 {
		t.Errorf("%d units were reported", units)
	}
}

func TestForeseen(t *testing.T) {
	for _, tt := range []struct {
		before, now   int
		seconds, left float64
		want          int
	}{
		{0, 1, 2, 8, 5}, {10, 11, 2, 8, 15}, {0, 4, 2, 0, 4}, {0, 4, 2, -9, 4}, {0, 4, 0, 9, 4}, {3, 4, 1e-300, 1e300, 4 + run.MaxUnits},
	} {
		if got := foreseen(tt.before, tt.now, tt.seconds, tt.left); got != tt.want {
			t.Errorf("%+v: %d units", tt, got)
		}
	}
}

// What an earlier sitting left to learn is learnt before the time of this one
// counts.
func TestTimedLeftover(t *testing.T) {
	g := tictactoe.Game{}
	o := Options{Game: g, File: newFile(t, g, 5), Workers: 1, Generations: 1}
	stopLearning(t, o)
	var phases []run.State
	after := sitting(t, o.File, 0)
	after.Own = func() { phases = append(phases, "own") }
	after.Report = func(s Status) {
		if len(phases) == 0 || phases[len(phases)-1] != s.Phase {
			phases = append(phases, s.Phase)
		}
	}
	must(t, Run(t.Context(), after))
	if want := []run.State{run.Learning, run.Measuring, run.Done, "own"}; !cmp.Equal(phases, want) {
		t.Errorf("phases %v, want %v", phases, want)
	}
}

// Measuring ends a little after the sitting and is left to the next one, which
// does it first.
func TestTimedMeasuring(t *testing.T) {
	g := tictactoe.Game{}
	f := newFile(t, g, 5)
	o := sitting(t, f, 0)
	var over atomic.Bool
	o.Left = func() float64 {
		if over.Load() {
			return math.Inf(-1)
		}
		return 1e6
	}
	o.Generations = 1
	calls := 0
	o.Measure = func(ctx context.Context, _, _ int) (Strength, error) {
		if calls++; calls == 1 {
			over.Store(true)
			<-ctx.Done()
		}
		return Strength{}, ctx.Err()
	}
	begin(t, o, 1, tinyPlan(g, 1))
	must(t, Run(t.Context(), o))
	if row, err := f.Generation(1); err != nil || row.State != run.Measuring {
		t.Errorf("after the sitting generation 1 is %s (%v)", row.State, err)
	}
	over.Store(false)
	must(t, Run(t.Context(), o))
	if row, err := f.Generation(1); err != nil || row.State != run.Done || calls != 2 {
		t.Errorf("after the next one generation 1 is %s, measured %d times (%v)", row.State, calls, err)
	}
}

// A network that was ready a little too late is measured all the same.
func TestLateMeasuring(t *testing.T) {
	g := tictactoe.Game{}
	f := newFile(t, g, 5)
	o := sitting(t, f, 0)
	var late atomic.Bool
	o.Left = func() float64 {
		if late.Load() {
			return -5
		}
		return 1e6
	}
	o.Report = func(s Status) {
		if s.Phase == run.Learning {
			late.Store(true)
		}
	}
	o.Generations = 1
	o.Measure = func(ctx context.Context, _, _ int) (Strength, error) {
		select {
		case <-ctx.Done():
		case <-time.After(300 * time.Millisecond): // a watch that breaks it off does so at once
		}
		return Strength{}, ctx.Err()
	}
	begin(t, o, 1, tinyPlan(g, 1))
	must(t, Run(t.Context(), o))
	if row, err := f.Generation(1); err != nil || row.State != run.Done {
		t.Errorf("generation 1 is %s (%v)", row.State, err)
	}
	if !late.Load() {
		t.Error("learning was not seen")
	}
}

// A run by the clock, which cuts a generation short, can be repeated to the
// byte, whoever plays it.
func TestScript(t *testing.T) {
	g := tictactoe.Game{}
	o := sitting(t, newFile(t, g, 5), 0)
	o.Recipe = NewRecipe(Knobs{"units": 2, "growth": 4, "epochs": 2, "width": 32}) // far more units than wait for a commit
	var left atomic.Int64
	left.Store(1e6)
	o.Left = func() float64 { return float64(left.Load()) }
	o.Report = func(s Status) {
		if s.Generation == 3 && s.UnitsDone == 1 {
			left.Store(0)
		}
	}
	must(t, Run(t.Context(), o))
	script, err := Decisions(o.File)
	must(t, err)
	last, err := o.File.Generation(3)
	must(t, err)
	if len(script) != 3 || last.UnitsPlayed >= last.Units {
		t.Fatalf("%d generations, the last one has %d of %d units", len(script), last.UnitsPlayed, last.Units)
	}
	again := Options{Game: g, File: newFile(t, g, 5), Workers: 1, Script: script, Recipe: o.Recipe, Samples: t.TempDir()}
	must(t, Run(t.Context(), again))
	if diff := cmp.Diff(madeBy(t, o.File).Networks, madeBy(t, again.File).Networks); diff != "" {
		t.Errorf("networks (-first +again):\n%s", diff)
	}
	script[0].Network = "another"
	other := Options{Game: g, File: newFile(t, g, 5), Workers: 1, Script: script, Recipe: o.Recipe, Samples: t.TempDir()}
	if err := Run(t.Context(), other); !errors.Is(err, ErrDiffers) {
		t.Errorf("a run that should make another network: %v", err)
	}
}

// A run that has made something else already is told so before it plays
// anything, whichever of its generations it is.
func TestScriptOfAnotherRun(t *testing.T) {
	g := tictactoe.Game{}
	recipe := NewRecipe(Knobs{"units": 1, "epochs": 2, "width": 32})
	o := Options{Game: g, File: newFile(t, g, 5), Workers: 1, Generations: 3, Recipe: recipe, Samples: t.TempDir()}
	must(t, Run(t.Context(), o))
	script, err := Decisions(o.File)
	must(t, err)
	change := func(n int, change func(*Decision)) []Decision {
		other := slices.Clone(script)
		change(&other[n-1])
		return other
	}
	for _, test := range []struct {
		name   string
		script []Decision
		made   int // generations
		begun  bool
		want   error
	}{
		{"the same run", script, 3, false, nil},
		{"the beginning of it", script, 2, false, nil},
		{"the middle of it", script, 1, true, nil},
		{"another first network", change(1, func(d *Decision) { d.Network = "another" }), 2, false, ErrDiffers},
		{"another plan under way", change(2, func(d *Decision) { d.Plan.Epochs++ }), 1, true, ErrDiffers},
		{"more than there is", script[:1], 2, false, ErrDiffers},
		{"more under way than there is", script[:1], 1, true, ErrDiffers},
	} {
		again := Options{Game: g, File: newFile(t, g, 5), Workers: 1, Generations: test.made, Recipe: recipe, Samples: t.TempDir()}
		must(t, Run(t.Context(), again))
		if test.begun {
			begin(t, again, test.made+1, script[test.made].Plan)
		}
		before := madeBy(t, again.File)
		again.Generations, again.Script = 0, test.script
		if err := Run(t.Context(), again); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", test.name, err, test.want)
		}
		if test.want == nil {
			before = madeBy(t, o.File)
		}
		if diff := cmp.Diff(before, madeBy(t, again.File)); diff != "" {
			t.Errorf("%s: what is in the run (-want +got):\n%s", test.name, diff)
		}
	}
}

// A run that began with a given network can be repeated: it begins with the
// same generation 0.
func TestScriptFromNetwork(t *testing.T) {
	g := tictactoe.Game{}
	recipe := NewRecipe(Knobs{"units": 1, "epochs": 2, "width": 32})
	parent := Options{Game: g, File: newFile(t, g, 4), Workers: 1, Generations: 1, Recipe: recipe, Samples: t.TempDir()}
	must(t, Run(t.Context(), parent))
	o := Options{Game: g, File: newFile(t, g, 5), Workers: 1, Generations: 1, Recipe: recipe, Samples: t.TempDir()}
	var err error
	o.Origin, _, err = parent.File.NetworkOf(1)
	must(t, err)
	must(t, Run(t.Context(), o))
	again := Options{Game: g, File: newFile(t, g, 5), Workers: 1, Recipe: recipe, Samples: t.TempDir()}
	again.Script, err = Decisions(o.File)
	must(t, err)
	again.Origin, _, err = o.File.NetworkOf(0)
	must(t, err)
	must(t, Run(t.Context(), again))
	if diff := cmp.Diff(madeBy(t, o.File), madeBy(t, again.File)); diff != "" {
		t.Errorf("the repeated run (-first +again):\n%s", diff)
	}
}

// Learning that comes to nothing is done a second time, more gently; if that
// fails too, the player plays on. The run continues either way.
func TestLearnRefused(t *testing.T) {
	g := tictactoe.Game{}
	for _, test := range []struct {
		name    string
		rate    float64
		refused int
		verdict string
	}{
		{"a rate that a tenth of it mends", 0.99, 1, ""},
		{"a rate that learns nothing", 1e-6, 2, verdictWorse},
	} {
		o := Options{Game: g, File: newFile(t, g, 5), Workers: 1, Samples: t.TempDir()}
		for n := 1; n <= 3; n++ {
			plan := tinyPlan(g, n)
			switch n {
			case 1:
				plan.Epochs = 30
			case 2:
				plan.LearningRate, plan.Epochs = test.rate, 1
			}
			begin(t, o, n, plan)
			o.Generations = n
			must(t, Run(t.Context(), o))
		}
		row, err := o.File.Generation(2)
		must(t, err)
		events, err := o.File.Events()
		must(t, err)
		refused := 0
		for _, e := range events {
			if _, ok := e.Data.(event.Refused); ok && e.Generation == 2 {
				refused++
			}
		}
		if row.Verdict != test.verdict || refused != test.refused || (row.Network == row.Player) != (test.verdict != "") {
			t.Errorf("%s: verdict %q, %d networks refused, network %.8s after %.8s", test.name, row.Verdict, refused, row.Network, row.Player)
		}
		if known := row.Loss > 0 && row.HeldOut > 0; known != (test.verdict == "") || !known && !(math.IsNaN(row.Loss) && math.IsNaN(row.HeldOut)) {
			t.Errorf("%s: verdict %q with losses of %g and %g", test.name, row.Verdict, row.Loss, row.HeldOut)
		}
		if third, err := o.File.Generation(3); err != nil || third.State != run.Done || third.Player != row.Network {
			t.Errorf("%s: generation 3 is %s, played by %.8s (%v)", test.name, third.State, third.Player, err)
		}
		sound(t, g, o.File)
	}
}
