package chess

import "apprentice/games"

// The raw inputs of a network: which piece of which side stands where.
//
//	feature = owner*384 + kind*64 + square
//
// owner is 0 for a piece of the view's own side and 1 for one of its
// opponent's; kind counts pawn, knight, bishop, rook, queen, king; square is as
// drawn in bitboard.go, with ranks mirrored for the second side, so that each
// side sees itself at the bottom.
const (
	numFeatures = 2 * 6 * 64
	maxActive   = 32
	inputSet    = "piece-square/1"

	typicalPlies = 128
)

// NumFeatures returns 768.
func (Game) NumFeatures() int { return numFeatures }

// MaxActive returns 32, the number of pieces at the start of a game.
func (Game) MaxActive() int { return maxActive }

// TypicalPlies returns 128: networks with random weights play 245 plies a game,
// those that have learnt for a while 95.
func (Game) TypicalPlies() int { return typicalPlies }

// InputSet returns "piece-square/1".
func (Game) InputSet() string { return inputSet }

// feature is the index of pc on s as view sees it.
func feature(view uint8, pc piece, s square) games.Feature {
	owner := pc.colour() ^ view
	return games.Feature(owner)*384 + games.Feature(pc.kind())*64 + games.Feature(s^56*square(view))
}

// Features appends the active features of view, one for each piece on the
// board.
func (p *Position) Features(view games.Side, dst []games.Feature) []games.Feature {
	for b := p.occupied(); b != 0; b &= b - 1 {
		s := b.first()
		dst = append(dst, feature(uint8(view), p.board[s], s))
	}
	return dst
}

// inputs returns the feature of pc on s for both views, as games.Delta takes it.
func inputs(pc piece, s square) (first, second games.Feature) {
	return feature(white, pc, s), feature(black, pc, s)
}

// moved notes that pc went from one square to another, which may be the same.
func moved(d *games.Delta, pc piece, from, to square) {
	if from != to {
		d.Remove(inputs(pc, from))
		d.Add(inputs(pc, to))
	}
}
