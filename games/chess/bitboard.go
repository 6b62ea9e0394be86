package chess

import "math/bits"

// bitboard is a set of squares, bit n for square n:
//
//	8 | 56 57 58 59 60 61 62 63
//	7 | 48 49 50 51 52 53 54 55
//	6 | 40 41 42 43 44 45 46 47
//	5 | 32 33 34 35 36 37 38 39
//	4 | 24 25 26 27 28 29 30 31
//	3 | 16 17 18 19 20 21 22 23
//	2 |  8  9 10 11 12 13 14 15
//	1 |  0  1  2  3  4  5  6  7
//	    -----------------------
//	     a  b  c  d  e  f  g  h
type bitboard uint64

// square is a square number, 0 to 63, as drawn above.
type square uint8

// Squares that the rules know by name.
const (
	a1, c1, d1, e1, f1, g1, h1 square = 0, 2, 3, 4, 5, 6, 7
	a8, c8, d8, e8, f8, g8, h8 square = 56, 58, 59, 60, 61, 62, 63
)

const (
	fileA        bitboard = 0x0101010101010101
	fileH        bitboard = fileA << 7
	rank1        bitboard = 0xff
	rank8        bitboard = rank1 << 56
	darkSquares  bitboard = 0xaa55aa55aa55aa55
	lightSquares bitboard = ^darkSquares
)

// bit returns the set that holds s alone.
func (s square) bit() bitboard { return 1 << (s & 63) }

// file returns 0 for the a-file to 7 for the h-file.
func (s square) file() int { return int(s & 7) }

// rank returns 0 for the first rank to 7 for the eighth.
func (s square) rank() int { return int(s >> 3) }

// String returns the name of s, such as "e4".
func (s square) String() string {
	return string([]byte{'a' + byte(s&7), '1' + byte(s>>3)})
}

// first returns the lowest square of b, which must not be empty. The mask
// costs nothing beside the bounds checks that it saves.
func (b bitboard) first() square { return square(bits.TrailingZeros64(uint64(b)) & 63) }

// last returns the highest square of b alone, and nothing if b is empty.
func (b bitboard) last() bitboard {
	if b == 0 {
		return 0
	}
	return 1 << (bits.Len64(uint64(b)) - 1)
}

// count returns the number of squares in b.
func (b bitboard) count() int { return bits.OnesCount64(uint64(b)) }

// several reports whether b holds more than one square.
func (b bitboard) several() bool { return b&(b-1) != 0 }

// step is a direction on the board.
type step struct{ file, rank int }

var (
	rookSteps   = []step{{0, 1}, {1, 0}, {0, -1}, {-1, 0}}
	bishopSteps = []step{{1, 1}, {1, -1}, {-1, -1}, {-1, 1}}
	knightSteps = []step{{1, 2}, {2, 1}, {2, -1}, {1, -2}, {-1, -2}, {-2, -1}, {-2, 1}, {-1, 2}}
	kingSteps   = []step{{0, 1}, {1, 0}, {0, -1}, {-1, 0}, {1, 1}, {1, -1}, {-1, -1}, {-1, 1}}
)

// from returns the square one step away from s, and false beyond the edge.
func (d step) from(s square) (square, bool) {
	file, rank := s.file()+d.file, s.rank()+d.rank
	if file < 0 || file > 7 || rank < 0 || rank > 7 {
		return 0, false
	}
	return square(8*rank + file), true
}

// Attacks of the pieces that do not slide. pawnAttacks is indexed by colour.
var (
	knightAttacks = leaps(knightSteps)
	kingAttacks   = leaps(kingSteps)
	pawnAttacks   = [2][64]bitboard{
		leaps([]step{{-1, 1}, {1, 1}}),
		leaps([]step{{-1, -1}, {1, -1}}),
	}
)

// Attacks of rooks and bishops on an empty board.
var (
	rookRays   = rays(rookSteps)
	bishopRays = rays(bishopSteps)
)

// between holds the squares strictly between two squares of a common line;
// line holds all of that line, both ends included. Both are empty if the
// squares share no line.
var between, line = lines()

func leaps(steps []step) (table [64]bitboard) {
	for s := range square(64) {
		for _, d := range steps {
			if t, ok := d.from(s); ok {
				table[s] |= t.bit()
			}
		}
	}
	return table
}

func rays(steps []step) (table [64]bitboard) {
	for s := range square(64) {
		table[s] = slide(s, 0, steps)
	}
	return table
}

// slide walks from s in each direction up to and including the first occupied
// square. It is the slow twin of rookAttacks and bishopAttacks and fills their
// tables.
func slide(s square, occupied bitboard, steps []step) (reached bitboard) {
	for _, d := range steps {
		for t, ok := d.from(s); ok; t, ok = d.from(t) {
			reached |= t.bit()
			if occupied&t.bit() != 0 {
				break
			}
		}
	}
	return reached
}

func lines() (between, line [64][64]bitboard) {
	for s := range square(64) {
		for _, d := range kingSteps {
			ahead := slide(s, 0, []step{d})
			whole := ahead | s.bit() | slide(s, 0, []step{{-d.file, -d.rank}})
			var passed bitboard
			for t, ok := d.from(s); ok; t, ok = d.from(t) {
				between[s][t], line[s][t] = passed, whole
				passed |= t.bit()
			}
		}
	}
	return between, line
}
