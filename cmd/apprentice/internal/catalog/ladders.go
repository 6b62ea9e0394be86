package catalog

import (
	"fmt"
	"math"
	"strings"

	"apprentice/games"
)

// Ladder is a list of external engines of a game, whose strengths are known or
// can be asked for.
type Ladder struct {
	Scale string // whose Elo it is
	Rungs []Rung
}

// Rung is a player and its place.
type Rung struct {
	Spec string  // as on the command line
	Elo  float64 // NaN if unknown
}

// LadderOf returns the ladder of a game; ok is false if it has none.
func LadderOf(g games.Game) (l Ladder, ok bool) {
	if e := find(g.Name()); e != nil && e.ladder != nil {
		return *e.ladder, true
	}
	return Ladder{}, false
}

// strengths are the levels at which Stockfish and its kin are asked to play.
// They take values from 1350 to 2850.
var strengths = []float64{1350, 1500, 1650, 1800, 1950, 2100, 2250, 2400, 2550, 2700, 2850}

// newLadder returns a ladder of an engine at all strengths and of engines without
// an Elo. These have limits of their own, which they keep under any protocol.
func newLadder(scale, engine string, others ...string) *Ladder {
	l := &Ladder{Scale: scale}
	for _, elo := range strengths {
		l.Rungs = append(l.Rungs, Rung{fmt.Sprintf("engine:%s?UCI_LimitStrength=true&UCI_Elo=%.0f", engine, elo), elo})
	}
	for _, spec := range others {
		l.Rungs = append(l.Rungs, Rung{spec, math.NaN()})
	}
	return l
}

// Engine returns the program that a rung runs.
func (r Rung) Engine() string {
	name, _, _ := strings.Cut(strings.TrimPrefix(r.Spec, "engine:"), "?")
	return name
}
