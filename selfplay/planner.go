package selfplay

import (
	"math"
	"slices"
)

// Constants of planning by time.
const (
	longRun      = 3590.0   // seconds from which on the length of generations is bounded
	longShare    = 1.0 / 14 // of a long run that a generation may take; the last one up to worthShare more
	worthShare   = 0.3      // of a generation for which time must be left at least, or the one before takes that time too
	learnShare   = 0.3      // of the time of a bounded generation that may go into learning
	fewestEpochs = 2        // to which time may cut the epochs
	widenShare   = 0.5      // of a bounded generation that may go into learning of a wider network than its player's
	widenEpochs  = 4        // to which time may cut the epochs of one, for each way to see a position
	tinyShare    = 0.2      // of a generation's games that are worth learning from
	measureShare = 0.04     // of the time of a generation that goes into measuring it
	fewestGames  = 120      // of a measurement
	mostGames    = 1200
	leastShare   = 0.1 // of what the recipe plays that a bounded generation plays in any time
	leastWindow  = 0.5 // of the positions that the recipe learns from that it learns from in any time
)

// Made is a generation that a plan builds on.
type Made struct {
	Units     int
	Positions int64
	Hidden    int  // neurons of its network for each view; 0: unknown
	Kept      bool // its games are still in the run
}

// Situation is what the plan of the next generation of a run depends on.
type Situation struct {
	Past    []Made  // the finished generations in order
	Origin  int     // units that the network which the run began with had seen; 0 for a random one
	Hidden  int     // neurons of that network; 0: unknown
	Begun   int     // units of the next generation that were played already
	Elapsed float64 // seconds that the run has taken
	Left    float64 // seconds left of the sitting; +Inf for no end
	Pace    Pace
}

// made is the generation of a plan as it will be when it is made.
func (s *Situation) made(plan *Plan) Made {
	return Made{Units: plan.Units, Positions: int64(float64(plan.Units) * s.Pace.Unit), Hidden: plan.Hidden, Kept: true}
}

// Next returns the plan of the next generation of a run, disregarding time: it
// is a function of the units played and of the recipe.
func (r Recipe) Next(s Situation) Plan {
	units := make([]int, len(s.Past))
	first := 1 // whose games are there
	for i, m := range s.Past {
		units[i] = m.Units
		if !m.Kept {
			first = i + 2
		}
	}
	seen := s.Origin
	for _, n := range units {
		seen += n
	}
	stage := r.reached(seen)
	plan := r.stage(stage)
	plan.From = max(r.window(stage, units, plan.Units), first)
	if s.unlearns(&plan) {
		s.warm(&plan)
	}
	return plan
}

// unlearns reports whether a network that learns from random weights would know less
// than its player: the run has, with the games planned, less than half of what the
// player has seen. The others are those of the network that the run began with, and
// games that were dropped.
func (s *Situation) unlearns(plan *Plan) bool {
	has, seen := plan.Units, s.Origin
	for _, m := range s.Past {
		seen += m.Units
		if has += m.Units; !m.Kept {
			has = plan.Units
		}
	}
	return has < seen/2
}

// warm has the network learn from its player's weights. It is as wide as its player
// where that is known: new neurons gain nothing in so few epochs.
func (s *Situation) warm(p *Plan) {
	p.Warm = true
	p.Epochs = min(p.Epochs, warmEpochs)
	p.LearningRate *= warmRate
	if width := s.width(); width > 0 {
		p.Hidden = min(p.Hidden, width)
	}
}

// ways returns in how many ways the plan has learning see a position.
func (p *Plan) ways() int {
	if p.Mirror {
		return bothWays
	}
	return 1
}

// width returns how many neurons for each view the player of the next generation
// has, 0 if that is unknown.
func (s *Situation) width() int {
	if n := len(s.Past); n > 0 {
		return s.Past[n-1].Hidden
	}
	return s.Hidden
}

// Learning from the player's own weights takes few and small steps, since it
// only adds to what they know. Two epochs at this rate, eight generations in a row,
// are as good as six from random weights; two from random weights lose 58 +- 13 Elo
// (docs/results/recipe.md).
const (
	warmEpochs = 2
	warmRate   = 0.3
	mostSpared = 6 // epochs of the recipe that they stand for, for each way to see a position; early generations have more
)

