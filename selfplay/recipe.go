package selfplay

import (
	"math"

	"apprentice/agent/learn"
	"apprentice/games"
	"apprentice/selfplay/run"
)

// Plan is how one generation is made: the games that give it experience and
// the learning that turns the experience into its network. It is the row that
// a run keeps of each decision, so that the run can be repeated.
type Plan struct {
	Units int   // units to play; a run that runs out of time plays fewer
	Rules Rules // of its games

	From         int     // first generation of the replay window
	Hidden       int     // neurons of its network for each view
	Inputs       string  `json:",omitempty"` // its further input set (games.InputSet); "": the game's own
	Common       bool    `json:",omitempty"` // features that are alike in that set learn a part in common
	Mirror       bool    `json:",omitempty"` // half of the samples are seen as in a mirror, the other half in the next epoch
	Epochs       int     // times that learning uses each sample
	Batch        int     // samples a step, at most
	Trace        float64 // TD(lambda) weight of the next position in the targets (learn.Store.Add)
	LearningRate float64 // peak
	RateEnd      float64 `json:",omitempty"` // learning rate of the last step; 0: the standard one
	Average      float64 `json:",omitempty"` // share of the last steps whose mean weights are the network; 0: the last weights are
	EMA          float64 `json:",omitempty"` // decay a step of an exponential average; 0: none
	Skip         float64 `json:",omitempty"` // share of positions that is left out at random
	Warm         bool    `json:",omitempty"` // learning starts from the player's weights, not from random ones
	Measure      int     `json:",omitempty"` // games to measure its network by; 0: as many as before plans said so
	Gentle       bool    `json:",omitempty"` // learning is a second try, at a lower rate
	Seconds      float64 `json:",omitempty"` // time that the generation may take; 0: no bound
	Last         bool    `json:",omitempty"` // it fills the rest of a sitting: the clock, not Units, ends its games
}

// Constants of the recipe. docs/results/learning.md has the experiments that they
// come from.
const (
	firstUnits = 24   // units of the first generation: some 3,000 games
	growth     = 1.30 // of the units from one stage to the next
	usualGames = 200  // to measure a generation where no clock decides
	bothWays   = 2    // times as many epochs where each position is seen both ways
)

// Recipe says how to make and use experience: how many games come next, how
// deep their searches are, what is learnt from them and how. It is the standard
// schedule as changed by knobs.
//
// Its steps are stages of experience, not of time, counted from 1. A run that
// plays every planned game reaches stage g with generation g. If generations are
// shorter, because time is planned, a stage takes several of them.
//
// Cheap games come first: a network that knows nothing learns more from ten
// shallow games than from one deep one. Targets look far ahead at first, since
// early values are noise; the better the player, the more its next searches
// count. Every generation learns from random weights on its whole window, which
// generalises better than continuing from the parent's weights. Small batches
// are harmful as long as samples are few.
//
// Where a game has a mirror, learning sees each position both ways, and twice as
// often. Without it as many epochs overfit.
type Recipe struct {
	knobs  Knobs
	mirror bool // the game has one
}

// NewRecipe returns the standard recipe with the given knobs changed, for a game
// without a mirror.
func NewRecipe(knobs Knobs) Recipe { return Recipe{knobs: knobs} }

// For returns r for a game, which may be games.Mirrored.
func (r Recipe) For(g games.Game) Recipe {
	_, r.mirror = g.(games.Mirrored)
	return r
}

// Knobs returns what was changed.
func (r Recipe) Knobs() Knobs { return r.knobs }

// Plan returns the plan of generation g of a run that plays every planned game.
// It depends on the number and the knobs alone, so that a run is a function of
// its seed.
func (r Recipe) Plan(g int) Plan {
	plan := r.stage(g)
	var units []int
	for n := 1; n < g; n++ {
		units = append(units, r.units(n))
	}
	plan.From = r.window(g, units, plan.Units)
	return plan
}

// stage returns the plan of a stage without its window.
func (r Recipe) stage(g int) Plan {
	g = max(g, 1)
	plan := Plan{
		Units:        r.units(g),
		Hidden:       pick(g, 128, step{11, 256}, step{16, 512}),
		Epochs:       pick(g, 16, step{2, 12}, step{4, 8}, step{7, 6}),
		Batch:        pick(g, learn.DefaultOptions().Batch, step{4, 8192}),
		Trace:        pick(g, 0.98, step{3, 0.95}),
		LearningRate: 1e-3,
		Measure:      usualGames,
		Rules: Rules{
			RandomPlies:     8,
			Nodes:           pick[int64](g, 45, step{3, 70}, step{5, 85}, step{8, 120}, step{11, 150}, step{14, 250}),
			MaxPlies:        400,
			AdjudicatePlies: 6,
			AdjudicateValue: pick(g, 0, step{4, 1200}),
		},
	}
	if r.mirror && r.knobs.number(mirrorKnob, 1) != 0 {
		plan.Mirror = true
		plan.Epochs *= bothWays
	}
	r.knobs.apply(&plan)
	return plan
}

// units returns how many units stage g plays.
func (r Recipe) units(g int) int {
	first, growth := r.knobs.number("units", firstUnits), r.knobs.number("growth", growth)
	return int(math.Min(math.Round(first*math.Pow(growth, float64(g-1))), run.MaxUnits))
}

// reached returns the stage that follows after the given units of experience.
func (r Recipe) reached(units int) int {
	stage := 1
	for sum := r.units(1); sum <= units && stage < maxStage; sum += r.units(stage) {
		stage++
	}
	return stage
}

// maxStage bounds the stages; nothing changes that late.
const maxStage = 1000

// window returns the first generation of the replay window of the next
// generation, given the units of those before it and its own. The window keeps
// the share of all experience that the recipe asks for at that stage. The oldest
// games, which the weakest players made, are left out.
func (r Recipe) window(stage int, units []int, next int) int {
	all := next
	for _, n := range units {
		all += n
	}
	keep := r.keeps(stage) * float64(all)
	const rounding = 1e-6 // of a unit
	from, kept := 1, all
	for from <= len(units) && float64(kept-units[from-1]) >= keep-rounding {
		kept -= units[from-1]
		from++
	}
	return from
}

// keeps returns the share of all games that the window of a stage keeps: that
// of the stages from 1 + stage/3 on.
func (r Recipe) keeps(stage int) float64 {
	if share, ok := r.knobs["window"]; ok {
		return share
	}
	all, kept := 0, 0
	for n := 1; n <= stage; n++ {
		u := r.units(n)
		all += u
		if n >= 1+stage/3 {
			kept += u
		}
	}
	return float64(kept) / float64(all)
}

// step is the value of a constant from a stage on.
type step struct {
	from  int
	value float64
}

// pick returns the value of the last step that stage g has reached.
func pick[T int | int64 | float64](g int, value T, steps ...step) T {
	for _, s := range steps {
		if g >= s.from {
			value = T(s.value)
		}
	}
	return value
}
