package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"apprentice/agent"
	"apprentice/agent/search"
	"apprentice/agent/value"
	"apprentice/eval"
	"apprentice/eval/tune"
	"apprentice/games"
	"apprentice/internal/opening"
)

// tuneParams returns the margins to tune, which begin at their defaults.
func tuneParams() []tune.Param {
	defaults := search.DefaultMargins()
	var params []tune.Param
	for _, t := range search.Tunables() {
		params = append(params, tune.Param{
			Name: t.Name, Start: float64(*t.Of(&defaults)), Step: float64(t.Step), Min: float64(t.Min), Max: float64(t.Max),
		})
	}
	return params
}

// marginsOf returns the margins of which a tuner knows the values: whole
// numbers, as near as they can be.
func marginsOf(values []float64) search.Margins {
	m := search.DefaultMargins()
	for i, t := range search.Tunables() {
		*t.Of(&m) = int(math.Round(values[i]))
	}
	return m
}

// tuneTable is where the pairs of one game are played. Many may be played there
// at a time.
type tuneTable struct {
	game    games.Game
	network *value.Network
	spec    string // of the network
	nodes   int64  // of a move
}

// Openings of a tuning are random plies after which both sides have a chance.
const (
	tunePlies    = 6
	tuneBalance  = 150  // by so much, in centipawns, a side may be ahead
	tuneJudgment = 1000 // nodes of the search that tells
	tuneTries    = 1000 // so many openings in a row are not all bad
)

// Tables of the players: small ones stay in the cache.
const (
	tuneHash  = 2048 // KB
	judgeHash = 256
)

// tuneMaxPlies is the length of a game that is a draw.
const tuneMaxPlies = 250

// tuneRules end games that are decided: the result of a tuning is worth less
// than the time that the last moves would take.
var tuneRules = eval.Adjudication{
	Draw:   eval.DrawRule{Moves: 6, Value: 12, From: 33},
	Resign: eval.ResignRule{Moves: 3, Value: 1200, BothSides: true},
}

// pair plays a pair of games and returns how many more of them plus won than
// minus.
func (t tuneTable) pair(ctx context.Context, rng *rand.Rand, plus, minus search.Margins) (float64, error) {
	opening, err := t.opening(ctx, rng)
	if err != nil {
		return 0, err
	}
	r, err := eval.Match{
		Game: t.game,
		A:    networkEntrant(t.game, "plus", t.network, tuneOptions(plus, tuneHash)),
		B:    networkEntrant(t.game, "minus", t.network, tuneOptions(minus, tuneHash)),
		Options: eval.Options{
			Pairs: 1, Openings: []eval.Opening{opening},
			Limits: search.Limits{Nodes: t.nodes}, MaxPlies: tuneMaxPlies, Adjudication: tuneRules,
		},
	}.Play(ctx)
	return float64(r.WDL.Wins - r.WDL.Losses), err
}

// opening draws an opening that is good for both.
func (t tuneTable) opening(ctx context.Context, rng *rand.Rand) (eval.Opening, error) {
	judge := agent.New(t.game, t.network, tuneOptions(search.DefaultMargins(), judgeHash))
	plies := min(tunePlies, t.game.MaxActive()/4)
	for range tuneTries {
		line, pos := opening.Random(t.game, rng, plies)
		judge.NewGame()
		v := judge.BestMove(ctx, pos, search.Limits{Nodes: tuneJudgment}, nil).Value
		if err := ctx.Err(); err != nil {
			return eval.Opening{}, err
		}
		if v >= -tuneBalance && v <= tuneBalance {
			return eval.Opening{Moves: line}, nil
		}
	}
	return eval.Opening{}, fmt.Errorf("%s: after %d random plies one side is always ahead, its network says", t.game.Name(), plies)
}

// tuneOptions returns the options of a search with margins and a table of so
// many KB.
func tuneOptions(m search.Margins, hashKB int) search.Options {
	o := search.DefaultOptions()
	o.Margins, o.HashKB = m, hashKB
	return o
}
