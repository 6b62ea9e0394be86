package tune

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
)

// peak is a game in which the strength of a player falls with the square of the
// distance of each parameter, in steps, from the best value.
type peak struct {
	best   []float64
	weight []float64 // Elo for a step of distance; 0: the parameter changes nothing
}

// elo is the strength of a player.
func (p peak) elo(params []Param, values []float64) (elo float64) {
	for i, v := range values {
		d := (v - p.best[i]) / params[i].Step
		elo -= p.weight[i] * d * d
	}
	return elo
}

// play plays two games without draws.
func (p peak) play(params []Param) func(context.Context, *rand.Rand, []float64, []float64) (float64, error) {
	return func(_ context.Context, rng *rand.Rand, plus, minus []float64) (float64, error) {
		expectation := 1 / (1 + math.Pow(10, (p.elo(params, minus)-p.elo(params, plus))/400))
		points := 0.0
		for range 2 {
			if rng.Float64() < expectation {
				points++
			} else {
				points--
			}
		}
		return points, nil
	}
}

// upTo returns a Share for a number of iterations.
func upTo(n int) func(int) float64 {
	return func(done int) float64 { return float64(done) / float64(n) }
}

// example is a tuning of parameters of very different scales, the last of which
// has no influence.
func example(iterations int) (Tuner, peak) {
	params := []Param{
		{"unit", 10, 1, 0, 30},
		{"large", 5000, 400, 0, 20000},
		{"small", 0.5, 0.02, 0, 1},
		{"negative", -100, 25, -500, 100},
		{"idle", 50, 4, 0, 100},
	}
	p := peak{
		best:   []float64{18, 2600, 0.42, -250, 0},
		weight: []float64{3, 3, 6, 2, 0},
	}
	return Tuner{Params: params, Gains: Gains{R: 0.004, C: 1}, Seed: 1, Share: upTo(iterations), Play: p.play(params)}, p
}

func TestFindsPeak(t *testing.T) {
	for _, test := range []struct {
		seed    uint64
		gains   Gains
		workers int
	}{
		{1, Gains{0.004, 1}, 1},
		{2, Gains{0.004, 1}, 1},
		{3, Gains{0.004, 1.3}, 4},
		{4, Gains{0.002, 2}, 4},
	} {
		const iterations = 20000
		tuner, p := example(iterations)
		tuner.Seed, tuner.Gains, tuner.Workers = test.seed, test.gains, test.workers
		got, err := tuner.Run(t.Context(), Start(tuner.Params))
		if err != nil || got.Iterations != iterations {
			t.Fatalf("seed %d: %d iterations, %v", test.seed, got.Iterations, err)
		}
		for i, param := range tuner.Params {
			far, bound := (got.Values[i]-p.best[i])/param.Step, 2.0
			if p.weight[i] == 0 {
				// Four standard deviations of the walk that chance takes it on.
				far, bound = (got.Values[i]-param.Start)/param.Step, 4*walk(test.gains, iterations)
			}
			if math.Abs(far) > bound {
				t.Errorf("seed %d, gains %v: %s is %.1f steps away, at %g; want %.1f at most",
					test.seed, test.gains, param.Name, far, got.Values[i], bound)
			}
		}
	}
}

// walk returns the standard deviation, in steps, of a parameter that nothing
// depends on: two games without draws vary by 2 points.
func walk(g Gains, iterations int) float64 {
	variance := 0.0
	for k := range iterations {
		_, move := g.at(Param{Step: 1}, float64(k)/float64(iterations))
		variance += 2 * move * move
	}
	return math.Sqrt(variance)
}

// A point of plus moves every parameter to where plus had it.
func TestSign(t *testing.T) {
	tuner, _ := example(1)
	for _, points := range []float64{2, -1, 0} {
		var plus []float64
		tuner.Play = func(_ context.Context, _ *rand.Rand, p, _ []float64) (float64, error) {
			plus = p
			return points, nil
		}
		got, err := tuner.Run(t.Context(), Start(tuner.Params))
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range tuner.Params {
			moved, towards := got.Values[i]-p.Start, plus[i]-p.Start
			if towards == 0 || math.Signbit(moved) != math.Signbit(points*towards) && points != 0 || points == 0 && moved != 0 {
				t.Errorf("%g points: %s moved by %g; plus had it %+g", points, p.Name, moved, towards)
			}
		}
	}
}

