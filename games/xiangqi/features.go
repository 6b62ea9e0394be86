package xiangqi

import "apprentice/games"

// The raw inputs of a network: which piece of which side stands where.
//
//	feature = owner*630 + kind*90 + square
//
// owner is 0 for a piece of the view's own side and 1 for one of its
// opponent's; kind counts soldier, advisor, elephant, horse, cannon, chariot,
// general; square is as drawn in square.go, with ranks mirrored for the second
// side, so that each side sees itself at the bottom.
const (
	numFeatures = 2 * numKinds * numSquares
	maxActive   = 32
	inputSet    = "piece-square/1"

	typicalPlies = 128
)

// NumFeatures returns 1260.
func (Game) NumFeatures() int { return numFeatures }

// MaxActive returns 32, the number of pieces at the start of a game.
func (Game) MaxActive() int { return maxActive }

// TypicalPlies returns 128: near the 114 plies of games between networks with
// random weights.
func (Game) TypicalPlies() int { return typicalPlies }

// InputSet returns "piece-square/1".
func (Game) InputSet() string { return inputSet }

// mirrored holds each square as a view sees it.
var mirrored = func() (table [2][128]games.Feature) {
	for s := range square(numSquares) {
		table[red][s] = games.Feature(s)
		table[black][s] = games.Feature(squareAt(s.file(), numRanks-1-s.rank()))
	}
	return table
}()

// feature is the index of pc on s as view sees it.
func feature(view uint8, pc piece, s square) games.Feature {
	owner := pc.colour() ^ view
	return games.Feature(owner)*numKinds*numSquares +
		games.Feature(pc.kind())*numSquares + mirrored[view&1][s&127]
}

// Features appends the active features of view, one for each piece on the
// board.
func (p *Position) Features(view games.Side, dst []games.Feature) []games.Feature {
	for colour := range uint8(2) {
		for k := range kind(numKinds) {
			for b := p.of(colour, k); !b.empty(); b = b.rest() {
				dst = append(dst, feature(uint8(view), newPiece(colour, k), b.first()))
			}
		}
	}
	return dst
}

// inputs returns the feature of pc on s for both views, as games.Delta takes it.
func inputs(pc piece, s square) (first, second games.Feature) {
	return feature(red, pc, s), feature(black, pc, s)
}
