// Package thinker is those who play against a person and advise one: networks
// with their search, and any other player of a match. They think in goroutines
// of their callers and stop soon after a context is done.
package thinker

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"

	"apprentice/agent"
	"apprentice/agent/search"
	"apprentice/agent/value"
	"apprentice/eval"
	"apprentice/games"
)

// Player chooses moves. Its methods may be called from any goroutine; they wait
// for each other.
type Player interface {
	// Name is what people call the player.
	Name() string

	// NewGame forgets earlier games.
	NewGame(ctx context.Context) error

	// Think chooses a move for the side to move. It reports what it has found so
	// far where it can; report may be nil and is called from one goroutine.
	// Where CanHurry says so, a context that is done makes it move at once: with
	// the best move so far and without an error.
	Think(ctx context.Context, s eval.Situation, lim search.Limits, report func(search.Info)) (search.Result, error)

	// CanHurry reports whether the player moves when it is told to.
	CanHurry() bool

	// Expectation returns what a value of the player means: W + D/2 for the side
	// to move, in [0, 1]. ok is false where its values mean nothing.
	Expectation(value int) (e float64, ok bool)

	// Close ends the player.
	Close() error
}

// Analyst finds the best moves of a position.
type Analyst interface {
	// Lines returns the best lines, at most that many, the best first. moves
	// restricts the first move unless it is empty.
	Lines(ctx context.Context, pos games.Position, lim search.Limits, most int, moves []games.Move) []search.Info

	// Expectation is that of Player.
	Expectation(value int) (e float64, ok bool)
}

// Network is an agent as a player and as an analyst.
type Network struct {
	name        string
	game        games.Game
	network     *value.Network
	options     search.Options
	calibration value.Calibration

	playing   sync.Mutex
	agent     *agent.Agent
	analysing sync.Mutex
	analysts  map[int]*agent.Agent // by the number of lines
}

// NewNetwork returns a network as a player. The calibration is that of its
// values; zero where there is none.
func NewNetwork(name string, g games.Game, network *value.Network, c value.Calibration, opts search.Options) *Network {
	if c == (value.Calibration{}) {
		c = value.Uncalibrated()
	}
	opts.OnStart = giveWay
	return &Network{name: name, game: g, network: network, options: opts, calibration: c,
		agent: agent.New(g, network, opts), analysts: map[int]*agent.Agent{}}
}

// Name returns the name given to NewNetwork.
func (n *Network) Name() string { return n.name }

// NewGame clears the tables.
func (n *Network) NewGame(context.Context) error {
	n.playing.Lock()
	defer n.playing.Unlock()
	n.agent.NewGame()
	return nil
}

// Think searches. It always returns a legal move where there is one.
func (n *Network) Think(ctx context.Context, s eval.Situation, lim search.Limits, report func(search.Info)) (search.Result, error) {
	n.playing.Lock()
	defer n.playing.Unlock()
	if s.Clocks != nil && lim.Clock == nil {
		clock := s.Clocks[s.Pos.Side()]
		lim.Clock = &clock
	}
	var r search.Result
	Meekly(func() { r = n.agent.BestMove(ctx, s.Pos, lim, report) })
	return r, nil
}

// CanHurry returns true.
func (n *Network) CanHurry() bool { return true }

// Expectation returns what a value means by the calibration of the network.
func (n *Network) Expectation(value int) (float64, bool) {
	if moves, ok := search.MateIn(value); ok {
		if moves > 0 {
			return 1, true
		}
		return 0, true
	}
	return n.calibration.Expectation(value), true
}

// Close does nothing.
func (n *Network) Close() error { return nil }

// Lines searches with a table of its own, so that it does not make the player
// stronger.
func (n *Network) Lines(ctx context.Context, pos games.Position, lim search.Limits, most int, moves []games.Move) []search.Info {
	n.analysing.Lock()
	defer n.analysing.Unlock()
	a := n.analysts[most]
	if a == nil {
		opts := n.options
		opts.MultiPV = most
		a = agent.New(n.game, n.network, opts)
		n.analysts[most] = a
	}
	lim.Moves = moves
	lines := make([]search.Info, most)
	keep := func(i search.Info) {
		if i.MultiPV >= 1 && i.MultiPV <= most && len(i.PV) > 0 && i.Bound == search.Exact {
			i.PV = slices.Clone(i.PV)
			lines[i.MultiPV-1] = i
		}
	}
	Meekly(func() { a.BestMove(ctx, pos, lim, keep) })
	return slices.DeleteFunc(lines, func(i search.Info) bool { return len(i.PV) == 0 })
}

// External is a player of matches, such as another engine.
type External struct {
	mu     sync.Mutex
	player eval.Player                                // nil after it failed
	begun  bool                                       // it knows that a game has begun
	again  func(context.Context) (eval.Player, error) // makes it anew after it failed
	name   string
}

// NewExternal starts a player of matches.
func NewExternal(ctx context.Context, e eval.Entrant) (*External, error) {
	p, err := e.New(ctx)
	if err != nil {
		return nil, err
	}
	return &External{player: p, again: e.New, name: e.Name}, nil
}

// Name returns the name of the entrant.
func (x *External) Name() string { return x.name }

// NewGame tells the player that another game begins.
func (x *External) NewGame(ctx context.Context) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.revive(ctx)
}

// revive makes the player ready for a game; a new one after it failed.
func (x *External) revive(ctx context.Context) (err error) {
	if x.player == nil {
		if x.player, err = x.again(ctx); err != nil {
			x.player = nil
			return err
		}
	}
	x.begun = true
	return x.player.NewGame(ctx, rand.Uint64())
}

// Think asks the player. After an error it is made anew, so that the game can go
// on.
func (x *External) Think(ctx context.Context, s eval.Situation, lim search.Limits, _ func(search.Info)) (search.Result, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.player == nil || !x.begun {
		if err := x.revive(ctx); err != nil {
			return search.Result{}, err
		}
	}
	c, err := x.player.Move(ctx, s, lim)
	if err != nil {
		_ = x.player.Close() // it has failed already
		x.player = nil
		return search.Result{}, err
	}
	return search.Result{Move: c.Move, Value: c.Value, Depth: c.Depth, Nodes: c.Nodes, Time: c.Time}, nil
}

// CanHurry returns false: players of matches move when they want to.
func (x *External) CanHurry() bool { return false }

// Expectation returns nothing: every engine has values of its own.
func (x *External) Expectation(int) (float64, bool) { return 0, false }

// Close ends the player.
func (x *External) Close() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.player == nil {
		return nil
	}
	err := x.player.Close()
	x.player = nil
	return err
}
