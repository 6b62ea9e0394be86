package catalog

import (
	"fmt"
	"math"

	"apprentice/games"
)

// Ladder is a list of external engines that measure how well a game is played.
type Ladder struct {
	Scale string // whose Elo it is
	Rungs []Rung
}

// Rung is a player of a ladder.
type Rung struct {
	Spec string  // as a person names a player
	Elo  float64 // on the scale of the ladder; NaN where it is unknown
}

// strengths are the levels at which Stockfish and its kin are asked to play.
// They take values from 1350 to 2850.
var strengths = []float64{1350, 1500, 1650, 1800, 1950, 2100, 2250, 2400, 2550, 2700, 2850}

// limited returns an engine at all strengths.
func limited(engine string) []Rung {
	var rungs []Rung
	for _, elo := range strengths {
		rungs = append(rungs, Rung{fmt.Sprintf("engine:%s?UCI_LimitStrength=true&UCI_Elo=%.0f", engine, elo), elo})
	}
	return rungs
}

// Engines without an Elo have limits of their own, which they keep under any
// protocol.
var (
	chessLadder = &Ladder{"UCI_Elo of Stockfish", append(limited("stockfish"),
		Rung{"engine:gnuchess?args=--uci&OwnBook=false&depth=4", math.NaN()},
	)}
	xiangqiLadder = &Ladder{"UCI_Elo of Fairy-Stockfish, which was fitted to chess", append(limited("fairy-stockfish"),
		Rung{"engine:hoixiangqi?protocol=xboard&depth=3", math.NaN()},
		Rung{"engine:sjaakii?protocol=xboard&depth=3", math.NaN()},
	)}
)

// LadderOf returns the external engines for a game; ok is false where the
// catalog knows none.
func LadderOf(g games.Game) (l Ladder, ok bool) {
	if e := find(g.Name()); e != nil && e.ladder != nil {
		return *e.ladder, true
	}
	return Ladder{}, false
}
