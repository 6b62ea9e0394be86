package tictactoe

import "apprentice/games"

// Position is a position of noughts and crosses. It implements
// games.Position.
type Position struct {
	stones [2]uint16 // by owner, one bit per square
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

// Make plays m, or passes if it is games.NoMove.
func (p *Position) Make(m games.Move, d *games.Delta) {
	us := p.side
	if d != nil {
		*d = games.Delta{}
	}
	if m != games.NoMove {
		sq := square(m)
		p.stones[us] |= 1 << sq
		p.key ^= stoneKeys[us][sq]
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
		sq := square(m)
		p.stones[p.side] &^= 1 << sq
		p.key ^= stoneKeys[p.side][sq]
	}
}

// Clone returns an independent copy.
func (p *Position) Clone() games.Position {
	c := *p
	c.played = append(make([]games.Move, 0, 2*numSquares), p.played...)
	return &c
}

// Key returns the Zobrist key.
func (p *Position) Key() uint64 { return p.key }

// Board returns the three rows, the third rank first.
func (p *Position) Board() games.Board {
	var board games.Board
	for rank := 2; rank >= 0; rank-- {
		row := make([]byte, 3)
		for file := range row {
			row[file] = p.letter(3*rank + file)
		}
		board = append(board, string(row))
	}
	return board
}

// letter returns how square sq is drawn.
func (p *Position) letter(sq int) byte {
	switch bit := uint16(1) << sq; {
	case p.stones[games.First]&bit != 0:
		return 'X'
	case p.stones[games.Second]&bit != 0:
		return 'o'
	}
	return '.'
}
