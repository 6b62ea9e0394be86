package xiangqi

import "math/bits"

// square is a square number. The points of the real board are called squares
// here, as in all notations. The river runs between 44 and 45, and the palaces
// are files d to f of the last three ranks:
//
//	9 | 81 82 83 84 85 86 87 88 89    Black
//	8 | 72 73 74 75 76 77 78 79 80
//	7 | 63 64 65 66 67 68 69 70 71
//	6 | 54 55 56 57 58 59 60 61 62
//	5 | 45 46 47 48 49 50 51 52 53
//	  ~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//	4 | 36 37 38 39 40 41 42 43 44
//	3 | 27 28 29 30 31 32 33 34 35
//	2 | 18 19 20 21 22 23 24 25 26
//	1 |  9 10 11 12 13 14 15 16 17
//	0 |  0  1  2  3  4  5  6  7  8    Red
//	    --------------------------
//	     a  b  c  d  e  f  g  h  i
type square uint8

const (
	numFiles   = 9
	numRanks   = 10
	numSquares = numFiles * numRanks

	// noSquare is beyond the edge.
	noSquare square = numSquares
)

// file returns 0 for the a-file to 8 for the i-file.
func (s square) file() uint8 { return uint8(s) % numFiles }

// rank returns 0 for Red's first rank to 9 for Black's.
func (s square) rank() uint8 { return uint8(s) / numFiles }

// squareAt returns the square of a file and a rank that are on the board.
func squareAt(file, rank uint8) square { return square(rank*numFiles + file) }

// half returns the colour on whose side of the river s lies.
func (s square) half() uint8 {
	if s < numSquares/2 {
		return red
	}
	return black
}

// String returns the name of s with ranks from 0, such as "e4".
func (s square) String() string {
	if s >= numSquares {
		return "-"
	}
	return string([]byte{'a' + s.file(), '0' + s.rank()})
}

// set is a set of squares, in two words that meet at the river: Red's half ends
// with the highest bit of south, Black's begins with the lowest of north.
type set struct{ south, north uint64 }

// southShift is the bit of square 0 in the word south.
const southShift = 64 - numSquares/2

// everywhere holds all squares.
var everywhere = set{(1<<(numSquares/2) - 1) << southShift, 1<<(numSquares/2) - 1}

// bit returns the set that holds s alone. A shift by more than 63 gives 0 in
// Go, also if s-45 wraps around, so there is nothing to branch on.
func (s square) bit() set {
	return set{1 << (s + southShift), 1 << (s - numSquares/2)}
}

func (b set) has(s square) bool {
	return (b.south>>(s+southShift)|b.north>>(s-numSquares/2))&1 != 0
}

func (b set) or(c set) set    { return set{b.south | c.south, b.north | c.north} }
func (b set) and(c set) set   { return set{b.south & c.south, b.north & c.north} }
func (b set) minus(c set) set { return set{b.south &^ c.south, b.north &^ c.north} }
func (b set) xor(c set) set   { return set{b.south ^ c.south, b.north ^ c.north} }
func (b set) empty() bool     { return b.south|b.north == 0 }
func (b set) count() int      { return bits.OnesCount64(b.south) + bits.OnesCount64(b.north) }

// first returns the lowest square of b, which must not be empty.
func (b set) first() square {
	if b.south != 0 {
		return square(bits.TrailingZeros64(b.south) - southShift)
	}
	return square(bits.TrailingZeros64(b.north) + numSquares/2)
}

// rest returns b without its lowest square.
func (b set) rest() set {
	if b.south != 0 {
		return set{b.south & (b.south - 1), b.north}
	}
	return set{0, b.north & (b.north - 1)}
}