// spare cuts the epochs of a plan for which they take too long. In a long run, where
// the clock bounds every generation, a network of the later generations learns from its
// player's weights instead.
func (s *Situation) spare(p *Plan, natural int) {
	learnt := s.Origin > 0 || len(s.Past) > 0 // what the player knows, it has learnt
	if learnt && p.Epochs == natural && natural <= mostSpared*p.ways() && !p.Warm && s.limit() < math.MaxFloat64 {
		s.warm(p)
	} else {
		p.Epochs--
	}
}

// Timed returns the plan of the next generation in a sitting of limited or
// unlimited length. reached is false if the sitting is too short to learn from
// the generation: its games are then played and kept for the next sitting.
//
// Short runs follow the recipe. From an hour on no generation takes more than a
// tenth of the run: it plays fewer games, and learns from its player's weights, in
// fewer epochs or from a smaller window if it must. The last generation of a
// sitting takes all that is left, and as many epochs as the recipe says if half of
// the time is enough for them.
func (r Recipe) Timed(s Situation) (plan Plan, reached bool) {
	plan, reached = r.timed(s, r.Next(s))
	if !plan.Warm && s.unlearns(&plan) { // for the games that there is time for, other than for those planned
		warm := r.Next(s)
		s.warm(&warm)
		plan, reached = r.timed(s, warm)
	}
	return plan, reached
}

// timed fits a plan to the time.
func (r Recipe) timed(s Situation, plan Plan) (fit Plan, reached bool) {
	r.measured(&s, &plan)
	if s.Left < math.MaxFloat64 {
		if next, ok := r.last(s, plan); ok {
			return next, next.Units > 0
		}
	}
	if limit := s.limit(); s.Pace.total(&plan, s.window(plan.From)) > limit {
		s.shorten(&plan, limit)
	}
	return plan, true
}

// limit is how long a generation may take, in seconds. A run without an end is
// planned as if it were half way through.
func (s *Situation) limit() float64 {
	whole := s.Elapsed + s.Left
	if s.Left >= math.MaxFloat64 {
		whole = max(2*s.Elapsed, longRun)
	}
	if whole < longRun {
		return math.MaxFloat64
	}
	return whole * longShare
}

// last returns a plan that fills the rest of the sitting, if no other generation
// would fit after it. It plans no units if the time is too short to learn from
// what could be played.
func (r Recipe) last(s Situation, plan Plan) (Plan, bool) {
	normal := plan
	limit := s.limit()
	if s.Pace.total(&normal, s.window(normal.From)) > limit {
		s.shorten(&normal, limit)
	}
	takes := s.Pace.total(&normal, s.window(normal.From)) - s.Pace.play(&normal, float64(min(s.Begun, normal.Units)))
	after := s
	after.Past = append(slices.Clone(s.Past), s.made(&normal))
	next := r.Next(after)
	r.measured(&after, &next)
	if s.Pace.total(&next, after.window(next.From)) > limit {
		after.shorten(&next, limit)
	}
	rest, behind := s.Left-takes, after.window(next.From)
	if rest >= worthShare*s.Pace.total(&next, behind) && s.Pace.affordable(&next, behind, rest) >= tinyShare*float64(next.Units)+1 {
		return plan, false
	}
	plan.Last = true
	epochs := plan.Epochs
	least := max(1, int(math.Ceil(tinyShare*float64(normal.Units))))
	for {
		// What was played already costs no more time to play, but to learn from.
		window := s.window(plan.From) + float64(s.Begun)*s.Pace.Unit
		more := s.Pace.affordable(&plan, window, s.Left)
		enough := s.Begun + int(max(more, 0))
		learning := s.Pace.learn(&plan, window+max(more, 0)*s.Pace.Unit)
		if more >= 0 && enough >= least && learning <= s.Left/2 {
			plan.Units = enough
			return plan, true
		}
		if plan.Epochs <= fewestEpochs {
			if more >= 0 && enough >= least {
				plan.Units = enough
				return plan, true
			}
			plan.Units = 0
			return plan, true
		}
		s.spare(&plan, epochs)
	}
}

