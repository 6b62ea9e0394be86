package connectfour

import "apprentice/internal/splitmix"

// The Zobrist keys: one for each owner and square, and one for the side to move
// being Second. The seed is arbitrary but fixed: keys never change.
var discKeys, sideKey = zobrist(splitmix.Source(4))

func zobrist(random splitmix.Source) (discs [2][numSquares]uint64, side uint64) {
	for owner := range discs {
		for sq := range discs[owner] {
			discs[owner][sq] = random.Uint64()
		}
	}
	return discs, random.Uint64()
}