// Neither a player nor the result is ever outside of the range.
func TestRanges(t *testing.T) {
	for _, test := range []struct {
		better float64 // 1: a larger value wins
		want   float64
	}{{1, 3}, {-1, -2}} {
		params := []Param{{"bounded", 1, 2, -2, 3}}
		tuner := Tuner{Params: params, Gains: Gains{R: 0.1, C: 1}, Seed: 1, Share: upTo(500)}
		tuner.Play = func(_ context.Context, _ *rand.Rand, plus, minus []float64) (float64, error) {
			for _, v := range []float64{plus[0], minus[0]} {
				if v < -2 || v > 3 {
					t.Errorf("a player with %g", v)
				}
			}
			return math.Copysign(1, test.better*(plus[0]-minus[0])), nil
		}
		got, err := tuner.Run(t.Context(), Start(params))
		if err != nil {
			t.Fatal(err)
		}
		if got.Values[0] != test.want {
			t.Errorf("ended at %g; want %g, the end of the range", got.Values[0], test.want)
		}
	}
}

// The result is a function of the seed, also for a tuning that goes on.
func TestRepeatsAndResumes(t *testing.T) {
	const iterations = 2000
	run := func(tuner Tuner, from State) State {
		got, err := tuner.Run(t.Context(), from)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	tuner, _ := example(iterations)
	start := Start(tuner.Params)
	want := run(tuner, start)
	if again := run(tuner, start); !slices.Equal(again.Values, want.Values) {
		t.Errorf("%v, and again %v", want.Values, again.Values)
	}
	other := tuner
	other.Seed++
	if got := run(other, start); slices.Equal(got.Values, want.Values) {
		t.Error("another seed, the same result")
	}

	enough := errors.New("enough")
	state := start
	for _, cut := range []int{1, 700, 1999} {
		part := tuner
		part.Report = func(s State) error {
			if s.Iterations == cut {
				return enough
			}
			return nil
		}
		var err error
		if state, err = part.Run(t.Context(), state); !errors.Is(err, enough) || state.Iterations != cut {
			t.Fatalf("%d iterations, %v; want %d", state.Iterations, err, cut)
		}
	}
	if got := run(tuner, state); got.Iterations != iterations || !slices.Equal(got.Values, want.Values) {
		t.Errorf("in parts %v, at once %v", got, want)
	}
	if done := run(tuner, want); done.Iterations != iterations {
		t.Errorf("a tuning that was over went on to %d iterations", done.Iterations)
	}
}

// What ends a tuning ends all of its workers, and nothing is half learnt.
func TestStops(t *testing.T) {
	broken := errors.New("broken")
	tuner, _ := example(1000)
	tuner.Workers = 4
	var begun atomic.Int64
	tuner.Play = func(ctx context.Context, _ *rand.Rand, _, _ []float64) (float64, error) {
		if begun.Add(1) == 10 {
			return 2, broken
		}
		return 0, ctx.Err()
	}
	if got, err := tuner.Run(t.Context(), Start(tuner.Params)); !errors.Is(err, broken) || !slices.Equal(got.Values, Start(tuner.Params).Values) {
		t.Errorf("%v, %v; want the start and %v", got, err, broken)
	}

	ctx, cancel := context.WithCancel(t.Context())
	tuner.Play = func(ctx context.Context, _ *rand.Rand, _, _ []float64) (float64, error) {
		<-ctx.Done()
		return 2, ctx.Err()
	}
	go cancel()
	if got, err := tuner.Run(ctx, Start(tuner.Params)); !errors.Is(err, context.Canceled) || got.Iterations != 0 {
		t.Errorf("%d iterations, %v; want none, %v", got.Iterations, err, context.Canceled)
	}
}

func TestCheck(t *testing.T) {
	good, _ := example(1)
	for name, spoil := range map[string]func(*Tuner, *State){
		"no parameters":  func(t *Tuner, s *State) { t.Params, s.Values = nil, nil },
		"no step":        func(t *Tuner, _ *State) { t.Params[0].Step = 0 },
		"no range":       func(t *Tuner, _ *State) { t.Params[0].Max = t.Params[0].Min },
		"no gain":        func(t *Tuner, _ *State) { t.R = 0 },
		"gain NaN":       func(t *Tuner, _ *State) { t.C = math.NaN() },
		"gain infinite":  func(t *Tuner, _ *State) { t.C = math.Inf(1) },
		"a value less":   func(_ *Tuner, s *State) { s.Values = s.Values[1:] },
		"value outside":  func(_ *Tuner, s *State) { s.Values[0] = 31 },
		"value NaN":      func(_ *Tuner, s *State) { s.Values[0] = math.NaN() },
		"negative count": func(_ *Tuner, s *State) { s.Iterations = -1 },
	} {
		tuner := good
		tuner.Params = slices.Clone(good.Params)
		state := Start(tuner.Params)
		if err := tuner.Check(state); err != nil {
			t.Fatal(err)
		}
		spoil(&tuner, &state)
		if _, err := tuner.Run(t.Context(), state); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
