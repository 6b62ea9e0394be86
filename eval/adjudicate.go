package eval

import (
	"errors"

	"apprentice/games"
	"apprentice/games/record"
)

// Adjudication decides games early by the values of both players. The
// zero value decides nothing. Games that it decides have the reason
// games.Adjudicated.
//
// Both rules look at several moves in a row. A move without a value, as in the
// opening, breaks the row.
type Adjudication struct {
	Draw   DrawRule
	Resign ResignRule
}

// DrawRule ends a game as a draw when both players valued their last Moves
// moves each within Value of 0, but not before each has made From moves,
// opening included.
type DrawRule struct {
	Moves int // of each side; 0: the rule is off
	Value int // centipawns, at least 0
	From  int // full moves: two plies are one
}

// ResignRule ends a game as lost for a side that valued each of its last Moves
// moves at -Value or below.
type ResignRule struct {
	Moves     int  // of the side; 0: the rule is off
	Value     int  // centipawns, above 0
	BothSides bool // the winner must have valued its last Moves moves at Value or above
}

// check reports invalid rules.
func (a Adjudication) check() error {
	switch {
	case a.Draw.Moves < 0 || a.Draw.Value < 0 || a.Draw.From < 0:
		return errors.New("match: a draw rule with a negative number")
	case a.Resign.Moves < 0 || a.Resign.Moves > 0 && a.Resign.Value <= 0:
		return errors.New("match: a resign rule needs a value above 0")
	}
	return nil
}

// verdict returns the outcome for the side to move after plies, ongoing if no
// rule decides.
func (a Adjudication) verdict(plies []record.Ply) games.Outcome {
	if a.Resign.lost(plies, 1) {
		return games.Outcome{Result: games.Win, Reason: games.Adjudicated}
	}
	if a.Resign.lost(plies, 2) {
		return games.Outcome{Result: games.Loss, Reason: games.Adjudicated}
	}
	if a.Draw.drawn(plies) {
		return games.Outcome{Result: games.Draw, Reason: games.Adjudicated}
	}
	return games.Outcome{}
}

// drawn reports whether the rule ends the game after plies.
func (r DrawRule) drawn(plies []record.Ply) bool {
	return r.Moves > 0 && len(plies) >= 2*r.From &&
		within(plies, 1, r.Moves, -r.Value, r.Value) &&
		within(plies, 2, r.Moves, -r.Value, r.Value)
}

// lost reports whether the side that made the last ply but back-1 has lost.
func (r ResignRule) lost(plies []record.Ply, back int) bool {
	const anything = 1 << 16
	if r.Moves == 0 || !within(plies, back, r.Moves, -anything, -r.Value) {
		return false
	}
	return !r.BothSides || within(plies, 3-back, r.Moves, r.Value, anything)
}

// within reports whether one side valued its last n moves within [low, high].
// Its last move is the ply that is back from the end, 1 for the last one.
func within(plies []record.Ply, back, n, low, high int) bool {
	for i := range n {
		at := len(plies) - back - 2*i
		if at < 0 {
			return false
		}
		p := plies[at]
		if v := int(p.Value); p.Flags&record.HasValue == 0 || v < low || v > high {
			return false
		}
	}
	return true
}
