package selfplay

import (
	"math"
	"slices"

	"apprentice/selfplay/run"
)

// Pace is how fast a machine makes generations of a run. It is measured on the
// generations that the run has, or guessed if it has none.
type Pace struct {
	Unit  float64 // positions a unit gives
	Play  float64 // seconds a position takes for each soft node of its move, all workers together
	Learn float64 // seconds a position takes for each epoch and neuron, all workers together
	Game  float64 // seconds a game of a measurement takes, all workers together
}

// Guesses for the first generation of a run, for one core of a fast machine. A
// slower machine has some seconds left to begin the next generation with; one
// faster than the guess would waste a whole sitting on its first.
const (
	guessPlay  = 1.0 / (20e3 * 45)   // 20,000 positions a second at 45 soft nodes
	guessLearn = 1.0 / (1.1e6 * 128) // 1.1 million positions a second at 128 neurons
	guessGame  = 0.0003              // seconds for each ply of a game of a measurement
)

// GuessPace returns the pace to expect of some cores in a game that lasts so many
// plies.
func GuessPace(plies, cores int) Pace {
	n := float64(max(cores, 1))
	return Pace{
		Unit:  float64(UnitGames * plies),
		Play:  guessPlay / n,
		Learn: guessLearn / n,
		Game:  guessGame * float64(plies) / n,
	}
}

// paceGenerations is how many generations the pace is taken from: enough for one
// that was slowed by other work not to matter, few enough to follow the run.
const paceGenerations = 3

// paceOf measures the pace of a run on its last finished generations, for the
// given number of workers. What they do not show stays as guessed.
func paceOf(generations []run.Generation, workers int, guess Pace) Pace {
	pace := guess
	var play, learn, measure []float64
	for i := len(generations) - 1; i >= 0 && len(play) < paceGenerations; i-- {
		g := generations[i]
		plan, err := planOf(&g)
		if g.State != run.Done || err != nil || g.Positions == 0 {
			continue
		}
		if len(play) == 0 {
			pace.Unit = float64(g.Positions) / float64(max(g.UnitsPlayed, 1))
		}
		play = append(play, playSeconds(&g, workers)/float64(g.Positions*plan.Rules.Nodes))
		window := float64(positionsFrom(generations[:i+1], plan.From))
		learn = append(learn, g.LearnSeconds/(window*float64(plan.Epochs*plan.Hidden)))
		measure = append(measure, g.MeasureSeconds/measuredGames(&g, &plan))
	}
	pace.Play = middle(play, pace.Play)
	pace.Learn = middle(learn, pace.Learn)
	pace.Game = middle(measure, pace.Game)
	return pace
}

// playSeconds returns how long the given number of workers takes to play the
// games of g. It adds up the seconds of its units: the clock of its sittings
// lacks those that were killed, and does not know the number of workers.
func playSeconds(g *run.Generation, workers int) float64 {
	if g.WorkerSeconds > 0 {
		return g.WorkerSeconds / float64(max(workers, 1))
	}
	return g.PlaySeconds
}

// middle returns the median of the values that are known, or standard if none
// is.
func middle(all []float64, standard float64) float64 {
	all = slices.DeleteFunc(all, func(x float64) bool { return !(x > 0) || math.IsInf(x, 1) })
	if len(all) == 0 {
		return standard
	}
	slices.Sort(all)
	return all[(len(all)-1)/2]
}

// positionsFrom counts the positions of the generations from a number on. It is
// given all generations in order.
func positionsFrom(generations []run.Generation, from int) int64 {
	var n int64
	for _, g := range generations[min(max(from-1, 0), len(generations)):] {
		n += g.Positions
	}
	return n
}

// formerGames is how many games measured a generation whose plan does not say.
const formerGames = 300

// measuredGames returns how many games the measurement of g took, 0 for none. The
// first one measures the network before it as well.
func measuredGames(g *run.Generation, plan *Plan) float64 {
	games := plan.Measure
	switch {
	case g.Verdict != "":
		return 0
	case games == 0:
		games = formerGames
	}
	if g.Number == 1 {
		games *= 2
	}
	return float64(games)
}

// measure returns how long measuring a generation takes, in seconds.
func (p Pace) measure(plan *Plan) float64 { return float64(plan.Measure) * p.Game }

// play returns how long the given number of units takes to play, in seconds.
func (p Pace) play(plan *Plan, units float64) float64 {
	return units * p.Unit * float64(plan.Rules.Nodes) * p.Play
}

// learn returns how long learning from that many positions takes, in seconds.
func (p Pace) learn(plan *Plan, positions float64) float64 {
	return positions * float64(plan.Epochs) * float64(plan.Hidden) * p.Learn
}

// affordable returns how many units can be played, learnt from together with
// the positions of the window before them, and measured in the given seconds. It
// is negative if there is not even time to learn from the window.
func (p Pace) affordable(plan *Plan, window, seconds float64) float64 {
	left := seconds - p.measure(plan) - p.learn(plan, window)
	return left / (p.play(plan, 1) + p.learn(plan, p.Unit))
}

// total returns how long a generation takes as a whole, in seconds.
func (p Pace) total(plan *Plan, window float64) float64 {
	units := float64(plan.Units)
	return p.play(plan, units) + p.learn(plan, window+units*p.Unit) + p.measure(plan)
}
