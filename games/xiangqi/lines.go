package xiangqi

import "math/bits"

// line is a set of squares of one rank or file: bit n for file n or rank n. All
// that chariots and cannons may do on a line follows from which of its squares
// are occupied, so tables by occupation replace all walking.
type line uint16

// lines are the squares of one colour, once by rank and once by file. The
// arrays have room for any four-bit index.
type lines struct {
	ranks, files [16]line
}

// toggle adds s or takes it away.
func (l *lines) toggle(s square) {
	file, rank := s.file(), s.rank()
	l.ranks[rank&15] ^= 1 << file
	l.files[file&15] ^= 1 << rank
}

// first returns the lowest place of l, which must not be empty.
func (l line) first() uint8 { return uint8(bits.TrailingZeros16(uint16(l))) }

// count returns the number of squares in l.
func (l line) count() int { return bits.OnesCount16(uint16(l)) }

// rankTable and fileTable are indexed by the place on the line and the
// occupation of the line.
type (
	rankTable [16][1 << numFiles]line
	fileTable [16][1 << numRanks]line
)

func (t *rankTable) at(place uint8, occupied line) line {
	return t[place&15][occupied&(1<<numFiles-1)]
}

func (t *fileTable) at(place uint8, occupied line) line {
	return t[place&15][occupied&(1<<numRanks-1)]
}

// The slides hold the empty squares that a chariot or cannon reaches on a line
// and the occupied square that ends each way; the hops hold the next occupied
// squares beyond those, which are what a cannon captures.
var (
	rankSlides, rankHops = newRankTables()
	fileSlides, fileHops = newFileTables()
)

func newRankTables() (slides, hops *rankTable) {
	slides, hops = new(rankTable), new(rankTable)
	for place := range numFiles {
		fillLine(slides[place][:], hops[place][:], place, numFiles)
	}
	return slides, hops
}

func newFileTables() (slides, hops *fileTable) {
	slides, hops = new(fileTable), new(fileTable)
	for place := range numRanks {
		fillLine(slides[place][:], hops[place][:], place, numRanks)
	}
	return slides, hops
}

// fillLine walks both ways from a place for each occupation of a line.
func fillLine(slides, hops []line, place, length int) {
	for occupied := range slides {
		for _, step := range []int{-1, 1} {
			met := 0
			for i := place + step; i >= 0 && i < length && met < 2; i += step {
				if met == 0 {
					slides[occupied] |= 1 << i
				}
				if occupied>>i&1 == 0 {
					continue
				}
				if met++; met == 2 {
					hops[occupied] |= 1 << i
				}
			}
		}
	}
}

// between holds the places strictly between two places of a line.
var between = func() (table [16][16]line) {
	for a := range numRanks {
		for b := range numRanks {
			for i := min(a, b) + 1; i < max(a, b); i++ {
				table[a][b] |= 1 << i
			}
		}
	}
	return table
}()

// crosses holds the other squares of the rank and of the file of a square.
var crosses = func() (table [128]set) {
	for s := range square(numSquares) {
		for t := range square(numSquares) {
			if s != t && (s.rank() == t.rank() || s.file() == t.file()) {
				table[s] = table[s].or(t.bit())
			}
		}
	}
	return table
}()
