package selfplay

import (
	"context"
	"encoding/json"
	"math"
	"slices"
	"sync/atomic"

	"apprentice/agent"
	"apprentice/agent/search"
	"apprentice/agent/value"
	"apprentice/games"
	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

// Constants of playing against the clock.
const (
	lastFactor = 64   // how many times its planned units a generation may play that the clock ends
	overrun    = 1.15 // of its planned time that a generation may take before its games end
)

// play plays the units of g that are still missing. It returns errTimeUp if the
// sitting ends before there are enough games to learn from.
func (l *loop) play(ctx context.Context, g *run.Generation) error {
	reached, err := l.replan(g)
	if err != nil {
		return err
	}
	plan, err := planOf(g)
	if err != nil {
		return err
	}
	batch, done, err := l.batch(g, plan, reached)
	if err != nil {
		return err
	}
	rest, err := l.rest(g, plan, reached)
	if err != nil {
		return err
	}
	rules, err := json.Marshal(plan.Rules)
	if err != nil {
		return err
	}
	var finished atomic.Int64 // units are handed out and committed by two goroutines
	finished.Store(int64(done))

	begun := l.Awake()
	status := Status{Generation: g.Number, Phase: run.Playing, Units: plan.Units, UnitsDone: done}
	byClock := l.timed() && (plan.Last || !reached)
	status.Expected = GuessPace(l.Game.TypicalPlies(), 1).play(&plan, 1)
	l.report(status)
	var tally Tally
	var audit Audit
	before := g.Positions // of earlier sittings
	batch.Withdraw = func(player string) (run.Withdrawal, error) {
		w, err := l.File.Withdraw(g.Number, player)
		status.UnitsDone = int(finished.Add(-int64(len(w.Units))))
		return w, err
	}
	err = batch.Play(ctx, &tally,
		func() bool {
			// A generation has a unit at least. Where nobody plays here, none may ever come.
			return (finished.Load() > 0 || !reached || batch.Spare) && rest(before+tally.Positions.Load()) <= 0
		},
		func(u Unit) error {
			u.Shard.Rules, u.Shard.Network = string(rules), batch.Network.SHA
			if err := l.File.AddShard(u.Shard); err != nil {
				return err
			}
			audit.Add(u.Audit)
			status.UnitsDone = int(finished.Add(1))
			status.Seconds = l.Awake() - begun
			status.Games, status.Positions = tally.Games.Load(), tally.Positions.Load()
			status.Units = max(plan.Units, status.UnitsDone)
			if byClock {
				status.Units = foreseen(done, status.UnitsDone, status.Seconds, rest(before+status.Positions))
			}
			l.report(status)
			return nil
		})
	if err != nil {
		return err
	}
	if audit.PlayedOut > 0 || audit.Adjudicated > 0 {
		data := event.Adjudication{Adjudicated: audit.Adjudicated, PlayedOut: audit.PlayedOut, Wrong: audit.Wrong}
		if err := l.File.AddEvent(g.Number, data); err != nil {
			return err
		}
	}
	if !reached || finished.Load() == 0 {
		return errTimeUp
	}
	if *g, err = l.File.Generation(g.Number); err != nil { // with the counters of its shards
		return err
	}
	if goesOn, err := l.goesOn(g, plan); err != nil || goesOn {
		return err
	}
	g.State = run.Learning
	return l.File.Update(*g)
}

// goesOn reports whether a generation that has played its plan continues to play,
// because it took longer than expected and too little of the sitting is left for
// another one.
func (l *loop) goesOn(g *run.Generation, plan Plan) (bool, error) {
	if !l.timed() || plan.Last || g.UnitsPlayed < plan.Units {
		return false, nil
	}
	now, reached, err := l.decide(g.Number)
	return reached && now.Last && now.Units > g.UnitsPlayed, err
}

// batch returns what is left to play of g, and how many units were played. If
// the clock ends the games, it has more units than can be played.
func (l *loop) batch(g *run.Generation, plan Plan, reached bool) (b Batch, done int, err error) {
	blob, sha, err := l.File.NetworkOf(g.Number - 1)
	if err != nil {
		return b, 0, err
	}
	network, err := readNetwork(blob, g.Number-1)
	if err != nil {
		return b, 0, err
	}
	there, err := l.File.Units(g.Number)
	if err != nil {
		return b, 0, err
	}
	b = Batch{
		Game:       l.Game,
		NewAgent:   func() *agent.Agent { return NewPlayer(l.Game, network) },
		Network:    Network{SHA: sha, Blob: blob},
		Seed:       l.File.Config().Seed,
		Generation: g.Number,
		Rules:      plan.Rules,
		Workers:    l.Workers,
		Gate:       l.Gate,
		Helpers:    l.Helpers,
		Spare:      l.Spare && l.Helpers != nil,
	}
	units := plan.Units
	if l.timed() && (plan.Last || !reached) {
		units = min(units*lastFactor, run.MaxUnits)
	}
	for unit := range units {
		if !slices.Contains(there, unit) {
			b.Units = append(b.Units, unit)
		}
	}
	if len(there) > 0 {
		b.Required = there[len(there)-1] + 1
	}
	return b, len(there), nil
}

// NewPlayer returns an agent as self-play has it.
func NewPlayer(g games.Game, network *value.Network) *agent.Agent {
	return agent.New(g, network, playerOptions())
}

// playerOptions are the search options of self-play: one thread, and a table
// small enough to be cleared for every game and large enough for every move.
func playerOptions() search.Options {
	o := search.DefaultOptions()
	o.Threads = 1
	o.HashKB = 512
	return o
}

// replan fits the plan of a generation that is being played to the time of this
// sitting, which may not be the one that began it. It reports whether the sitting
// is long enough to learn from the games. What the games depend on stays as it
// was.
func (l *loop) replan(g *run.Generation) (reached bool, err error) {
	if !l.timed() {
		return true, nil
	}
	old, err := planOf(g)
	if err != nil {
		return false, err
	}
	plan, reached, err := l.decide(g.Number)
	if err != nil {
		return false, err
	}
	plan.Rules = old.Rules
	plan.Units = max(plan.Units, g.UnitsPlayed)
	if plan == old {
		return reached, nil
	}
	if err := put(g, plan); err != nil {
		return false, err
	}
	if g.UnitsPlayed > 0 {
		if err := l.File.AddEvent(g.Number, fitted(old, plan)); err != nil {
			return false, err
		}
	}
	return reached, l.File.Update(*g)
}

// foreseen returns how many units a generation that the clock ends will have, at
// the pace so far. It is given the units before this sitting, the units now, the
// seconds since, and the seconds left.
func foreseen(before, now int, seconds, left float64) int {
	if seconds <= 0 || left <= 0 {
		return now
	}
	return now + int(min(float64(now-before)*left/seconds, run.MaxUnits))
}

// rest returns a function from the number of positions played so far, units under
// way included, to the seconds for which the generation should continue to play:
// +Inf if no clock ends the games, 0 or less if they should end.
func (l *loop) rest(g *run.Generation, plan Plan, reached bool) (func(positions int64) float64, error) {
	if !l.timed() {
		return func(int64) float64 { return math.Inf(1) }, nil
	}
	s, err := l.situation(g.Number)
	if err != nil {
		return nil, err
	}
	window := s.window(plan.From)
	begun := l.Awake() - positive(g.PlaySeconds)
	least := float64(min(leastUnits(l.Recipe.Next(s).Units), plan.Units)) * s.Pace.Unit
	return func(positions int64) float64 {
		if !reached {
			return l.Left()
		}
		need := s.Pace.learn(&plan, window+float64(positions)) + s.Pace.measure(&plan)
		left := l.Left() - need
		if plan.Seconds > 0 && float64(positions) >= least {
			left = min(left, overrun*plan.Seconds-need-(l.Awake()-begun))
		}
		return left
	}, nil
}
