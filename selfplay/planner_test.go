package selfplay

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"

	"apprentice/agent/value"
	"apprentice/games/chess"
	"apprentice/games/tictactoe"
)

// twoCores is a pace as two cores have at chess.
var twoCores = Pace{Unit: 12000, Play: 1 / (20e3 * 45), Learn: 1 / (1.1e6 * 256), Game: 0.013}

func cores(n float64) Pace {
	p := twoCores
	p.Play, p.Learn, p.Game = p.Play*2/n, p.Learn*2/n, p.Game*2/n
	return p
}

// The outlook of any time on any machine is sane: it fills the time, nothing in
// it shrinks that should grow, from an hour on no generation takes a tenth of
// the run, and the last one learns in as many epochs as those before it.
func TestOutlook(t *testing.T) {
	for _, r := range bothRecipes {
		testOutlook(t, r)
	}
}

// bothRecipes are those for a game without and with a mirror.
var bothRecipes = []Recipe{NewRecipe(nil), NewRecipe(nil).For(chess.Game{})}

func testOutlook(t *testing.T, r Recipe) {
	for _, n := range []float64{1, 2, 8, 64} {
		for _, seconds := range []float64{60, 300, 900, 3600, 8 * 3600, 7 * 24 * 3600} {
			pace := cores(n)
			steps := r.Outlook(Situation{Left: seconds, Pace: pace})
			if len(steps) == 0 {
				t.Errorf("%g cores, %g s: no generation", n, seconds)
				continue
			}
			sum := 0.0
			for i, s := range steps {
				p := s.Plan
				sum += s.Takes
				if p.Units < 1 || p.From < 1 || p.From > s.Number || p.Epochs < fewestEpochs || s.Number != i+1 {
					t.Errorf("%g cores, %g s: generation %d: %+v", n, seconds, s.Number, p)
				}
				if seconds >= 3600 && s.Takes > seconds/10 {
					t.Errorf("%g cores, %g s: generation %d takes %.0f s", n, seconds, s.Number, s.Takes)
				}
				if share := pace.learn(&p, s.Window) / s.Takes; share > 0.5+1e-9 {
					t.Errorf("%g cores, %g s: learning takes %.0f %% of generation %d", n, seconds, 100*share, s.Number)
				}
				if p.Last != (i == len(steps)-1) {
					t.Errorf("%g cores, %g s: generation %d of %d: last %v", n, seconds, s.Number, len(steps), p.Last)
				}
				if i > 0 && (p.Hidden < steps[i-1].Plan.Hidden || p.Rules.Nodes < steps[i-1].Plan.Rules.Nodes) {
					t.Errorf("%g cores, %g s: generation %d thinks less than the one before", n, seconds, s.Number)
				}
			}
			if sum > seconds+1 || sum < 0.9*seconds {
				t.Errorf("%g cores: %.0f of %.0f s are planned", n, sum, seconds)
			}
		}
	}
}

// A short run follows the recipe to the letter until its last generation, but for
// the games that measure it.
func TestTimedFollowsRecipe(t *testing.T) {
	r := NewRecipe(nil)
	steps := r.Outlook(Situation{Left: 900, Pace: twoCores})
	for _, s := range steps[:len(steps)-1] {
		want := r.Plan(s.Number)
		want.Measure = s.Plan.Measure // which time decides
		if s.Plan != want {
			t.Errorf("generation %d: %+v, want %+v", s.Number, s.Plan, want)
		}
	}
}

// A sitting that is too short to learn in plays for the next one; a moment
// longer, and it learns.
func TestTimedTooShort(t *testing.T) {
	r := NewRecipe(nil)
	big := Situation{Elapsed: 8 * 3600, Pace: twoCores}
	for range 20 {
		big.Past = append(big.Past, Made{Units: 900, Positions: 10e6, Kept: true})
	}
	reached := func(left float64) bool {
		s := big
		s.Left = left
		_, ok := r.Timed(s)
		return ok
	}
	if reached(120) {
		t.Error("two minutes are enough to learn from some 200 million positions")
	}
	if !reached(3 * 3600) {
		t.Error("three hours are not enough for a generation")
	}
	if _, ok := r.Timed(Situation{Left: 0, Pace: twoCores}); ok {
		t.Error("a generation in no time")
	}
}

