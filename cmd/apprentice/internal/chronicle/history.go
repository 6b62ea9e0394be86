package chronicle

import (
	"math"
	"slices"

	"apprentice/eval/curve"
	"apprentice/eval/stat"
	"apprentice/selfplay/run"
)

// History is what the tables of a run say about how it has gone.
type History struct {
	path        string // of the file
	knobs       string // of the run, for people; "" where it has the defaults
	name        string // by nameRuns, for pictures of several runs
	config      run.Config
	Generations []run.Generation     // all that were begun
	matches     []run.Match          // that the run measured itself with
	ladder      []run.Match          // with external engines
	Ratings     map[int]run.Rating   // by generation, from all matches together
	Strengths   map[int]Strength     // by generation, on the scale of anchors
	opponents   []string             // that the curves are drawn for
	asked       []string             // of them, those that somebody asked for
	externals   map[int]run.External // by generation, on one scale
	calibrated  []run.Calibration
	Rows        []curve.Row // the measures of the generations, in order
}

// ReadHistory reads what a run has come to. The run may be written to
// meanwhile.
func ReadHistory(file *run.File) (*History, error) {
	h := &History{path: file.Path(), config: file.Config(), Ratings: map[int]run.Rating{}}
	knobs, err := KnobsOf(file.Config())
	if err == nil && len(knobs) > 0 {
		h.knobs = knobs.String()
	}
	if h.Generations, err = file.Generations(); err != nil {
		return nil, err
	}
	if h.matches, err = file.Matches(); err != nil {
		return nil, err
	}
	h.ladder = slices.DeleteFunc(slices.Clone(h.matches), func(m run.Match) bool { return settingsOf(m).Ladder == "" })
	h.matches = Measured(h.matches)
	all, err := file.Externals()
	if err != nil {
		return nil, err
	}
	h.externals, h.Strengths = externals(all, file.Config().Game), strengths(all)
	h.opponents = h.listOpponents()
	if h.calibrated, err = file.Calibrations(); err != nil {
		return nil, err
	}
	ratings, err := file.Ratings()
	if err != nil {
		return nil, err
	}
	for _, r := range ratings {
		if r.Generation != run.NoGeneration {
			h.Ratings[r.Generation] = r
		}
	}
	h.fill()
	return h, nil
}

// externals returns the ratings of generations on the ladder of the run's game
// or, where there are none, on one of the user's own players.
func externals(all []run.External, game string) map[int]run.External {
	for _, scale := range []string{game, OwnLadder} {
		found := map[int]run.External{}
		for _, e := range all {
			if e.Scale == scale {
				found[e.Generation] = e
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// fill makes the rows.
func (h *History) fill() {
	at := curve.Row{Low: math.NaN(), High: math.NaN()} // how much experience there was
	h.measured(at)
	for _, g := range h.Generations {
		if g.Network == "" {
			break // still playing or learning
		}
		at.Generation = g.Number
		at.Seconds = g.WallSeconds
		at.Games += g.Games
		at.Positions += g.Positions
		at.Cores += g.WorkerSeconds
		h.measured(at)
		h.learned(at, g)
	}
}

// measured adds the results of matches and ratings of one generation.
func (h *History) measured(at curve.Row) {
	for _, opponent := range h.opponents {
		if w := h.Results(at.Generation, opponent); w.Games() >= telling {
			i := w.WinRateInterval()
			at.Measure, at.N = winRate(opponent), w.Games()
			at.Value, at.Low, at.High = i.Value, i.Low, i.High
			h.Rows = append(h.Rows, at)
		}
	}
	if s, ok := h.Strengths[at.Generation]; ok && !math.IsNaN(s.Value) {
		at.Measure, at.N = measureStrength, s.Games
		at.Value, at.Low, at.High = s.Value, s.Low, s.High
		h.Rows = append(h.Rows, at)
	}
	if r, ok := h.Ratings[at.Generation]; ok && !math.IsNaN(r.Elo) {
		at.Measure, at.N = MeasureElo, r.Games
		at.Value, at.Low, at.High = r.Elo, r.Low, r.High
		h.Rows = append(h.Rows, at)
	}
	if e, ok := h.externals[at.Generation]; ok {
		at.Measure, at.N = measureOutside, e.Games
		at.Value, at.Low, at.High = e.Elo, e.Low, e.High
		h.Rows = append(h.Rows, at)
	}
}

// learned adds what is known about a generation's games and learning.
func (h *History) learned(at curve.Row, g run.Generation) {
	add := func(measure string, value float64, n int64) {
		at.Measure, at.Value, at.N = measure, value, int(n)
		h.Rows = append(h.Rows, at)
	}
	if g.Loss > 0 { // not one whose network was refused
		add(measureLoss, g.Loss, 0)
	}
	if g.HeldOut > 0 {
		add(measureHeldOut, g.HeldOut, 0)
	}
	if n := float64(g.Games); n > 0 {
		add(measureFirst, float64(g.FirstWins)/n, g.Games)
		add(measureDraws, float64(g.Draws)/n, g.Games)
		add(measureSecond, float64(g.SecondWins)/n, g.Games)
		add(measureCapped, float64(g.Capped)/n, g.Games)
		add(measureDecided, float64(g.FirstWins+g.SecondWins)/n, g.Games)
		add(measureLength, float64(g.Plies)/n, g.Games)
	}
}

// Results returns what a generation scored against an opponent: in its place's
// own matches where it has a place on the scale of anchors.
func (h *History) Results(generation int, opponent string) stat.WDL {
	var sum stat.WDL
	for _, m := range h.matches {
		if m.A == GenerationName(generation) && m.B == opponent && m.Scale == h.Strengths[generation].Scale {
			sum = sum.Plus(wdlOf(m))
		}
	}
	return sum
}

// MatchesOf returns the matches that measured a generation.
func (h *History) MatchesOf(generation int) []run.Match {
	return slices.DeleteFunc(slices.Clone(h.matches), func(m run.Match) bool { return m.Generation != generation })
}

// Last returns the last generation begun; nil before the first.
func (h *History) Last() *run.Generation {
	if len(h.Generations) == 0 {
		return nil
	}
	return &h.Generations[len(h.Generations)-1]
}

// Done returns the generations that are complete, measurement included.
func (h *History) Done() []run.Generation {
	n := slices.IndexFunc(h.Generations, func(g run.Generation) bool { return g.State != run.Done })
	if n < 0 {
		n = len(h.Generations)
	}
	return h.Generations[:n]
}

// experience returns the games and positions of all generations up to the last
// of the given ones.
func experience(generations []run.Generation) (games, positions int64) {
	for _, g := range generations {
		games += g.Games
		positions += g.Positions
	}
	return games, positions
}

// conditions returns how many games the matches of a run have, or measure a
// generation on the scale of anchors, and how many nodes a move; zeros before the
// first.
func (h *History) conditions() (games, nodes int) {
	if len(h.matches) == 0 {
		return 0, 0
	}
	last := h.matches[len(h.matches)-1]
	if s, ok := h.Strengths[last.Generation]; ok {
		return s.Games, settingsOf(last).Nodes
	}
	return last.Games, settingsOf(last).Nodes
}

// Config returns what the run is.
func (h *History) Config() run.Config { return h.config }

// External returns the strength of the last generation that was measured on
// another scale than the run's own; ok is false where there is none.
func (h *History) External() (e run.External, ok bool) {
	for _, one := range h.externals {
		if !ok || one.Generation > e.Generation {
			e, ok = one, true
		}
	}
	return e, ok
}
