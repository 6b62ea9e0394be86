package selfplay

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"apprentice/agent/learn"
	"apprentice/agent/value"
	"apprentice/internal/opening"
	"apprentice/selfplay/run"
)

// begin writes generation 0 into a new run: a random network, or the one the run
// was told to start from.
func (l *loop) begin() error {
	_, _, err := l.File.NetworkOf(0)
	if !errors.Is(err, run.ErrUnknownNetwork) {
		return err
	}
	var blob []byte
	var sha string
	if l.Origin != nil {
		blob, sha, err = l.origin()
	} else {
		rng := rand.New(rand.NewPCG(l.File.Config().Seed, 0))
		shape := value.ShapeOf(l.Game, l.Recipe.Plan(1).Hidden, learn.DefaultOptions().Buckets)
		blob, sha, err = l.encode(value.NewWeights(shape, rng), value.Meta{})
	}
	if err != nil {
		return err
	}
	return l.File.AddNetwork(sha, 0, blob)
}

// origin returns the network that the run starts from as its generation 0. Its
// metadata names its parent and the experience of the parent. A run that repeats
// another takes that run's generation 0.
func (l *loop) origin() (blob []byte, sha string, err error) {
	w, meta, parent, err := value.Read(bytes.NewReader(l.Origin))
	if err == nil {
		err = meta.Matches(l.Game)
	}
	if err != nil {
		return nil, "", fmt.Errorf("the network to start from: %w", err)
	}
	if l.Script != nil {
		return l.Origin, parent, nil
	}
	return l.encode(w, value.Meta{Parent: parent, Games: meta.Games, Positions: meta.Positions})
}

// decide returns the plan of generation n and whether the sitting is long
// enough to learn from its games.
func (l *loop) decide(n int) (plan Plan, reached bool, err error) {
	if l.Script != nil {
		return l.Script[n-1].Plan, true, nil
	}
	s, err := l.situation(n)
	if err != nil {
		return Plan{}, false, err
	}
	reached = true
	if l.timed() {
		plan, reached = l.Recipe.Timed(s)
		if !reached { // the generation keeps its size for the sitting that ends it
			plan = l.Recipe.Next(s)
		}
	} else {
		plan = l.Recipe.Next(s)
	}
	plan.Rules.RandomPlies = opening.Plies(l.Game, plan.Rules.RandomPlies)
	return plan, reached, nil
}

// situation describes the run before generation n.
func (l *loop) situation(n int) (Situation, error) {
	generations, err := l.File.Generations()
	if err != nil {
		return Situation{}, err
	}
	incomplete, err := l.File.Incomplete()
	if err != nil {
		return Situation{}, err
	}
	s := Situation{}
	for _, g := range generations {
		if g.Number >= n {
			s.Begun = g.UnitsPlayed
			s.Elapsed += positive(g.PlaySeconds)
			break
		}
		s.Past = append(s.Past, Made{Units: g.UnitsPlayed, Positions: g.Positions, Hidden: g.Hidden, Kept: !incomplete[g.Number]})
		s.Elapsed = positive(g.WallSeconds)
	}
	origin, width, err := l.meta(0)
	if err != nil {
		return s, err
	}
	s.Origin, s.Hidden = int(origin.Games/UnitGames), width
	if l.timed() {
		s.Left = l.Left()
		guess := GuessPace(l.Game.TypicalPlies(), l.Workers)
		guess.Play = GuessPace(l.Game.TypicalPlies(), l.players()).Play
		s.Pace = paceOf(generations, l.players(), guess)
	}
	return s, nil
}

// Fresh describes a run that has not begun, on a machine of that pace. origin is the
// network file that it starts from, nil for a random network.
func Fresh(origin []byte, pace Pace) (Situation, error) {
	s := Situation{Pace: pace}
	if origin == nil {
		return s, nil
	}
	n, meta, err := value.ReadNetwork(bytes.NewReader(origin))
	if err != nil {
		return s, fmt.Errorf("the network to start from: %w", err)
	}
	s.Origin, s.Hidden = int(meta.Games/UnitGames), n.Shape().Hidden
	return s, nil
}