// A run without an end never begins a generation longer than a small part of
// what it has taken, and always finds another.
func TestTimedWithoutEnd(t *testing.T) {
	r := NewRecipe(nil)
	s := Situation{Left: math.Inf(1), Pace: twoCores}
	for range 300 {
		plan, reached := r.Timed(s)
		if !reached || plan.Last || plan.Units < 1 {
			t.Fatalf("after %d generations: %+v, reached %v", len(s.Past), plan, reached)
		}
		takes := s.Pace.total(&plan, s.window(plan.From))
		if s.Elapsed > longRun && takes > 0.2*s.Elapsed {
			t.Errorf("generation %d takes %.0f s after %.0f", len(s.Past)+1, takes, s.Elapsed)
		}
		s.Elapsed += takes
		s.Past = append(s.Past, Made{Units: plan.Units, Positions: int64(float64(plan.Units) * s.Pace.Unit), Kept: true})
	}
}

// On a machine that has almost no time for the run, a generation still learns
// from games worth learning from: it is late rather than tiny.
func TestTimedStarved(t *testing.T) {
	r := NewRecipe(nil)
	tried := 0
	for _, n := range []float64{0.002, 0.02, 0.2} {
		s := Situation{Elapsed: 3600, Left: 4 * 3600, Pace: cores(n)}
		for range 8 {
			s.Past = append(s.Past, Made{Units: 100, Positions: 1.2e6, Kept: true})
		}
		natural := r.Next(s)
		plan, reached := r.Timed(s)
		if !reached || plan.Last {
			continue // there is not even time for such a generation
		}
		tried++
		if 10*plan.Units < natural.Units {
			t.Errorf("%g cores: %d units where the recipe has %d", n, plan.Units, natural.Units)
		}
		if s.window(plan.From) < s.window(natural.From)/2 {
			t.Errorf("%g cores: learns from generation %d on, the recipe from %d", n, plan.From, natural.From)
		}
		if takes := s.Pace.total(&plan, s.window(plan.From)); plan.Seconds < takes-1e-6 {
			t.Errorf("%g cores: takes %.0f s, may take %.0f s", n, takes, plan.Seconds)
		}
	}
	if tried < 2 {
		t.Errorf("%d of 3 machines had time for a generation", tried)
	}
}

// Games that were played by an earlier sitting are never planned away.
func TestTimedBegun(t *testing.T) {
	r := NewRecipe(nil)
	for _, left := range []float64{30, 300, 3600, math.Inf(1)} {
		for _, begun := range []int{1, 10, 500} {
			plan, reached := r.Timed(Situation{Left: left, Begun: begun, Pace: twoCores})
			if reached && plan.Last && plan.Units < begun {
				t.Errorf("%g s left, %d units there: %d planned", left, begun, plan.Units)
			}
		}
	}
}

// A network that has seen more than the games at hand is taught further, not
// replaced by one that has seen less.
func TestNextWarm(t *testing.T) {
	r := NewRecipe(nil)
	if p := r.Next(Situation{Origin: 4000}); !p.Warm || p.From != 1 || p.Hidden < 256 {
		t.Errorf("first generation after a network of 4000 units: %+v", p)
	}
	lost := Situation{Past: []Made{{Units: 1000}, {Units: 1000}, {Units: 300, Kept: true}}}
	if p := r.Next(lost); !p.Warm || p.From != 3 {
		t.Errorf("with the games of two generations lost: %+v", p)
	}
	kept := Situation{Past: []Made{{Units: 1000, Kept: true}, {Units: 1000, Kept: true}, {Units: 300, Kept: true}}}
	if p := r.Next(kept); p.Warm {
		t.Errorf("with all games kept: %+v", p)
	}
}

