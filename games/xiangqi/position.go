// Package xiangqi is the game of xiangqi, Chinese chess: its positions, its
// rules as the Asian Xiangqi Federation words them, and the raw inputs that a
// network sees. It implements games.Game and games.Position.
//
// It holds no strategy. The piece values here order and prune exchanges; they
// never enter the value of a position. First is Red, Second is Black.
package xiangqi

import "apprentice/games"

// Game is xiangqi. The zero value is ready for use.
type Game struct{}

var _ games.Game = Game{}

// Name returns "xiangqi".
func (Game) Name() string { return "xiangqi" }

// Start returns the start position of xiangqi.
func (Game) Start() games.Position { return NewPosition() }

// ParseFEN is ParseFEN as a method of the game.
func (Game) ParseFEN(fen string) (games.Position, error) {
	p, err := ParseFEN(fen)
	if err != nil {
		return nil, err // not a typed nil
	}
	return p, nil
}

// NumSlots returns 1260: a slot for each coloured piece and target square.
func (Game) NumSlots() int { return 2 * numKinds * numSquares }

// Position is a xiangqi position and the history that led to it. Use
// NewPosition or ParseFEN to make one; the zero value has no generals and is
// not valid.
type Position struct {
	board  [128]piece // by square; offBoard beyond the last one
	pieces [16]set    // the squares of each piece
	sides  [2]set     // the squares of each colour
	lines  [2]lines   // the same, by rank and by file
	side   uint8      // the colour to move
	state
	plies int     // plies since move 1 of Red, for the move number
	stack []state // the states before, oldest first
}

// state is the part of a position that Unmake cannot compute backwards, and
// what is found out about a position once and asked often.
type state struct {
	key uint64
	danger
	captured  piece      // taken by move
	clock     uint16     // plies since the last capture
	sinceNull uint16     // plies since the last pass, or since the FEN
	move      games.Move // the move that led here
}

var _ games.Position = (*Position)(nil)

// stackRoom is how many plies are played before the history first grows.
const stackRoom = 256

// startFEN is the position in which a game of xiangqi begins.
const startFEN = "rnbakabnr/9/1c5c1/p1p1p1p1p/9/9/P1P1P1P1P/1C5C1/9/RNBAKABNR w - - 0 1"

// NewPosition returns a new start position of xiangqi.
func NewPosition() *Position {
	p, err := ParseFEN(startFEN)
	if err != nil {
		panic(err) // a constant
	}
	return p
}

// Side returns the side to move.
func (p *Position) Side() games.Side { return games.Side(p.side) }

// InCheck reports whether the side to move is in check.
func (p *Position) InCheck() bool { return p.checks != 0 }

// Clone returns an independent copy of p, history included.
func (p *Position) Clone() games.Position {
	c := *p
	c.stack = make([]state, len(p.stack), len(p.stack)+stackRoom)
	copy(c.stack, p.stack)
	return &c
}

// of returns the squares of a colour's pieces of one kind.
func (p *Position) of(colour uint8, k kind) set { return p.pieces[newPiece(colour, k)&15] }

// generalOf returns the square of a colour's general.
func (p *Position) generalOf(colour uint8) square { return p.of(colour, general).first() }

// at returns the piece on s, noPiece for none.
func (p *Position) at(s square) piece { return p.board[s&127] }

// rankOccupied returns which squares of a rank are not empty, by file.
func (p *Position) rankOccupied(rank uint8) line {
	return p.lines[red].ranks[rank&15] | p.lines[black].ranks[rank&15]
}

// fileOccupied returns which squares of a file are not empty, by rank.
func (p *Position) fileOccupied(file uint8) line {
	return p.lines[red].files[file&15] | p.lines[black].files[file&15]
}
