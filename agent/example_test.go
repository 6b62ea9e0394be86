package agent_test

import (
	"context"
	"fmt"
	"math/rand/v2"

	"apprentice/agent"
	"apprentice/agent/search"
	"apprentice/agent/value"
	"apprentice/games"
	"apprentice/games/chess"
)

// An agent with a random network knows nothing yet, but it sees what the rules
// decide.
func ExampleAgent_BestMove() {
	g := chess.Game{}
	weights := value.NewWeights(value.ShapeOf(g, 32, 1), rand.New(rand.NewPCG(1, 2)))
	network, err := value.Quantize(weights)
	if err != nil {
		fmt.Println(err)
		return
	}
	a := agent.New(g, network, search.DefaultOptions())

	pos := g.Start()
	for _, text := range []string{"f3", "e5", "g4"} {
		m, err := pos.ParseMove(text)
		if err != nil {
			fmt.Println(err)
			return
		}
		pos.Make(m, nil)
	}
	r := a.BestMove(context.Background(), pos, search.Limits{Nodes: 10000}, nil)
	fmt.Println(pos.Describe(r.Move))
	// Output: Qh4#
}

// One agent plays both sides.
func ExampleAgent_NewGame() {
	g := chess.Game{}
	network, err := value.Quantize(value.NewWeights(value.ShapeOf(g, 32, 1), rand.New(rand.NewPCG(1, 2))))
	if err != nil {
		fmt.Println(err)
		return
	}
	a := agent.New(g, network, search.DefaultOptions())
	a.NewGame() // forgets any earlier game
	pos := g.Start()
	for range 10 {
		r := a.BestMove(context.Background(), pos, search.Limits{SoftNodes: 100}, nil)
		if r.Move == games.NoMove {
			break
		}
		pos.Make(r.Move, nil)
	}
	fmt.Println(pos.Side(), "to move after ten moves; over:", pos.Outcome().Over())
	// Output: first to move after ten moves; over: false
}