// measured gives the plan the games that its time affords, so that an even number
// of them measures the generation.
func (r Recipe) measured(s *Situation, plan *Plan) {
	if _, set := r.knobs[measureKnob]; set {
		return
	}
	units := float64(plan.Units)
	takes := s.Pace.play(plan, units) + s.Pace.learn(plan, s.window(plan.From)+units*s.Pace.Unit)
	games := measureShare * min(takes, s.limit(), s.Left) / s.Pace.Game
	plan.Measure = 2 * int(min(max(games, fewestGames), mostGames)/2)
}

// shorten makes the plan take no more than limit seconds: learning gets its
// share of them; where that is too little it starts from the player's weights or is
// cut in epochs, then in window; games get the rest. On a machine too busy for
// that, a generation takes longer rather than learn from next to nothing.
func (s *Situation) shorten(plan *Plan, limit float64) {
	share := limit * learnShare
	natural, epochs := plan.Units, plan.Epochs
	least := float64(leastUnits(natural))
	leastBehind := leastWindow * s.window(plan.From)
	cost := func() float64 {
		units := min(max(s.Pace.affordable(plan, s.window(plan.From), limit), least), float64(natural))
		return s.Pace.learn(plan, s.window(plan.From)+units*s.Pace.Unit)
	}
	if s.widens(plan) {
		share = limit * widenShare
		for plan.Epochs > widenEpochs*plan.ways() && cost() > share {
			plan.Epochs--
		}
		if cost() > share { // not yet
			share, plan.Epochs = limit*learnShare, epochs
		}
	}
	for plan.Epochs > fewestEpochs && cost() > share {
		s.spare(plan, epochs)
	}
	for plan.From <= len(s.Past) && cost() > share && s.window(plan.From+1) >= leastBehind {
		plan.From++
	}
	plan.Units = int(min(max(s.Pace.affordable(plan, s.window(plan.From), limit), least), float64(natural)))
	plan.Units = max(plan.Units, s.Begun)
	plan.Seconds = max(limit, s.Pace.total(plan, s.window(plan.From)))
}

// widens reports whether the recipe asks for a wider network than the player of a
// generation that could learn on from it. Only random weights make one: where no
// generation had the time to begin with them, a run would keep its first width.
func (s *Situation) widens(p *Plan) bool {
	width := s.width()
	return width > 0 && p.Hidden > width && !p.Warm
}

// leastUnits returns the fewest units of a bounded generation for which the
// recipe has natural ones.
func leastUnits(natural int) int { return int(math.Ceil(leastShare * float64(natural))) }

// window returns how many positions the finished generations from a number on
// have in all.
func (s *Situation) window(from int) float64 {
	n := int64(0)
	for i, m := range s.Past {
		if i+1 >= from {
			n += m.Positions
		}
	}
	return float64(n)
}

// Step is a generation of an outlook.
type Step struct {
	Number int
	Plan   Plan
	Begins float64 // seconds after the sitting began
	Takes  float64 // seconds
	Window float64 // positions it learns from, its own included
}

// maxOutlook bounds the generations of an outlook.
const maxOutlook = 10000

// Outlook returns the generations that a sitting of s.Left seconds, which must
// be finite, would make from s on if the machine keeps its pace.
func (r Recipe) Outlook(s Situation) []Step {
	var steps []Step
	begins := 0.0
	for len(steps) < maxOutlook && s.Left > 0 {
		plan, reached := r.Timed(s)
		if !reached {
			break
		}
		window := s.window(plan.From)
		takes := s.Pace.total(&plan, window)
		own := float64(plan.Units) * s.Pace.Unit
		steps = append(steps, Step{len(s.Past) + 1, plan, begins, takes, window + own})
		begins += takes
		s.Left -= takes
		s.Elapsed += takes
		s.Past = append(slices.Clone(s.Past), s.made(&plan))
		s.Begun = 0
		if plan.Last {
			break
		}
	}
	return steps
}

// Unhurried returns the generations from s on up to a number, as a run without
// a clock makes them. Their times are those of the pace.
func (r Recipe) Unhurried(s Situation, last int) []Step {
	var steps []Step
	begins := 0.0
	for n := len(s.Past) + 1; n <= min(last, maxOutlook); n++ {
		plan := r.Next(s)
		window := s.window(plan.From)
		own := float64(plan.Units) * s.Pace.Unit
		takes := s.Pace.total(&plan, window)
		steps = append(steps, Step{n, plan, begins, takes, window + own})
		begins += takes
		s.Past = append(slices.Clone(s.Past), s.made(&plan))
	}
	return steps
}
