package selfplay

import (
	"context"
	"math/rand/v2"

	"apprentice/agent"
	"apprentice/agent/search"
	"apprentice/games"
	"apprentice/games/record"
	"apprentice/internal/opening"
	"apprentice/internal/splitmix"
)

// Rules are the conditions of a self-play game.
type Rules struct {
	RandomPlies     int   // random plies before the first searched move; one more in every second game
	Nodes           int64 // soft node budget of a move: no new iteration begins once it is spent
	MaxPlies        int   // longer games are stopped and recorded as such (games.PlyCap)
	AdjudicateValue int   // value from which on a game counts as decided; 0 plays every game out
	AdjudicatePlies int   // for how many plies in a row both sides must agree on that
}

// Constants of self-play that no recipe has had a reason to change.
const (
	hardNodesFactor = 8  // a move never takes more than this many times its soft budget
	playOutOneIn    = 16 // this share of games is never adjudicated, to audit those that are
)

// Identity names a game. Together with the network it determines every move.
type Identity struct {
	Seed       uint64 // of the run
	Generation int
	Index      uint64 // of the game within its generation
}

// rng returns the game's own source of randomness.
func (id Identity) rng() *rand.Rand {
	return rand.New(rand.NewPCG(id.Seed^uint64(id.Generation)*splitmix.Gamma, id.Index))
}

// Audit counts how safe adjudication was, on games that met its condition but
// were played out.
type Audit struct {
	Adjudicated int // games stopped by adjudication
	PlayedOut   int // games that met the condition and were continued
	Wrong       int // those of PlayedOut that ended with another result
}

// Add adds the counts of b to a.
func (a *Audit) Add(b Audit) {
	a.Adjudicated += b.Adjudicated
	a.PlayedOut += b.PlayedOut
	a.Wrong += b.Wrong
}

// Played is one game and the effort spent on it.
type Played struct {
	Game  record.Game
	Nodes int64
	Audit Audit
}

// Play plays the game id of a against itself. The result is a function of the
// agent's network, the identity and the rules alone: budgets are nodes, and
// all tables are cleared before the first move. It returns an error only when
// ctx is done.
func Play(ctx context.Context, g games.Game, a *agent.Agent, id Identity, rules Rules) (Played, error) {
	rng := id.rng()
	line, pos := opening.Random(g, rng, rules.RandomPlies+int(id.Index&1))
	judge := newJudge(rules, rng.IntN(playOutOneIn) == 0)

	played := Played{Game: record.Game{Generation: id.Generation, Index: id.Index, Seed: id.Seed}}
	plies := make([]record.Ply, 0, 256)
	for _, m := range line {
		plies = append(plies, record.Ply{Move: m})
	}

	a.NewGame()
	limits := search.Limits{SoftNodes: rules.Nodes, Nodes: rules.Nodes * hardNodesFactor}
	outcome := games.Outcome{}
	for {
		if err := ctx.Err(); err != nil {
			return Played{}, err
		}
		if outcome = record.ForFirst(pos.Outcome(), pos.Side()); outcome.Over() {
			break
		}
		if len(plies) >= rules.MaxPlies {
			outcome = games.Outcome{Result: games.Draw, Reason: games.PlyCap}
			break
		}
		result := a.BestMove(ctx, pos, limits, nil)
		if err := ctx.Err(); err != nil {
			return Played{}, err // the search may have been cut short
		}
		played.Nodes += result.Nodes
		plies = append(plies, searched(pos, result))
		if o := judge.see(pos.Side(), result.Value); o.Over() {
			outcome = o
			break
		}
		pos.Make(result.Move, nil)
	}
	played.Game.Plies = plies
	played.Game.Outcome = outcome
	played.Audit = judge.audit(outcome)
	return played, nil
}

// searched records the move that a search chose in pos.
func searched(pos games.Position, result search.Result) record.Ply {
	ply := record.Ply{Move: result.Move, Value: int16(result.Value), Flags: record.HasValue}
	if pos.InCheck() {
		ply.Flags |= record.Check
	}
	if pos.Gain(result.Move) != 0 {
		ply.Flags |= record.Tactical
	}
	return ply
}
