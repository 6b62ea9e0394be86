package selfplay

import (
	"context"
	"errors"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"apprentice/agent"
	"apprentice/agent/learn"
	"apprentice/agent/value"
	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/record"
	"apprentice/selfplay/run"

	"go.uber.org/goleak"
)

// Workers that outlive a batch or a loop would be found here.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// newAgent returns an agent as self-play has it, with a random network.
func newAgent(t testing.TB, g games.Game, seed uint64) *agent.Agent {
	t.Helper()
	network, err := value.Quantize(value.NewWeights(value.ShapeOf(g, 32, 8), newRand(seed)))
	must(t, err)
	return agent.New(g, network, playerOptions())
}

// play plays a game to its end.
func play(t testing.TB, g games.Game, a *agent.Agent, id Identity, rules Rules) Played {
	t.Helper()
	p, err := Play(t.Context(), g, a, id, rules)
	must(t, err)
	return p
}

// Rules that make games which end soon, for both games of the tests.
var (
	tictactoeRules = Rules{RandomPlies: 2, Nodes: 30, MaxPlies: 400}
	chessRules     = Rules{RandomPlies: 4, Nodes: 20, MaxPlies: 60, AdjudicateValue: 60, AdjudicatePlies: 3}
)

// tinyPlan is a generation in small: of everything more than one, but little.
func tinyPlan(g games.Game, n int) Plan {
	p := Plan{
		Units: 3, Rules: tictactoeRules,
		From: max(n-1, 1), Hidden: 32, Epochs: 3, Batch: 16384, Trace: 0.9, LearningRate: 1e-3,
	}
	if testing.Short() {
		p.Units = 2
	}
	if g.Name() == (chess.Game{}).Name() {
		p.Units, p.Epochs, p.Rules = 1, 2, chessRules
	}
	return p
}

// newFile creates a run.
func newFile(t testing.TB, g games.Game, seed uint64) *run.File {
	t.Helper()
	f, err := run.Create(filepath.Join(t.TempDir(), "test.run"), run.Config{
		Game: g.Name(), InputSet: g.InputSet(), Seed: seed, Version: "test", Created: time.Now(),
	})
	must(t, err)
	t.Cleanup(func() { f.Close() })
	return f
}

// begin begins generation n of a run by a plan that is not of the recipe.
func begin(t testing.TB, o Options, n int, plan Plan) {
	t.Helper()
	l := &loop{Options: o}
	must(t, l.begin())
	_, player, err := o.File.NetworkOf(n - 1)
	must(t, err)
	g, err := newGeneration(n, player, plan)
	must(t, err)
	must(t, o.File.Begin(g))
}

// runTiny continues a run of tiny generations up to o.Generations.
func runTiny(ctx context.Context, t testing.TB, o Options) error {
	t.Helper()
	if o.Samples == "" {
		o.Samples = filepath.Join(t.TempDir(), "samples")
	}
	all := o.Generations
	for n := 1; n <= all; n++ {
		if _, err := o.File.Generation(n); errors.Is(err, run.ErrUnknownGeneration) {
			begin(t, o, n, tinyPlan(o.Game, n))
		}
		o.Generations = n
		if err := Run(ctx, o); err != nil {
			return err
		}
	}
	return nil
}

// made is all of a run that is a function of its seed.
type made struct {
	Networks []string // sha256 by generation, the random one first
	States   []run.State
	Shards   []run.Shard // without their seconds
}

func madeBy(t testing.TB, f *run.File) made {
	t.Helper()
	var m made
	_, sha, err := f.NetworkOf(0)
	must(t, err)
	m.Networks = append(m.Networks, sha)
	generations, err := f.Generations()
	must(t, err)
	for _, g := range generations {
		m.Networks = append(m.Networks, g.Network)
		m.States = append(m.States, g.State)
	}
	for s, err := range f.Shards(0, 1<<30) {
		must(t, err)
		s.Seconds = 0
		m.Shards = append(m.Shards, s)
	}
	return m
}

// sound fails unless the run passes its own check: counters, games by the
// rules, networks.
func sound(t testing.TB, g games.Game, f *run.File) {
	t.Helper()
	report, err := f.Check(g, nil)
	must(t, err)
	for _, p := range report.Problems {
		t.Errorf("check of the run: %s", p)
	}
}

// recorded returns the games of a generation.
func recorded(t testing.TB, f *run.File, generation int) []record.Game {
	t.Helper()
	var all []record.Game
	for g, err := range f.Source(generation, generation).Games() {
		must(t, err)
		all = append(all, *g)
	}
	return all
}

// trainingOf returns the window and the options of the learning of a generation.
func trainingOf(t testing.TB, o Options, n int) (*learn.Window, learn.Options) {
	t.Helper()
	o.Samples = filepath.Join(t.TempDir(), "samples")
	l := &loop{Options: o}
	plan := tinyPlan(o.Game, n)
	window, err := l.window(t.Context(), plan.From, n)
	must(t, err)
	options, err := l.learnOptions(plan, n)
	must(t, err)
	return window, options
}
