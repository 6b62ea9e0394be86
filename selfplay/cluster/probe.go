package cluster

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"

	"apprentice/agent/learn"
	"apprentice/agent/value"
	"apprentice/games"
	"apprentice/games/record"
	"apprentice/selfplay"
)

// The probe is a few games of a random network. Its hash depends on the rules,
// the search, the arithmetic of the processor and the codec of games: on all that
// must be the same on every machine of a run.
const (
	probeGames = 4
	probePlies = 60
	probeNodes = 50
	probeWidth = 32
)

// probe plays the games of a seed and returns their hash.
func probe(ctx context.Context, g games.Game, seed uint64) (string, error) {
	shape := value.ShapeOf(g, probeWidth, learn.DefaultOptions().Buckets)
	network, err := value.Quantize(value.NewWeights(shape, rand.New(rand.NewPCG(seed, 1))))
	if err != nil {
		return "", fmt.Errorf("a network for the probe: %w", err)
	}
	a := selfplay.NewPlayer(g, network)
	rules := selfplay.Rules{RandomPlies: 4, Nodes: probeNodes, MaxPlies: probePlies}
	sum := sha256.New()
	for i := range probeGames {
		p, err := selfplay.Play(ctx, g, a, selfplay.Identity{Seed: seed, Generation: 1, Index: uint64(i)}, rules)
		if err != nil {
			return "", err
		}
		sum.Write(record.AppendGame(nil, &p.Game))
		fmt.Fprintf(sum, " %d", p.Nodes)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
