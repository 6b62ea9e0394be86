// Package agent is the player that learns: a game, a value network that was
// learnt from experience, and a search that looks ahead with it. Its parts live
// in the folders below: value (the network), search (the tree), learn (how a
// network comes from games), kernel (the loops of both), career (the networks
// that ship). Self-play, matches, engine protocols and the terminal all play
// through Agent.
//
// It is not the rules, which are the game's, and it does not measure itself,
// which is package eval's.
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

// New returns a player of g that has forgotten all earlier games. It panics if
// the network is not of the game's shape: value.Meta.Matches of the network's
// file says so before, in a sentence for the user.
func New(g games.Game, net *value.Network, opts search.Options) *Agent {
	if err := net.Shape().Fits(g); err != nil {
		panic(fmt.Sprintf("agent.New: %v", err))
	}
	opts.Slots = g.NumSlots()
	evaluator := func() search.Evaluator { return net.NewEvaluator() }
	return &Agent{game: g, network: net, searcher: search.New(evaluator, opts)}
}

// Game returns the game that the agent plays.
func (a *Agent) Game() games.Game { return a.game }

// Network returns the network that the agent plays with.
func (a *Agent) Network() *value.Network { return a.network }

// BestMove thinks about pos until the limits are reached or ctx is done, and
// returns the move to play; games.NoMove only where there is none. It leaves
// pos as it was, but may play on it until it returns. It calls report, unless
// that is nil, with what it has found so far, from the caller's goroutine. With
// one thread and limits on depth or nodes the result depends on nothing but pos
// and the positions thought about since NewGame.
func (a *Agent) BestMove(ctx context.Context, pos games.Position, lim search.Limits, report func(search.Info)) search.Result {
	return a.searcher.Search(ctx, pos, lim, report)
}

// NewGame makes the agent forget what it has seen: its moves are then those of
// a new one.
func (a *Agent) NewGame() { a.searcher.Clear() }