// Survey returns what Run would base the plan of the next generation on.
func Survey(o Options) (Situation, error) {
	l := &loop{Options: o}
	last, begun, err := l.File.Last()
	if err != nil {
		return Situation{}, err
	}
	n := last.Number + 1
	if begun && last.State != run.Done {
		n = last.Number
	}
	return l.situation(n)
}

// meta returns the metadata of the network that plays after a generation, and its
// neurons; nothing of a network that the run does not have.
func (l *loop) meta(generation int) (meta value.Meta, hidden int, err error) {
	blob, _, err := l.File.NetworkOf(generation)
	if errors.Is(err, run.ErrDroppedNetwork) || generation == 0 && errors.Is(err, run.ErrUnknownNetwork) {
		return meta, 0, nil // a slim copy keeps nothing of it, and a new run has none yet
	}
	if err != nil {
		return meta, 0, err
	}
	n, meta, err := value.ReadNetwork(bytes.NewReader(blob))
	if err != nil {
		return meta, 0, err
	}
	return meta, n.Shape().Hidden, nil
}

// plan begins generation n.
func (l *loop) plan(n int) (run.Generation, error) {
	plan, _, err := l.decide(n)
	if err != nil {
		return run.Generation{}, err
	}
	_, player, err := l.File.NetworkOf(n - 1)
	if err != nil {
		return run.Generation{}, err
	}
	g, err := newGeneration(n, player, plan)
	if err != nil {
		return g, err
	}
	return g, l.File.Begin(g)
}

// newGeneration returns generation n as it begins to play. It has no loss until it
// has learnt.
func newGeneration(n int, player string, plan Plan) (run.Generation, error) {
	g := run.Generation{Number: n, State: run.Playing, Player: player, Started: time.Now(), Loss: math.NaN(), HeldOut: math.NaN()}
	return g, put(&g, plan)
}

// put writes a plan into the row of its generation.
func put(g *run.Generation, plan Plan) error {
	text, err := json.Marshal(plan)
	g.Plan = string(text)
	g.Units, g.WindowFrom, g.Hidden = plan.Units, plan.From, plan.Hidden
	return err
}

// planOf reads back the plan of generation g, so that a newer recipe does not
// change a generation under way.
func planOf(g *run.Generation) (Plan, error) {
	var plan Plan
	if err := json.Unmarshal([]byte(g.Plan), &plan); err != nil {
		return plan, fmt.Errorf("plan of generation %d: %w", g.Number, err)
	}
	return plan, nil
}

// planned returns the plan of generation g as this loop learns by it.
func (l *loop) planned(g *run.Generation) (Plan, error) {
	plan, err := planOf(g)
	l.changes.apply(&plan)
	return plan, err
}

// weights reads the network that plays after a generation.
func (l *loop) weights(generation int) (*value.Weights, error) {
	blob, _, err := l.File.NetworkOf(generation)
	if err != nil {
		return nil, err
	}
	w, _, _, err := value.Read(bytes.NewReader(blob))
	if err != nil {
		return nil, fmt.Errorf("network of generation %d: %w", generation, err)
	}
	return w, nil
}

// network reads and quantises the network that plays after a generation.
func (l *loop) network(generation int) (*value.Network, error) {
	blob, _, err := l.File.NetworkOf(generation)
	if err != nil {
		return nil, err
	}
	return readNetwork(blob, generation)
}

// readNetwork quantises the network file of a generation.
func readNetwork(blob []byte, generation int) (*value.Network, error) {
	n, _, err := value.ReadNetwork(bytes.NewReader(blob))
	if err != nil {
		return nil, fmt.Errorf("network of generation %d: %w", generation, err)
	}
	return n, nil
}

// encode returns the network file of w and its SHA-256, after filling in what
// all networks of the run share.
func (l *loop) encode(w *value.Weights, meta value.Meta) (blob []byte, sha string, err error) {
	meta.Game, meta.InputSet = l.Game.Name(), l.Game.InputSet()
	var b bytes.Buffer
	sha, err = value.Write(&b, w, meta)
	return b.Bytes(), sha, err
}
