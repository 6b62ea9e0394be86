package tictactoe

import "math/rand/v2"

// The Zobrist keys: one for each owner and square, and one for the side to
// move being Second. The seed is arbitrary but fixed; keys never change.
var stoneKeys, sideKey = zobrist(rand.New(rand.NewPCG(3, 3)))

func zobrist(rng *rand.Rand) (stones [2][numSquares]uint64, side uint64) {
	for owner := range stones {
		for sq := range stones[owner] {
			stones[owner][sq] = rng.Uint64()
		}
	}
	return stones, rng.Uint64()
}