// So it is where there is no time for the games that would be enough to begin anew.
func TestTimedWarm(t *testing.T) {
	r := NewRecipe(nil)
	s := Situation{Origin: 2560, Left: 1e4, Pace: twoCores}
	for range 8 {
		s.Past = append(s.Past, Made{Units: 100, Positions: int64(100 * twoCores.Unit), Kept: true})
	}
	if p := r.Next(s); p.Warm || p.Units < 900 {
		t.Fatalf("without a clock: %+v", p)
	}
	if p, ok := r.Timed(s); !ok || !p.Warm || p.Units > 800 || p.Epochs > warmEpochs || p.LearningRate > 1e-3/2 {
		t.Errorf("with a clock: %v, %+v", ok, p)
	}
	s.Left = 1e6
	if p, ok := r.Timed(s); !ok || p.Warm || p.Units < 900 {
		t.Errorf("with time for all: %v, %+v", ok, p)
	}
}

// Measuring takes a few per cent of the time, in even numbers of games within
// bounds; a knob sets any number.
func TestTimeForMeasuring(t *testing.T) {
	for _, seconds := range []float64{300, 900, 3600, 8 * 3600, 7 * 24 * 3600} {
		for _, s := range NewRecipe(nil).Outlook(Situation{Left: seconds, Pace: twoCores}) {
			n := s.Plan.Measure
			share := twoCores.measure(&s.Plan) / s.Takes
			if n%2 != 0 || n < fewestGames || n > mostGames || n > fewestGames && share > 2*measureShare {
				t.Errorf("%g s: generation %d is measured by %d games, %.1f %% of its time", seconds, s.Number, n, 100*share)
			}
		}
		for _, s := range NewRecipe(Knobs{"measure": 30}).Outlook(Situation{Left: seconds, Pace: twoCores}) {
			if s.Plan.Measure != 30 {
				t.Errorf("%g s with a knob: %d games", seconds, s.Plan.Measure)
			}
		}
	}
}

// Where the clock would cut epochs, a network learns on from its player's weights
// instead, and the time goes into games. In short runs and without a clock none does.
func TestTimedSparesEpochs(t *testing.T) {
	for _, r := range bothRecipes {
		testSparesEpochs(t, r)
	}
}

func testSparesEpochs(t *testing.T, r Recipe) {
	for _, test := range []struct{ seconds, cores float64 }{{3600, 2}, {3 * 3600, 1}, {8 * 3600, 2}} {
		seconds := test.seconds
		s := Situation{Left: seconds, Pace: cores(test.cores)}
		steps := r.Outlook(s)
		warm := 0
		for _, step := range steps {
			p := step.Plan
			natural := r.Next(s)
			s.Past = append(s.Past, s.made(&p))
			switch {
			case p.Warm:
				warm++
				if before := steps[step.Number-2].Plan; p.Hidden != before.Hidden {
					t.Errorf("%g s: generation %d has %d neurons, its player %d", seconds, step.Number, p.Hidden, before.Hidden)
				}
				if p.Epochs != warmEpochs || p.LearningRate != natural.LearningRate*warmRate {
					t.Errorf("%g s: generation %d: %+v", seconds, step.Number, p)
				}
			case step.Number > 1 && p.Hidden > steps[step.Number-2].Plan.Hidden && p.Epochs >= widenEpochs*p.ways():
			case p.Epochs != natural.Epochs:
				t.Errorf("%g s: generation %d has %d epochs from random weights, the recipe %d", seconds, step.Number, p.Epochs, natural.Epochs)
			}
			if p.Warm && natural.Epochs > mostSpared*natural.ways() {
				t.Errorf("%g s: generation %d of few games learns on from its player's weights", seconds, step.Number)
			}
		}
		if warm == 0 {
			t.Errorf("%g s: no generation of %d learns on", seconds, len(steps))
		}
	}
	others := r.Unhurried(Situation{Pace: twoCores}, 30)
	late := Situation{Elapsed: 900, Pace: twoCores}
	for _, step := range others[:11] {
		late.Past = append(late.Past, late.made(&step.Plan))
	}
	for late.Left = 10; late.Left < 600; late.Left += 10 {
		others = append(others, r.Outlook(late)...)
	}
	for _, step := range others {
		if step.Plan.Warm {
			t.Errorf("in a short run or without a clock, generation %d learns on from its player's weights", step.Number)
		}
	}
}

