package connectfour

import (
	"math/bits"

	"apprentice/games"
)

// A bitboard has seven bits for each column, its lowest square first. The seventh
// is never a disc: it keeps lines from running from one column into the next.
const columnBits = rows + 1

// Sets of squares.
const (
	bottom   uint64 = 1<<0 | 1<<7 | 1<<14 | 1<<21 | 1<<28 | 1<<35 | 1<<42
	board    uint64 = bottom * (1<<rows - 1)
	anColumn uint64 = 1<<rows - 1 // column a
)

// Position is a position of Connect Four. It implements games.Position.
type Position struct {
	discs  [2]uint64 // by owner, a bitboard each
	side   games.Side
	key    uint64
	played []games.Move // what Unmake takes back, passes included
}

var _ games.Position = (*Position)(nil)

// newPosition returns the empty board. Its history has room for a whole game and
// as many passes, so that Make does not allocate.
func newPosition() *Position {
	return &Position{played: make([]games.Move, 0, 2*numSquares)}
}

// Side returns the side to move.
func (p *Position) Side() games.Side { return p.side }

// landing returns where the next disc in a column comes to rest: one bit, or 0 if
// the column is full.
func (p *Position) landing(column int) uint64 {
	all := p.discs[games.First] | p.discs[games.Second]
	return (all + 1<<(columnBits*column)) & (anColumn << (columnBits * column))
}

// index returns the number of the square of a bit.
func index(bit uint64) int {
	i := bits.TrailingZeros64(bit)
	return i - i/columnBits
}

// Make plays m, or passes if it is games.NoMove.
func (p *Position) Make(m games.Move, d *games.Delta) {
	us := p.side
	if d != nil {
		*d = games.Delta{}
	}
	if m != games.NoMove {
		bit := p.landing(column(m))
		sq := index(bit)
		p.discs[us] |= bit
		p.key ^= discKeys[us][sq]
		if d != nil {
			d.Add(inputs(us, sq))
		}
	}
	p.key ^= sideKey
	p.side = us.Other()
	p.played = append(p.played, m)
}

// Unmake takes back the last Make.
func (p *Position) Unmake() {
	last := len(p.played) - 1
	m := p.played[last]
	p.played = p.played[:last]
	p.side = p.side.Other()
	p.key ^= sideKey
	if m != games.NoMove {
		bit := p.top(column(m))
		p.discs[p.side] ^= bit
		p.key ^= discKeys[p.side][index(bit)]
	}
}

// top returns the highest disc of a column that has one.
func (p *Position) top(column int) uint64 {
	all := p.discs[games.First] | p.discs[games.Second]
	first := uint64(1) << (columnBits * column)
	return (all + first) >> 1 & (anColumn * first)
}

// Clone returns an independent copy.
func (p *Position) Clone() games.Position {
	c := *p
	c.played = append(make([]games.Move, 0, 2*numSquares), p.played...)
	return &c
}

// Key returns the Zobrist key.
func (p *Position) Key() uint64 { return p.key }

// Board returns the six rows, the top one first.
func (p *Position) Board() games.Board {
	var picture games.Board
	for row := rows - 1; row >= 0; row-- {
		line := make([]byte, columns)
		for column := range line {
			line[column] = p.letter(1 << (columnBits*column + row))
		}
		picture = append(picture, string(line))
	}
	return picture
}

// letter returns how the square of a bit is drawn.
func (p *Position) letter(bit uint64) byte {
	switch {
	case p.discs[games.First]&bit != 0:
		return 'R'
	case p.discs[games.Second]&bit != 0:
		return 'y'
	}
	return '.'
}
