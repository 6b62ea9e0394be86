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

// Further input sets, called as those of chess are. Each view is mirrored left to
// right where its own general stands on the file f. In kings there are besides other
// features for each of four regions of that general.
var (
	mirroredInputs = games.NewInputSet("mirrored", numFeatures, numFeatures, 2,
		func(f games.Feature) int { return generalContext(f) % 2 },
		func(context int, f games.Feature) games.Feature { return leftRight[context][f] })
	generalInputs = games.NewInputSet("kings", numFeatures, generalRegions*numFeatures, 2*generalRegions,
		generalContext,
		func(context int, f games.Feature) games.Feature {
			return games.Feature(context/2*numFeatures) + leftRight[context%2][f]
		})
	moreInputs = []*games.InputSet{mirroredInputs, generalInputs}
)

// leftRight holds each feature, and what it is on a board that is mirrored left to
// right.
var leftRight = func() (table [2][numFeatures]games.Feature) {
	for f := range games.Feature(numFeatures) {
		s := square(f % numSquares)
		table[0][f] = f
		table[1][f] = f - games.Feature(s) + games.Feature(squareAt(numFiles-1-s.file(), s.rank()))
	}
	return table
}()

// generalRegions are the regions of a general that is not on the file f, as its own
// side sees it: the middle and the left of the first rank, and of the others.
const generalRegions = 4

// generalContext is what a feature adds to the context of generalInputs: for a view's
// own general twice its region, and one more on the file f.
func generalContext(f games.Feature) int {
	if f < games.Feature(general)*numSquares || f >= numKinds*numSquares {
		return 0
	}
	s := square(f % numSquares)
	region, right := 0, 0
	if s.file() != numFiles/2 {
		region = 1
	}
	if s.file() > numFiles/2 {
		right = 1
	}
	if s.rank() > 0 {
		region += 2
	}
	return 2*region + right
}

// MoreInputs returns "mirrored" and "kings".
func (Game) MoreInputs() []*games.InputSet { return moreInputs }

// Mirror returns the feature of the same piece on the other side of the board: the
// file a is the file i.
func (Game) Mirror(f games.Feature) games.Feature { return leftRight[1][f] }

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
