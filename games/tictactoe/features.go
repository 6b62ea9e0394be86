package tictactoe

import (
	"math/bits"

	"apprentice/games"
)

// A feature is a stone on a square as one side sees it: its own stones come
// first, then those of the other.
//
//	feature = owner*9 + square
//
// The board is not turned round for Second, since no direction of it means
// anything. In a game in which the sides move towards each other it would be.
const (
	own   = 0
	other = 1

	numFeatures = 2 * numSquares
)

// feature is the one place where features are numbered: the stone of owner, own
// or other, on a square.
func feature(owner, sq int) games.Feature { return games.Feature(owner*numSquares + sq) }

// inputs returns the feature of a stone of side for both views, as games.Delta
// takes it.
func inputs(side games.Side, sq int) (first, second games.Feature) {
	if side == games.First {
		return feature(own, sq), feature(other, sq)
	}
	return feature(other, sq), feature(own, sq)
}

// Features appends the features of view, one for each stone.
func (p *Position) Features(view games.Side, dst []games.Feature) []games.Feature {
	for owner, stones := range [...]uint16{own: p.stones[view], other: p.stones[view.Other()]} {
		for ; stones != 0; stones &= stones - 1 {
			dst = append(dst, feature(owner, bits.TrailingZeros16(stones)))
		}
	}
	return dst
}
