package connectfour

import (
	"math/bits"

	"apprentice/games"
)

// A feature is a disc on a square as one side sees it: its own discs come first,
// then those of the other.
//
//	feature = owner*42 + square
//
// The board is not turned round for Second: discs fall down for both sides.
const (
	own   = 0
	other = 1

	numFeatures = 2 * numSquares
)

// feature is the one place where features are numbered: the disc of owner, own or
// other, on a square.
func feature(owner, sq int) games.Feature { return games.Feature(owner*numSquares + sq) }

// inputs returns the feature of a disc of side for both views, as games.Delta
// takes it.
func inputs(side games.Side, sq int) (first, second games.Feature) {
	if side == games.First {
		return feature(own, sq), feature(other, sq)
	}
	return feature(other, sq), feature(own, sq)
}

// Features appends the features of view, one for each disc.
func (p *Position) Features(view games.Side, dst []games.Feature) []games.Feature {
	for owner, discs := range [...]uint64{own: p.discs[view], other: p.discs[view.Other()]} {
		for ; discs != 0; discs &= discs - 1 {
			sq := bits.TrailingZeros64(discs)
			dst = append(dst, feature(owner, sq-sq/columnBits))
		}
	}
	return dst
}
