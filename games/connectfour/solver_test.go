package connectfour

import (
	"math/bits"

	"apprentice/games"
)

// A solver finds the value of a position with best play. It is an alpha-beta search
// on bitboards with a table, after John Tromp ("Fhourstones") and Pascal Pons
// ("Solving Connect 4: how to build a perfect AI"), and shares no rule with the
// package: the side to move and the occupied squares are all that it knows.
//
// A score is positive if the side to move wins: it counts the discs that the winner
// has left before it completes its line, the last one included. It is negative if
// the other side wins, and 0 for a draw.
type solver struct {
	table []uint64 // key<<8 | bound, by hash of the key
	nodes uint64
}

// newSolver returns a solver with a table of 8<<logSize bytes.
func newSolver(logSize int) *solver { return &solver{table: make([]uint64, 1<<logSize)} }

// Bounds in the table: scores lie in -21..21, and 0 is an empty entry.
const (
	upperBound = 32 // upperBound+score: the score is not higher
	lowerBound = 96 // lowerBound+score: the score is not lower
)

// centreFirst are the columns in the order in which they are tried.
var centreFirst = [columns]uint64{3, 2, 4, 1, 5, 0, 6}

// drops returns the squares on which a disc can come to rest.
func drops(mask uint64) uint64 { return (mask + bottom) & board }

// winning returns the empty squares, reachable or not, with which own completes a
// line.
func winning(own, mask uint64) uint64 {
	r := (own << 1) & (own << 2) & (own << 3) // three in a column
	for _, step := range [...]int{columnBits - 1, columnBits, columnBits + 1} {
		p := (own << step) & (own << (2 * step))
		r |= p & (own << (3 * step)) // the empty square is to the right of three
		r |= p & (own >> step)       // or has two to the left and one to the right
		p = (own >> step) & (own >> (2 * step))
		r |= p & (own << step)
		r |= p & (own >> (3 * step))
	}
	return r & (board ^ mask)
}

// score returns the score of a position that is not over.
func (s *solver) score(own, mask uint64) int {
	return s.between(own, mask, -numSquares/2, numSquares/2)
}

// value returns who wins a position that is not over: the sign of its score, which
// is much faster to find.
func (s *solver) value(own, mask uint64) games.Result {
	return resultOf(s.between(own, mask, -1, 1))
}

// between returns the score if it lies between low and high, otherwise the nearer of
// them. It asks "more than this?" until one number is left, which costs less than
// a search of the whole range.
func (s *solver) between(own, mask uint64, low, high int) int {
	left := numSquares - bits.OnesCount64(mask)
	if winning(own, mask)&drops(mask) != 0 {
		return min(max((left+1)/2, low), high)
	}
	low, high = max(low, -left/2), min(high, (left-1)/2)
	for low < high {
		middle := low + (high-low)/2
		switch { // small scores decide more, and are cheaper
		case middle <= 0 && low/2 < middle:
			middle = low / 2
		case middle >= 0 && high/2 > middle:
			middle = high / 2
		}
		if s.search(own, mask, middle, middle+1) <= middle {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return low
}

// search returns the score of a position in which the side to move cannot complete a
// line at once: exactly between alpha and beta, otherwise a bound of it.
func (s *solver) search(own, mask uint64, alpha, beta int) int {
	s.nodes++
	left := numSquares - bits.OnesCount64(mask)

	// Moves that do not lose at once: one that blocks if one must, and none below
	// a square on which the other side completes a line.
	moves, threats := drops(mask), winning(mask^own, mask)
	if forced := moves & threats; forced != 0 {
		if forced&(forced-1) != 0 {
			return -left / 2
		}
		moves = forced
	}
	moves &^= threats >> 1
	if moves == 0 {
		return -left / 2
	}
	if left <= 2 {
		return 0
	}

	if least := -(left - 2) / 2; alpha < least {
		if alpha = least; alpha >= beta {
			return alpha
		}
	}
	most := (left - 1) / 2
	key := own + mask + bottom // unlike for each position, and never 0
	slot := &s.table[(key*0x9E3779B97F4A7C15)>>(64-bits.TrailingZeros(uint(len(s.table))))]
	if entry := *slot; entry>>8 == key {
		if bound := int(entry & 0xff); bound >= lowerBound-numSquares/2 {
			if least := bound - lowerBound; alpha < least {
				if alpha = least; alpha >= beta {
					return alpha
				}
			}
		} else {
			most = bound - upperBound
		}
	}
	if beta > most {
		if beta = most; alpha >= beta {
			return beta
		}
	}

	var list [columns]uint64
	n := s.order(&list, own, mask, moves)
	for _, m := range list[:n] {
		v := -s.search(own^mask, mask|m, -beta, -alpha)
		if v >= beta {
			*slot = key<<8 | uint64(v+lowerBound)
			return v
		}
		alpha = max(alpha, v)
	}
	*slot = key<<8 | uint64(alpha+upperBound)
	return alpha
}

// order writes moves into list, those that make most threats first, and among equals
// those nearer the middle. It returns how many there are.
func (s *solver) order(list *[columns]uint64, own, mask, moves uint64) int {
	var counts [columns]int
	n := 0
	for _, column := range centreFirst {
		m := moves & (anColumn << (columnBits * column))
		if m == 0 {
			continue
		}
		count := bits.OnesCount64(winning(own|m, mask|m))
		i := n
		for ; i > 0 && counts[i-1] < count; i-- {
			list[i], counts[i] = list[i-1], counts[i-1]
		}
		list[i], counts[i] = m, count
		n++
	}
	return n
}
