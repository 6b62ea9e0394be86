package eval

import (
	"fmt"
	"maps"
	"time"

	"apprentice/eval/rating"
	"apprentice/eval/stat"
	"apprentice/games"
)

// Effort is the effort spent on the moves of a player.
type Effort struct {
	Moves int
	Nodes int64
	Depth int64         // sum over moves
	Time  time.Duration // wall clock, as the match measured it
}

// add counts one move.
func (e *Effort) add(c Choice, elapsed time.Duration) {
	e.Moves++
	e.Nodes += c.Nodes
	e.Depth += int64(c.Depth)
	e.Time += elapsed
}

// plus returns the sum of both efforts.
func (e Effort) plus(f Effort) Effort {
	return Effort{e.Moves + f.Moves, e.Nodes + f.Nodes, e.Depth + f.Depth, e.Time + f.Time}
}

// Result is the state of a match, from A's view. With limits in nodes or depth,
// all of it but the times in Effort is a function of the match.
type Result struct {
	A, B     string           // names
	WDL      stat.WDL         // every finished game
	Pairs    stat.Pentanomial // finished pairs; a game without its twin counts in WDL only
	AsFirst  stat.WDL         // games that A played as games.First
	AsSecond stat.WDL         // games that A played as games.Second
	Reasons  map[games.Reason]int
	Plies    int64 // of all games, openings included
	Effort   [2]Effort
}

// clone returns a copy that shares nothing with r.
func (r Result) clone() Result {
	r.Reasons = maps.Clone(r.Reasons)
	return r
}

// Reverse returns the same result from B's view.
func (r Result) Reverse() Result {
	r = r.clone()
	r.A, r.B = r.B, r.A
	r.WDL, r.Pairs = r.WDL.Reverse(), r.Pairs.Reverse()
	r.AsFirst, r.AsSecond = r.AsSecond.Reverse(), r.AsFirst.Reverse()
	r.Effort[0], r.Effort[1] = r.Effort[1], r.Effort[0]
	return r
}

// Games is the number of finished games.
func (r Result) Games() int { return r.WDL.Games() }

// Strength returns the difference in strength between A and B: by pairs if
// every game has its twin, by single games otherwise.
func (r Result) Strength() stat.Strength {
	if n := r.Pairs.Pairs(); n > 0 && 2*n == r.WDL.Games() {
		return r.Pairs.Strength()
	}
	return r.WDL.Strength()
}

// String returns one line for people: names, counts, expectation and Elo.
func (r Result) String() string {
	s := r.Strength()
	return fmt.Sprintf("%s - %s: %v, expectation %.1f %%, Elo %v", r.A, r.B, r.WDL, 100*s.Expectation.Value, s.Elo)
}

// LLR returns the log likelihood ratio of a test given the match: by complete
// pairs, except in the Bayesian model.
func (r Result) LLR(t stat.SPRT) float64 {
	if t.Model == stat.Bayesian {
		return t.LLRGames(r.WDL)
	}
	return t.LLR(r.Pairs)
}

// StopBy returns a function for Options.Stop that ends a match when a test is
// decided.
func StopBy(t stat.SPRT) func(Result) bool {
	return func(r Result) bool { return t.Decide(r.LLR(t)) != stat.Undecided }
}

// Encounters returns the results of matches in the form that rating.Rate takes.
func Encounters(results []Result) []rating.Encounter {
	encounters := make([]rating.Encounter, len(results))
	for i, r := range results {
		encounters[i] = rating.Encounter{A: r.A, B: r.B, First: r.AsFirst, Second: r.AsSecond, Pairs: r.Pairs}
	}
	return encounters
}
