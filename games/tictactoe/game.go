// Package tictactoe is the game of noughts and crosses. It is the pattern to
// copy when a game is added (docs/adding-a-game.md) and, since it is solved, the
// game on which search and learner are tested exactly.
//
// First plays crosses, Second noughts. Three of a kind in a row, column or
// diagonal win; a full board without them is a draw. Nothing is ever captured. A
// side is in check if it must stop the other from completing a line.
//
// Squares are numbered from First's lower left corner:
//
//	3  6 7 8
//	2  3 4 5
//	1  0 1 2
//	   a b c
package tictactoe

import "apprentice/games"

// numSquares is the number of squares of the board.
const numSquares = 9

// Game is the games.Game of noughts and crosses. The zero value is ready.
type Game struct{}

var _ games.Game = Game{}

// Name returns "tictactoe".
func (Game) Name() string { return "tictactoe" }

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

// NumFeatures returns 18: own and other stones on nine squares.
func (Game) NumFeatures() int { return numFeatures }

// MaxActive returns 9: a full board.
func (Game) MaxActive() int { return numSquares }

// TypicalPlies returns 9: most games fill the board.
func (Game) TypicalPlies() int { return 9 }

// NumSlots returns 18: the squares for either side.
func (Game) NumSlots() int { return 2 * numSquares }

// InputSet names the features of features.go.
func (Game) InputSet() string { return "tictactoe/own-other-9" }
