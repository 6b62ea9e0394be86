package selfplay

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"apprentice/agent"
	"apprentice/games/tictactoe"
	"apprentice/selfplay/run"
)

// past is a finished generation as a forecast sees it.
type past struct {
	plan                 Plan
	games, positions     int
	nodes                int64
	play, learn, measure float64
}

// history writes finished generations into a new run.
func history(t *testing.T, all ...past) *loop {
	t.Helper()
	g := tictactoe.Game{}
	l := &loop{Options: Options{Game: g, File: newFile(t, g, 1), Workers: 1}}
	for i, p := range all {
		n := i + 1
		begin(t, l.Options, n, p.plan)
		must(t, l.File.AddShard(run.Shard{Generation: n, Games: p.games, Positions: int64(p.positions), Nodes: p.nodes, Draws: p.games}))
		row, err := l.File.Generation(n)
		must(t, err)
		row.PlaySeconds, row.LearnSeconds, row.MeasureSeconds = p.play, p.learn, p.measure
		must(t, l.File.Finish(row, []byte{byte(n)}))
		must(t, l.File.SetState(n, run.Done))
	}
	return l
}

func oldPlan(from, hidden, epochs int, nodes int64) Plan {
	return Plan{From: from, Hidden: hidden, Epochs: epochs, Rules: Rules{Nodes: nodes}}
}

// Forecasts follow by rule of three from the last finished generation: play by
// positions and their node budget, learning by positions, epochs and neurons.
func TestForecast(t *testing.T) {
	first := past{oldPlan(1, 128, 10, 50), 1000, 40_000, 1, 100, 20, 7}
	second := past{oldPlan(2, 256, 5, 100), 500, 30_000, 1, 300, 40, 9}
	next := oldPlan(1, 256, 5, 100)
	next.Units = 10 // 1280 games
	later := next
	later.From = 2
	for _, tt := range []struct {
		name                 string
		history              []past
		plan                 Plan
		play, learn, measure float64
	}{
		// 150 positions a game, 10,000 played a second, a million learnt at 128 neurons.
		{"nothing known", nil, next, 5.76, 57_600 * 5 * 2 / 1e6, 0}, // 45 positions a game
		// 40 positions a game: 51,200 at twice the nodes of 40,000. Learning from
		// all 91,200 at half the epochs and twice the width of 40,000.
		{"one generation", []past{first}, next, 100 * 51.2 / 40 * 2, 20 * 91.2 / 40, 7},
		{"one generation outside the window", []past{first}, later, 100 * 51.2 / 40 * 2, 20 * 51.2 / 40, 7},
		// 60 positions a game: 76,800. The second learnt from its own 30,000 alone.
		{"two generations", []past{first, second}, next, 300 * 76.8 / 30, 40 * 146.8 / 30, 9},
		{"two generations, window from the second", []past{first, second}, later, 300 * 76.8 / 30, 40 * 106.8 / 30, 9},
	} {
		f, err := history(t, tt.history...).forecast(tt.plan)
		must(t, err)
		for _, phase := range []struct {
			name string
			got  time.Duration
			want float64
		}{{"play", f.play, tt.play}, {"learn", f.learn(f.positions), tt.learn}, {"measure", f.measure, tt.measure}} {
			if math.Abs(phase.got.Seconds()-phase.want) > 1e-6 {
				t.Errorf("%s: %s takes %v, want %.3f s", tt.name, phase.name, phase.got, phase.want)
			}
		}
	}
}

// A generation under way is forecast as it was before it began: the games that
// it has played already are among those that it is planned to play.
func TestForecastUnderWay(t *testing.T) {
	l := history(t, past{oldPlan(1, 128, 10, 50), 1000, 40_000, 1, 100, 20, 7})
	plan := oldPlan(1, 128, 10, 50)
	plan.Units = 10
	want, err := l.forecast(plan)
	must(t, err)
	row, err := l.File.Generation(1)
	must(t, err)
	settings, err := json.Marshal(plan)
	must(t, err)
	must(t, l.File.Begin(run.Generation{Number: 2, Player: row.Network, Plan: string(settings), WindowFrom: 1, Units: 10, PlaySeconds: 3, LearnSeconds: 5}))
	must(t, l.File.AddShard(run.Shard{Generation: 2, Games: 640, Positions: 20_000, Nodes: 1, Draws: 640}))
	if got, err := l.forecast(plan); err != nil || got != want {
		t.Errorf("half way %+v (%v), before it began %+v", got, err, want)
	}
}

