package selfplay_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"apprentice/agent"
	"apprentice/agent/career"
	"apprentice/agent/search"
	"apprentice/agent/value"
	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/xiangqi"
	"apprentice/selfplay"
)

// BenchmarkPlay is self-play on one core: whole games of networks that ship, at
// the node budgets of young generations. An operation is a game; its figures do
// not depend on b.N but for chance, since game n is the same each time.
//
//	go test -run '^$' -bench Play -benchtime 30x -cpu 1 ./selfplay
func BenchmarkPlay(b *testing.B) {
	for _, stage := range []struct {
		game games.Game
		name string
	}{
		{chess.Game{}, "chess-06"}, {chess.Game{}, "chess-11"},
		{xiangqi.Game{}, "xiangqi-06"}, {xiangqi.Game{}, "xiangqi-12"},
	} {
		network := stageNetwork(b, stage.game, stage.name)
		for _, nodes := range []int64{100, 150} {
			b.Run(fmt.Sprintf("%s/width=%d/nodes=%d", stage.game.Name(), network.Shape().Hidden, nodes), func(b *testing.B) {
				benchmarkPlay(b, stage.game, network, nodes)
			})
		}
	}
}

func benchmarkPlay(b *testing.B, g games.Game, network *value.Network, nodes int64) {
	opts := search.DefaultOptions()
	opts.HashKB = 512
	player := agent.New(g, network, opts)
	rules := selfplay.Rules{RandomPlies: 8, Nodes: nodes, MaxPlies: 400, AdjudicateValue: 1000, AdjudicatePlies: 8}
	searched, positions := int64(0), 0
	index := uint64(0)
	for b.Loop() {
		played, err := selfplay.Play(context.Background(), g, player, selfplay.Identity{Seed: 1, Generation: 1, Index: index}, rules)
		if err != nil {
			b.Fatal(err)
		}
		searched += played.Nodes
		positions += len(played.Game.Plies) - rules.RandomPlies - int(index&1)
		index++
	}
	b.ReportMetric(float64(positions)/b.Elapsed().Seconds(), "positions/s")
	b.ReportMetric(float64(searched)/b.Elapsed().Seconds(), "nodes/s")
	b.ReportMetric(float64(searched)/float64(positions), "nodes/position")
}

// stageNetwork returns a network that ships.
func stageNetwork(tb testing.TB, g games.Game, name string) *value.Network {
	tb.Helper()
	stage, err := career.Find(g.Name(), name)
	if err != nil {
		tb.Fatal(err)
	}
	file, err := career.Open(stage)
	if err != nil {
		tb.Fatal(err)
	}
	network, _, err := value.ReadNetwork(bytes.NewReader(file))
	if err != nil {
		tb.Fatal(err)
	}
	return network
}
