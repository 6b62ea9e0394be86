package chess

import "apprentice/games"

// A move is packed as from | to<<6 | flag<<12. A legal move has exactly one
// encoding, and 0 (a1 to a1) is none. Castling is told by the squares of the king,
// even if the rook or the king itself stands on the target.
const (
	doublePush = 1 << 12 // a pawn's first move, two squares
	castle     = 2 << 12
	enPassant  = 3 << 12
	promote    = 8 << 12 // | kind<<12

	flagMask = 15 << 12
)

func newMove(from, to square) games.Move { return games.Move(from) | games.Move(to)<<6 }

func fromOf(m games.Move) square { return square(m & 63) }
func toOf(m games.Move) square   { return square(m >> 6 & 63) }
func flagOf(m games.Move) int    { return int(m & flagMask) }

// promotionOf returns the kind that a pawn becomes, and false if m does not
// promote.
func promotionOf(m games.Move) (kind, bool) { return uint8(m >> 12 & 7), m&promote != 0 }

func promotion(from, to square, k kind) games.Move {
	return newMove(from, to) | promote | games.Move(k)<<12
}
