package tictactoe

import (
	"testing"

	"apprentice/games"
	"apprentice/games/gametest"
)

func TestConformance(t *testing.T) {
	gametest.Run(t, Game{}, gametest.Options{
		Games:     60,
		Positions: []string{"Xo1/1X1/o2 x", "XoX/XoX/o2 o"},
		Flip:      flip,
	})
}

// flip exchanges the owners of all stones and the side to move.
func flip(pos games.Position) games.Position {
	p := pos.(*Position)
	q := newPosition()
	for owner, stones := range p.stones {
		for sq := range numSquares {
			if stones>>sq&1 != 0 {
				q.stones[1-owner] |= 1 << sq
				q.key ^= stoneKeys[1-owner][sq]
			}
		}
	}
	if q.side = p.side.Other(); q.side == games.Second {
		q.key ^= sideKey
	}
	return q
}
