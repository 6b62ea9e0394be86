package tictactoe

import "apprentice/games"

// The Zobrist keys: one for each owner and square, and one for the side to move
// being Second. The seed is arbitrary but fixed: keys never change.
var stoneKeys, sideKey = zobrist(games.Keys(3))

func zobrist(next func() uint64) (stones [2][numSquares]uint64, side uint64) {
	for owner := range stones {
		for sq := range stones[owner] {
			stones[owner][sq] = next()
		}
	}
	return stones, next()
}
