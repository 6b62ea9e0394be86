package xiangqi

// step is a direction on the board.
type step struct{ file, rank int }

// from returns the square one step away from s, noSquare beyond the edge.
func (d step) from(s square) square {
	file, rank := int(s.file())+d.file, int(s.rank())+d.rank
	if file < 0 || file >= numFiles || rank < 0 || rank >= numRanks {
		return noSquare
	}
	return squareAt(uint8(file), uint8(rank))
}

var (
	straightSteps = []step{{0, 1}, {1, 0}, {0, -1}, {-1, 0}}
	diagonalSteps = []step{{1, 1}, {1, -1}, {-1, -1}, {-1, 1}}
)

// leap is a move of a piece that does not slide: where it goes, and the square
// that must be empty for it, noSquare if none must.
type leap struct{ to, over square }

// leaps are the moves from one square, padded with leaps beyond the edge.
type leaps [8]leap

// leapTable holds the moves of the pieces that do not slide, by piece and
// square. Everything that binds a piece to its palace, its side of the river
// or its direction is in the table.
var leapTable = newLeapTable()

// reach holds the targets of leapTable as sets, by piece and square.
var reach = func() (table [16][128]set) {
	for pc := range leapTable {
		for s := range leapTable[pc] {
			for _, l := range leapTable[pc][s] {
				if l.to != noSquare {
					table[pc][s] = table[pc][s].or(l.to.bit())
				}
			}
		}
	}
	return table
}()

// origins holds the squares from which a piece that does not slide leaps to a
// square, by piece and target. Most do not move back as they came.
var origins = func() (table [16][128]set) {
	for pc := range reach {
		for from := range square(numSquares) {
			for b := reach[pc][from]; !b.empty(); b = b.rest() {
				to := b.first()
				table[pc][to] = table[pc][to].or(from.bit())
			}
		}
	}
	return table
}()

// legs holds the square next to a horse that must be empty for it to move from
// one square to another, noSquare if no horse moves like that.
var legs = func() (table [128][128]square) {
	for from := range table {
		for to := range table[from] {
			table[from][to] = noSquare
		}
	}
	for from := range square(numSquares) {
		for _, l := range leapTable[newPiece(red, horse)][from] {
			if l.to != noSquare {
				table[from][l.to] = l.over
			}
		}
	}
	return table
}()

func newLeapTable() *[16][numSquares]leaps {
	var table [16][numSquares]leaps
	for pc := range table {
		for s := range table[pc] {
			for i := range table[pc][s] {
				table[pc][s][i] = leap{noSquare, noSquare}
			}
		}
	}
	for _, colour := range []uint8{red, black} {
		for s := range square(numSquares) {
			for k, found := range leapsFrom(colour, s) {
				copy(table[newPiece(colour, kind(k))][s][:], found)
			}
		}
	}
	return &table
}

// leapsFrom returns the leaps of each kind of a colour's pieces from s.
func leapsFrom(colour uint8, s square) (found [numKinds][]leap) {
	for _, d := range straightSteps {
		to := d.from(s)
		if to == noSquare {
			continue
		}
		if mayStand(colour, general, to) {
			found[general] = append(found[general], leap{to, noSquare})
		}
		forward := d.rank == 1-2*int(colour)
		if forward || d.rank == 0 && s.half() != colour {
			found[soldier] = append(found[soldier], leap{to, noSquare})
		}
		for _, e := range diagonalSteps {
			if e.file*d.file+e.rank*d.rank > 0 { // outwards
				if target := e.from(to); target != noSquare {
					found[horse] = append(found[horse], leap{target, to})
				}
			}
		}
	}
	for _, d := range diagonalSteps {
		to := d.from(s)
		if to == noSquare {
			continue
		}
		if mayStand(colour, advisor, to) {
			found[advisor] = append(found[advisor], leap{to, noSquare})
		}
		if target := d.from(to); mayStand(colour, elephant, target) {
			found[elephant] = append(found[elephant], leap{target, to})
		}
	}
	return found
}

// mayStand reports whether a piece of a colour and kind may stand on s: where
// it can get by legal moves from the start position, and for advisors anywhere
// in the palace, since some published positions have them between their points.
func mayStand(colour uint8, k kind, s square) bool {
	if s >= numSquares {
		return false
	}
	file, rank := int(s.file()), int(s.rank())
	if colour == black {
		rank = numRanks - 1 - rank
	}
	palace := file >= 3 && file <= 5 && rank <= 2
	switch k {
	case general, advisor:
		return palace
	case elephant:
		return rank <= 4 && rank%2 == 0 && file%2 == 0 && (file+rank)%4 == 2
	case soldier:
		return rank >= 5 || rank >= 3 && file%2 == 0
	}
	return true
}
