package eval

import (
	"context"

	"apprentice/agent"
	"apprentice/agent/search"
)

// Agent is an agent.Agent as a player of a match.
type Agent struct {
	name  string
	agent *agent.Agent
}

// NewAgent returns a as a player called name. The player is the agent's only
// user until it is closed.
func NewAgent(name string, a *agent.Agent) *Agent { return &Agent{name, a} }

// Name returns the name given to NewAgent.
func (p *Agent) Name() string { return p.name }

// NewGame clears the tables of the agent, which uses no chance.
func (p *Agent) NewGame(context.Context, uint64) error {
	p.agent.NewGame()
	return nil
}

// Move searches within the limits.
func (p *Agent) Move(ctx context.Context, s Situation, lim search.Limits) (Choice, error) {
	return choiceOf(p.agent.BestMove(ctx, s.Pos, lim, nil)), nil
}

// Close does nothing; the agent's memory goes with it.
func (p *Agent) Close() error { return nil }
