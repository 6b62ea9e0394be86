package eval

import (
	"fmt"
	"maps"
	"time"

	"apprentice/games"
)

// WDL counts games by their result for one player.
type WDL struct {
	Wins, Draws, Losses int
}

// Games is the number of games.
func (w WDL) Games() int { return w.Wins + w.Draws + w.Losses }

// WinRate is W/(W+D+L), NaN without games.
func (w WDL) WinRate() float64 { return float64(w.Wins) / float64(w.Games()) }

// DrawRate is D/(W+D+L), NaN without games.
func (w WDL) DrawRate() float64 { return float64(w.Draws) / float64(w.Games()) }

// Expectation is (W+D/2)/(W+D+L), NaN without games.
func (w WDL) Expectation() float64 { return w.Score() / float64(w.Games()) }

// Score is the match points W+D/2.
func (w WDL) Score() float64 { return float64(w.Wins) + float64(w.Draws)/2 }

// Reverse returns the same games as the opponent sees them.
func (w WDL) Reverse() WDL { return WDL{w.Losses, w.Draws, w.Wins} }

// Plus returns the games of both.
func (w WDL) Plus(v WDL) WDL {
	return WDL{w.Wins + v.Wins, w.Draws + v.Draws, w.Losses + v.Losses}
}

// Count adds one game that ended with r for the player.
func (w *WDL) Count(r games.Result) {
	switch r {
	case games.Win:
		w.Wins++
	case games.Draw:
		w.Draws++
	case games.Loss:
		w.Losses++
	}
}

// String returns the counts in the form "+12 =3 -4".
func (w WDL) String() string { return fmt.Sprintf("+%d =%d -%d", w.Wins, w.Draws, w.Losses) }

// Effort is what a player spent on its moves.
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

// Result is the state of a match, from A's view. All but the times in Effort
// is a function of the match where its limits are nodes or depth.
type Result struct {
	A, B     string      // names
	WDL      WDL         // every finished game
	Pairs    Pentanomial // finished pairs; a game without its twin is in WDL only
	AsFirst  WDL         // games that A played as games.First
	AsSecond WDL         // games that A played as games.Second
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

// Strength returns what the games say about the difference between A and B:
// by pairs where every game has its twin, by single games otherwise.
func (r Result) Strength() Strength {
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
