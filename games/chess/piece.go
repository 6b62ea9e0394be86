package chess

import "apprentice/games"

// kind is a kind of piece, without its colour.
type kind = uint8

// Kinds of pieces, in the order of their features.
const (
	pawn kind = iota
	knight
	bishop
	rook
	queen
	king
	noKind
)

// The two colours, as indices.
const (
	white = uint8(games.First)
	black = uint8(games.Second)
)

// piece is a kind and its colour, packed as colour<<3 | kind so that both come
// out without a table and a mask makes any value a safe index.
type piece uint8

// noPiece stands on an empty square.
const noPiece = piece(noKind)

func newPiece(colour uint8, k kind) piece { return piece(colour<<3 | k) }

func (p piece) kind() kind    { return uint8(p & 7) }
func (p piece) colour() uint8 { return uint8(p >> 3 & 1) }

// letters are the letters of FEN and SAN, by piece.
const letters = "PNBRQK..pnbrqk.."

// letter returns the FEN letter of p, '.' for none.
func (p piece) letter() byte { return letters[p&15] }

// values are what exchanges count, in centipawns, by kind. The king's is never
// added: it is never taken.
var values = [8]int{100, 320, 330, 500, 950, 0, 0, 0}
