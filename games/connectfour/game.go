// Package connectfour is the game of Connect Four. Two sides drop discs into the
// seven columns of an upright board with six rows; a disc falls to the lowest free
// square of its column. First plays red, Second yellow. Four of a colour in a row,
// column or diagonal win; a full board without them is a draw. With best play First
// wins, and only by beginning in the middle (James D. Allen and Victor Allis, 1988).
//
// A side is in check if it must stop the other from completing a line.
//
// Squares are numbered up the columns, from the left one:
//
//	6  5 11 17 23 29 35 41
//	5  4 10 16 22 28 34 40
//	4  3  9 15 21 27 33 39
//	3  2  8 14 20 26 32 38
//	2  1  7 13 19 25 31 37
//	1  0  6 12 18 24 30 36
//	   a  b  c  d  e  f  g
package connectfour

import (
	"regexp"

	"apprentice/games"
)

// The board.
const (
	columns    = 7
	rows       = 6
	numSquares = columns * rows
)

// Game is the games.Game of Connect Four. The zero value is ready.
type Game struct{}

var (
	_ games.Game      = Game{}
	_ games.PGNTagged = Game{}
)

// Name returns "connectfour".
func (Game) Name() string { return "connectfour" }

// Start returns the empty board with First to move.
func (Game) Start() games.Position { return newPosition() }

// ParseFEN returns the position that fen describes; fen.go has the format.
func (Game) ParseFEN(fen string) (games.Position, error) {
	p, err := parseFEN(fen)
	if err != nil {
		return nil, err
	}
	return p, nil
}

// NumFeatures returns 84: own and other discs on 42 squares.
func (Game) NumFeatures() int { return numFeatures }

// MaxActive returns 42: a full board.
func (Game) MaxActive() int { return numSquares }

// TypicalPlies returns 28. Random games last 21 plies on average, and the better
// the sides are, the more of the board they fill.
func (Game) TypicalPlies() int { return 28 }

// NumSlots returns 84: the squares for either side.
func (Game) NumSlots() int { return 2 * numSquares }

// InputSet names the features of features.go.
func (Game) InputSet() string { return "connectfour/own-other-42" }

// numericMove is a column by its number.
var numericMove = regexp.MustCompile(`^[1-7]$`)

// PGNTags says that columns may have numbers.
func (Game) PGNTags() games.PGNTags { return games.PGNTags{Numeric: numericMove.MatchString} }