// A network that learns on from another is as wide. So a run learns a wider one from
// random weights as soon as half of the time of a generation is enough for it, and
// never plays on with a width that the recipe left long ago.
func TestTimedWidens(t *testing.T) {
	for _, test := range []struct {
		learn float64 // how much slower it learns than twoCores
		want  int     // epochs of the first network of 256 neurons
	}{{0.5, 6}, {1.5, 6}, {2, 5}, {2.3, 4}, {5, 0}} {
		pace := twoCores
		pace.Learn *= test.learn
		s := Situation{Left: 3600, Pace: pace}
		wide := 0
		for _, step := range NewRecipe(nil).Outlook(s) {
			if step.Plan.Hidden > 128 {
				wide = step.Plan.Epochs
				if step.Plan.Warm {
					t.Errorf("%g: generation %d grew", test.learn, step.Number)
				}
				break
			}
		}
		if wide != test.want {
			t.Errorf("learning %g times as slow: the first wider network learns in %d epochs, want %d", test.learn, wide, test.want)
		}
	}
}

// A random network has nothing to learn on from.
func TestSpareOfRandom(t *testing.T) {
	s := Situation{Left: 3600, Pace: twoCores}
	p := Plan{Epochs: 6, Hidden: 128}
	if s.spare(&p, 6); p.Warm || p.Epochs != 5 {
		t.Errorf("after a random network: %+v", p)
	}
	s.Origin, s.Hidden = 100, 64
	p = Plan{Epochs: 6, Hidden: 128}
	if s.spare(&p, 6); !p.Warm || p.Epochs != warmEpochs || p.Hidden != 64 {
		t.Errorf("after a network that has learnt: %+v", p)
	}
}

// What another sitting changes in a plan is told in words.
func TestFitted(t *testing.T) {
	anew := Plan{Units: 100, Epochs: 6, From: 2, Hidden: 256}
	on := Plan{Units: 120, Epochs: 2, From: 2, Hidden: 256, Warm: true}
	for _, test := range []struct {
		old, plan Plan
		want      string
	}{
		{anew, on, "120 units instead of 100, 2 epochs instead of 6, a start from its player's weights"},
		{on, anew, "100 units instead of 120, 6 epochs instead of 2, a start from random weights"},
		{on, on, "only its times"},
	} {
		if got := fitted(test.old, test.plan).What; got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}

// A run that begins with a network is planned as one that has its experience.
func TestFresh(t *testing.T) {
	g := tictactoe.Game{}
	w := value.NewWeights(value.ShapeOf(g, 32, 8), rand.New(rand.NewPCG(1, 1)))
	var blob bytes.Buffer
	_, err := value.Write(&blob, w, value.Meta{Game: g.Name(), InputSet: g.InputSet(), Games: 4000 * UnitGames})
	must(t, err)
	s, err := Fresh(blob.Bytes(), twoCores)
	must(t, err)
	if p := NewRecipe(nil).Next(s); s.Origin != 4000 || s.Pace != twoCores || !p.Warm || p.Hidden != 32 {
		t.Errorf("%+v, planned as %+v", s, p)
	}
	if s, err := Fresh(nil, twoCores); err != nil || s.Origin != 0 || s.Pace != twoCores {
		t.Errorf("from random weights: %+v, %v", s, err)
	}
	if _, err := Fresh([]byte("x"), twoCores); err == nil {
		t.Error("no error of a broken network")
	}
}
