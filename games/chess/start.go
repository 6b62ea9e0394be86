package chess

import "strings"

// NumStarts is the number of start positions of Chess960.
const NumStarts = 960

// standardStart is the number of the start position of chess.
const standardStart = 518

// knightPlaces are the places of both knights among the five squares that
// bishops and queen leave, in Scharnagl's order.
var knightPlaces = [10][2]int{{0, 1}, {0, 2}, {0, 3}, {0, 4}, {1, 2}, {1, 3}, {1, 4}, {2, 3}, {2, 4}, {3, 4}}

// StartFEN returns start position n of Chess960 in the numbering of Scharnagl
// (2004); see en.wikipedia.org/wiki/Fischer_random_chess_numbering_scheme. It
// panics unless 0 <= n < NumStarts.
func StartFEN(n int) string {
	if n < 0 || n >= NumStarts {
		panic("chess: no such start position")
	}
	var rank [8]byte
	// place puts a piece on the free square with the given number of free
	// squares to its left.
	place := func(piece byte, free int) {
		for file := range rank {
			if rank[file] != 0 {
				continue
			}
			if free == 0 {
				rank[file] = piece
				return
			}
			free--
		}
	}
	rank[n%4*2+1] = 'b' // on a light square of the first rank
	n /= 4
	rank[n%4*2] = 'b'
	n /= 4
	place('q', n%6)
	knights := knightPlaces[n/6]
	place('n', knights[1]) // the right one first: the left one's place stays what it is
	place('n', knights[0])
	for _, piece := range []byte("rkr") {
		place(piece, 0)
	}
	black := string(rank[:])
	return black + "/pppppppp/8/8/8/8/PPPPPPPP/" + strings.ToUpper(black) + " w KQkq - 0 1"
}
