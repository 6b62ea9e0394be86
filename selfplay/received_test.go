package selfplay

import (
	"testing"

	"apprentice/games/chess"
)

// BenchmarkReceived takes in a unit of chess that was played elsewhere.
func BenchmarkReceived(b *testing.B) {
	g := chess.Game{}
	batch := Batch{Game: g, Seed: 1, Generation: 1, Rules: Rules{RandomPlies: 8, Nodes: 45, MaxPlies: 400}}
	u, err := batch.PlayUnit(b.Context(), newAgent(b, g, 1), 0, nil)
	must(b, err)
	b.SetBytes(int64(len(u.Shard.Blob)))
	for b.Loop() {
		if _, err := batch.Received(0, u.Shard.Blob, u.Shard.Nodes, u.Shard.Seconds, u.Audit); err != nil {
			b.Fatal(err)
		}
	}
}
