package tune

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"apprentice/agent"
	"apprentice/agent/search"
	"apprentice/agent/value"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/eval"
	spsa "apprentice/eval/tune"
	"apprentice/games"
	"apprentice/internal/opening"
)

// params returns the margins to tune, which begin at their defaults.
func params() []spsa.Param {
	defaults := search.DefaultMargins()
	var params []spsa.Param
	for _, t := range search.Tunables() {
		params = append(params, spsa.Param{
			Name: t.Name, Start: float64(*t.Of(&defaults)), Step: float64(t.Step), Min: float64(t.Min), Max: float64(t.Max),
		})
	}
	return params
}

// marginsOf returns the margins with the given values, each rounded to a whole
// number.
func marginsOf(values []float64) search.Margins {
	m := search.DefaultMargins()
	for i, t := range search.Tunables() {
		*t.Of(&m) = int(math.Round(values[i]))
	}
	return m
}

// table is where the pairs of one game are played. Many may be played there
// at a time.
type table struct {
	game    games.Game
	network *value.Network
	spec    player.Spec // of the network
	nodes   int64       // of a move
}

// Openings of a tuning are random plies after which both sides have a chance.
const (
	openingPlies = 6
	balance      = 150  // by so much, in centipawns, a side may be ahead
	judgment     = 1000 // nodes of the search that judges an opening
	tries        = 1000 // openings to draw before giving up
)

// Tables of the players: small ones stay in the cache.
const (
	playerHash = 2048 // KB
	judgeHash  = 256
)

// maxPlies is the length of a game that is a draw.
const maxPlies = 250

// rules end games that are decided: the result of a tuning is worth less
// than the time that the last moves would take.
var rules = eval.Adjudication{
	Draw:   eval.DrawRule{Moves: 6, Value: 12, From: 33},
	Resign: eval.ResignRule{Moves: 3, Value: 1200, BothSides: true},
}

// pair plays a pair of games and returns how many more of them plus won than
// minus.
func (t table) pair(ctx context.Context, rng *rand.Rand, plus, minus search.Margins) (float64, error) {
	start, err := t.opening(ctx, rng)
	if err != nil {
		return 0, err
	}
	r, err := eval.Match{
		Game: t.game,
		A:    player.NetworkEntrant(t.game, "plus", t.network, searchOptions(plus, playerHash)),
		B:    player.NetworkEntrant(t.game, "minus", t.network, searchOptions(minus, playerHash)),
		Options: eval.Options{
			Pairs: 1, Openings: []eval.Opening{start},
			Limits: search.Limits{Nodes: t.nodes}, MaxPlies: maxPlies, Adjudication: rules,
		},
	}.Play(ctx)
	return float64(r.WDL.Wins - r.WDL.Losses), err
}

// opening draws an opening that is good for both.
func (t table) opening(ctx context.Context, rng *rand.Rand) (eval.Opening, error) {
	judge := agent.New(t.game, t.network, searchOptions(search.DefaultMargins(), judgeHash))
	plies := opening.Plies(t.game, openingPlies)
	for range tries {
		line, pos := opening.Random(t.game, rng, plies)
		judge.NewGame()
		v := judge.BestMove(ctx, pos, search.Limits{Nodes: judgment}, nil).Value
		if err := ctx.Err(); err != nil {
			return eval.Opening{}, err
		}
		if v >= -balance && v <= balance {
			return eval.Opening{Moves: line}, nil
		}
	}
	return eval.Opening{}, fmt.Errorf("%s: after %d random plies one side is always ahead, its network says", t.game.Name(), plies)
}

// searchOptions returns the options of a search with margins and a table of so
// many KB.
func searchOptions(m search.Margins, hashKB int) search.Options {
	o := search.DefaultOptions()
	o.Margins, o.HashKB = m, hashKB
	return o
}
