package tictactoe

import "apprentice/internal/splitmix"

// The Zobrist keys: one for each owner and square, and one for the side to move
// being Second. The seed is arbitrary but fixed: keys never change.
var stoneKeys, sideKey = zobrist(splitmix.Source(3))

func zobrist(random splitmix.Source) (stones [2][numSquares]uint64, side uint64) {
	for owner := range stones {
		for sq := range stones[owner] {
			stones[owner][sq] = random.Uint64()
		}
	}
	return stones, random.Uint64()
}
