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

// Further input sets. Each view is mirrored left to right where its own king stands
// on the files a to d, so that this king is always on the right half. In kings there
// are besides other features for each of four regions of that king.
var (
	mirroredInputs = games.NewInputSet("mirrored", numFeatures, numFeatures, 2,
		func(f games.Feature) int { return kingContext(f) % 2 },
		func(context int, f games.Feature) games.Feature { return f ^ games.Feature(7*context) })
	kingInputs = games.NewInputSet("kings", numFeatures, kingRegions*numFeatures, 2*kingRegions,
		kingContext,
		func(context int, f games.Feature) games.Feature {
			return games.Feature(context/2*numFeatures) + (f ^ games.Feature(7*(context%2)))
		})
	moreInputs = []*games.InputSet{mirroredInputs, kingInputs}
)

// kingRegions are the regions of a king on the right half, as its own side sees it:
// the centre and the corner of the first rank, the second rank, and beyond.
const kingRegions = 4

// kingContext is what a feature adds to the context of kingInputs: for a view's own
// king twice its region, and one more on the left half.
func kingContext(f games.Feature) int {
	s := int(f) - 64*int(king)
	if s < 0 || s >= 64 {
		return 0
	}
	left, file, rank := 0, s%8, s/8
	if file < 4 {
		left, file = 1, 7-file
	}
	switch {
	case rank > 0:
		return 2*min(rank+1, kingRegions-1) + left
	case file > 5:
		return 2 + left
	}
	return left
}

// MoreInputs returns "mirrored" and "kings".
func (Game) MoreInputs() []*games.InputSet { return moreInputs }

// Mirror returns the feature of the same piece on the other side of the board: the
// file a is the file h.
func (Game) Mirror(f games.Feature) games.Feature { return mirror(f) }

func mirror(f games.Feature) games.Feature { return f ^ 7 }

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