// A generation is begun while a fair part of its games, learning from these and
// its measurement fit before the deadline, and playing stops when learning from
// what was played and the measurement just fit.
func TestDeadline(t *testing.T) {
	l := history(t, past{oldPlan(1, 128, 16, 50), 3000, 90_000, 1, 2000, 500, 300})
	plan := Schedule(2)
	f, err := l.forecast(plan)
	must(t, err)
	all := int64(f.positions)
	fewest := f.learn(0) + f.measure
	most := f.learn(f.positions) + f.measure
	begin := f.play*3/10 + f.learn(f.positions*0.3) + f.measure // later than most: play takes long
	for _, tt := range []struct {
		left                         time.Duration
		worth, enoughNone, enoughAll bool
	}{
		{-time.Hour, false, true, true}, {0, false, true, true},
		{fewest - time.Minute, false, true, true}, {fewest + time.Minute, false, false, true},
		{most - time.Minute, false, false, true}, {most + time.Minute, false, false, false},
		{begin - time.Minute, false, false, false}, {begin + time.Minute, true, false, false},
		{begin + 100*time.Hour, true, false, false},
	} {
		l.Deadline = time.Now().Add(tt.left)
		worth, err := l.worthBeginning(2)
		must(t, err)
		enough, err := l.enough(plan)
		must(t, err)
		if worth != tt.worth || enough(0) != tt.enoughNone || enough(all) != tt.enoughAll {
			t.Errorf("%v before the deadline of play %v, learn from nothing %v and from all %v: worth beginning %v, enough without games %v, with all %v",
				tt.left, f.play, fewest, most, worth, enough(0), enough(all))
		}
	}
	l.Deadline = time.Time{}
	worth, err := l.worthBeginning(2)
	must(t, err)
	if enough, err := l.enough(plan); err != nil || !worth || enough(all) {
		t.Errorf("without a deadline: worth beginning %v, enough played %v (%v)", worth, enough(all), err)
	}
}

// A run whose time is up begins no generation, ends one under way with the
// units that it has, without a gap, and says so by nil.
func TestRunDeadline(t *testing.T) {
	g := tictactoe.Game{}
	over := time.Now().Add(-time.Minute)
	o := Options{Game: g, File: newFile(t, g, 5), Workers: 1, Deadline: over}
	must(t, Run(t.Context(), o))
	if _, begun, err := o.File.Last(); err != nil || begun {
		t.Errorf("a generation was begun (%v)", err)
	}

	for _, there := range []int{-1, 2} { // a unit that an earlier sitting has left behind a gap
		o := Options{Game: g, File: newFile(t, g, 5), Workers: 2, Deadline: over}
		plan := tinyPlan(g, 1)
		plan.Units = 60
		begin(t, o, 1, plan)
		if there >= 0 {
			must(t, o.File.AddShard(unitOf(t, o, 1, plan, there)))
		}
		must(t, Run(t.Context(), o))
		sound(t, g, o.File)
		row, last, err := o.File.Last()
		must(t, err)
		units, err := o.File.Units(1)
		must(t, err)
		if !last || row.Number != 1 || row.State != run.Done || row.UnitsPlayed != len(units) {
			t.Errorf("generation %d is %s with %d units, there are %v", row.Number, row.State, row.UnitsPlayed, units)
		}
		most := 8 // one finished, some under way or handed out by then
		if there >= 0 {
			most = there + 1
		}
		if len(units) < 1 || len(units) > most || there >= 0 && len(units) != most {
			t.Errorf("with unit %d there: units %v, want at most %d", there, units, most)
		}
		for i, unit := range units {
			if unit != i {
				t.Errorf("units %v have a gap", units)
			}
		}
	}
}

// Playing stops for the sake of learning from what this sitting and those before
// it have played: here, where a unit takes days to learn from, after very few.
func TestRunStopsToLearn(t *testing.T) {
	g := tictactoe.Game{}
	for _, there := range []int{0, 1} { // units of an earlier sitting
		o := Options{Game: g, File: newFile(t, g, 5), Workers: 1, Generations: 1}
		begin(t, o, 1, tinyPlan(g, 1))
		must(t, Run(t.Context(), o))
		slow, err := o.File.Generation(1)
		must(t, err)
		slow.LearnSeconds = 1e6
		must(t, o.File.Update(slow))

		plan := tinyPlan(g, 2)
		plan.Units, plan.From = 60, 2
		begin(t, o, 2, plan)
		most := 3 // one finished, one under way and one handed out by then
		if there > 0 {
			must(t, o.File.AddShard(unitOf(t, o, 2, plan, 0)))
			most = there
		}
		o.Generations, o.Deadline = 2, time.Now().Add(time.Hour)
		must(t, Run(t.Context(), o))
		row, err := o.File.Generation(2)
		must(t, err)
		if row.State != run.Done || row.UnitsPlayed < 1 || row.UnitsPlayed > most {
			t.Errorf("with %d units there: generation 2 is %s with %d units, want 1 to %d", there, row.State, row.UnitsPlayed, most)
		}
		sound(t, g, o.File)
	}
}

// unitOf returns a unit of a generation of a run.
func unitOf(t *testing.T, o Options, generation int, plan Plan, unit int) run.Shard {
	t.Helper()
	network, err := (&loop{Options: o}).network(generation - 1)
	must(t, err)
	b := testBatch(t, 1, unit)
	b.NewAgent = func() *agent.Agent { return agent.New(o.Game, network, playerOptions()) }
	b.Seed, b.Generation, b.Rules = o.File.Config().Seed, generation, plan.Rules
	return playBatch(t, b, never)[unit]
}
