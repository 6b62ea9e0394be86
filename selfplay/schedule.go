package selfplay

import "math"

// Plan says how one generation is made: the games that give it experience and
// the learning that turns the experience into its network.
type Plan struct {
	Units int   // planned; fewer where the time of a run ends
	Rules Rules // of its self-play

	From         int // the replay window begins with the games of this generation
	Hidden       int // neurons of its network for each view
	Epochs       int
	Batch        int     // samples a step
	Trace        float64 // weight, a ply, of what came later in the targets that its games give (learn.Store.Add)
	LearningRate float64 // peak
}

// Constants of the schedule; RESULTS.md has the runs they come from.
const (
	firstUnits = 24   // units of generation 1: some 3,000 games
	growth     = 1.30 // from one generation to the next: new games are always about a quarter of the window
)

// Schedule returns the plan of a generation, counted from 1. It depends on the
// number alone, so that a run is a function of its seed.
//
// Cheap games come first: a network that knows nothing learns more from ten
// shallow games than from one deep one. Targets look far ahead at first, since
// early values are noise; the better the player, the more its next searches
// count. Every generation learns from random weights on its whole window, which
// generalises better than going on from the parent's weights; small batches are
// harmful as long as samples are few.
func Schedule(generation int) Plan {
	g := max(generation, 1)
	plan := Plan{
		Units:        int(math.Round(firstUnits * math.Pow(growth, float64(g-1)))),
		From:         1 + g/3,
		Hidden:       pick(g, 128, step{11, 256}, step{16, 512}),
		Epochs:       pick(g, 16, step{2, 12}, step{4, 8}, step{7, 6}),
		Batch:        pick(g, 16384, step{4, 8192}),
		Trace:        pick(g, 0.98, step{3, 0.95}),
		LearningRate: 1e-3,
		Rules: Rules{
			RandomPlies:     8,
			Nodes:           pick[int64](g, 45, step{3, 70}, step{5, 85}, step{8, 120}, step{11, 150}, step{14, 250}),
			MaxPlies:        400,
			AdjudicatePlies: 6,
			AdjudicateValue: pick(g, 0, step{4, 1200}),
		},
	}
	return plan
}

// step changes a constant from a generation on.
type step struct {
	from  int
	value float64
}

// pick returns the value of the last step that generation g has reached.
func pick[T int | int64 | float64](g int, value T, steps ...step) T {
	for _, s := range steps {
		if g >= s.from {
			value = T(s.value)
		}
	}
	return value
}
