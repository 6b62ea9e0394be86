// Package agent is the player that learns: a game, a value network learnt from
// experience, and a search that looks ahead with it. Its parts live in the
// folders below: value (the network), search (the tree), learn (how a network
// comes from games), kernel (the inner loops of value and learn), career (the
// networks that ship). Self-play, matches, engine protocols and the terminal all
// play through Agent.
//
// The rules belong to package games, and measuring strength to package eval.
package agent

import (
	"context"
	"fmt"

	"apprentice/agent/search"
	"apprentice/agent/value"
	"apprentice/games"
)

// Agent is a player of one game with one network. It is not safe for
// concurrent use; many agents may share a network.
type Agent struct {
	game     games.Game
	network  *value.Network
	searcher *search.Searcher
}

// New returns a player of g with no memory of earlier games. It sets opts.Slots
// itself. It panics if the network does not have the shape of the game; check
// with value.Meta.Matches first, whose error is fit for the user.
func New(g games.Game, net *value.Network, opts search.Options) *Agent {
	if err := net.Shape().Fits(g); err != nil {
		panic(fmt.Sprintf("agent.New: %v", err))
	}
	opts.Slots = g.NumSlots()
	evaluator := func() search.Evaluator { return net.NewEvaluator(g) }
	return &Agent{game: g, network: net, searcher: search.New(evaluator, opts)}
}

// Game returns the game that the agent plays.
func (a *Agent) Game() games.Game { return a.game }

// Network returns the network that the agent plays with.
func (a *Agent) Network() *value.Network { return a.network }

// BestMove searches pos until the limits are reached or ctx is done, and returns
// the move to play, or games.NoMove if no move is legal. It makes moves on pos
// while it runs and leaves it as it was. It calls report, unless that is nil,
// with what it has found so far, from the caller's goroutine. With one thread and
// limits on depth or nodes, the result depends only on pos and on the positions
// searched since NewGame.
func (a *Agent) BestMove(ctx context.Context, pos games.Position, lim search.Limits, report func(search.Info)) search.Result {
	return a.searcher.Search(ctx, pos, lim, report)
}

// NewGame makes the agent forget what it has seen. Afterwards it plays as a new
// agent does.
func (a *Agent) NewGame() { a.searcher.Clear() }
