package xiangqi

import "apprentice/games"

// kind is a kind of piece, without its colour.
type kind = uint8

// Kinds of pieces, in the order of their features and of their values.
const (
	soldier kind = iota
	advisor
	elephant
	horse
	cannon
	chariot
	general
	noKind

	numKinds = 7
)

// The two colours, as indices.
const (
	red   = uint8(games.First)
	black = uint8(games.Second)
)

// piece is a kind and its colour, packed as colour<<3 | kind so that both come
// out without a table and a mask makes any value a safe index.
type piece uint8

const (
	noPiece  = piece(noKind)     // stands on an empty square
	offBoard = piece(8 | noKind) // stands beyond the edge
)

func newPiece(colour uint8, k kind) piece { return piece(colour<<3 | k) }

func (p piece) kind() kind    { return uint8(p & 7) }
func (p piece) colour() uint8 { return uint8(p >> 3 & 1) }

// isOf reports whether p is a piece of the given colour.
func (p piece) isOf(colour uint8) bool { return p.kind() != noKind && p.colour() == colour }

// letters are the letters of FEN, by piece.
const letters = "PABNCRK.pabncrk."

// letter returns the FEN letter of p, '.' for none.
func (p piece) letter() byte { return letters[p&15] }

// kindNames are the names of the pieces in messages, by kind.
var kindNames = [numKinds]string{"soldier", "advisor", "elephant", "horse", "cannon", "chariot", "general"}

// colourNames are the names of the sides in messages.
var colourNames = [2]string{"red", "black"}

// values are what exchanges count, in hundredths of a soldier, by kind. The
// general's is never added: it is never taken.
var values = [8]int{100, 200, 200, 400, 450, 900, 0, 0}
