package selfplay

import (
	"slices"
	"time"

	"apprentice/selfplay/run"
)

// Guesses for the first generation of a run; later ones are measured.
const (
	guessPlay  = 10e3 // positions a second
	guessLearn = 1e6  // positions a second, at 128 neurons
	guessPlies = 5    // positions a game for each piece that it begins with, or comes to have
)

// worthShare is the part of a generation's games for which time must be left
// before a deadline, or the generation is not begun.
const worthShare = 0.3

// forecast is how long the phases of a generation will take.
type forecast struct {
	play      time.Duration // all games that are planned
	positions float64       // of these games
	window    float64       // seconds to learn from the games of earlier generations
	position  float64       // seconds to learn from a position more
	measure   time.Duration
}

// learn is how long learning takes if the generation gives this many positions.
func (f forecast) learn(positions float64) time.Duration {
	return seconds(f.window + positions*f.position)
}

// forecast predicts the phases of a generation with the given plan from the
// finished generations. One under way counts as its plan alone.
func (l *loop) forecast(plan Plan) (forecast, error) {
	generations, err := l.File.Generations()
	if err != nil {
		return forecast{}, err
	}
	generations = slices.DeleteFunc(generations, func(g run.Generation) bool { return g.State != run.Done })
	f := forecast{positions: float64(plan.Units*UnitGames) * l.gameLength(generations)}
	nodes := f.positions * float64(plan.Rules.Nodes)
	f.play = seconds(f.positions / guessPlay)
	perWork := 1.0 / (guessLearn * 128) // seconds

	for i, g := range generations {
		past, err := planOf(&g)
		if err != nil {
			continue
		}
		f.measure = seconds(g.MeasureSeconds)
		if w := work(generations[:i+1], past, g.WindowFrom); w > 0 && g.LearnSeconds > 0 {
			perWork = g.LearnSeconds / w
		}
		if g.Nodes > 0 && g.PlaySeconds > 0 {
			f.play = seconds(nodes * g.PlaySeconds / float64(g.Positions*past.Rules.Nodes))
		}
	}
	f.window = perWork * work(generations, plan, plan.From)
	f.position = perWork * float64(plan.Epochs*plan.Hidden)
	return f, nil
}

// gameLength returns how many positions a game of the last generation had, and
// a guess where there is none.
func (l *loop) gameLength(generations []run.Generation) float64 {
	length := float64(guessPlies * l.Game.MaxActive())
	for _, g := range generations {
		if g.Games > 0 {
			length = float64(g.Positions) / float64(g.Games)
		}
	}
	return length
}

// work is what learning from the games of the generations from a window's
// first on costs with the given plan: positions x epochs x neurons.
func work(generations []run.Generation, plan Plan, from int) float64 {
	var positions int64
	for _, g := range generations {
		if g.Number >= from {
			positions += g.Positions
		}
	}
	return float64(positions) * float64(plan.Epochs*plan.Hidden)
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// worthBeginning reports whether the time left allows a fair part of another
// generation.
func (l *loop) worthBeginning(generation int) (bool, error) {
	if l.Deadline.IsZero() {
		return true, nil
	}
	f, err := l.forecast(l.schedule(generation))
	if err != nil {
		return false, err
	}
	need := seconds(f.play.Seconds()*worthShare) + f.learn(f.positions*worthShare) + f.measure
	return time.Now().Add(need).Before(l.Deadline), nil
}

// enough returns a function that reports, when told how many positions the
// generation has given so far, whether it should stop playing, because what is
// left until the deadline is needed to learn from its games and to measure the
// result.
func (l *loop) enough(plan Plan) (func(positions int64) bool, error) {
	if l.Deadline.IsZero() {
		return func(int64) bool { return false }, nil
	}
	f, err := l.forecast(plan)
	if err != nil {
		return nil, err
	}
	return func(positions int64) bool {
		need := f.learn(float64(positions)) + f.measure
		return time.Now().Add(need).After(l.Deadline)
	}, nil
}
