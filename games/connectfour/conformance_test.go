package connectfour

import (
	"testing"

	"apprentice/games"
	"apprentice/games/gametest"
)

func TestConformance(t *testing.T) {
	gametest.Run(t, Game{}, gametest.Options{
		Games: 60,
		Positions: []string{
			"7/7/7/7/yyy4/RRR4 r",                               // both have three
			"3R3/3y3/3R3/3y3/3R3/3y3 r",                         // a full column
			"yyRyyR1/RRyRRyR/yyRyyRy/RRyRRyR/yyRyyRy/RRyRRyR y", // one square left
		},
		Flip: flip,
	})
}

// flip exchanges the owners of all discs and the side to move.
func flip(pos games.Position) games.Position {
	p := pos.(*Position)
	q := newPosition()
	for owner, discs := range p.discs {
		for ; discs != 0; discs &= discs - 1 {
			bit := discs & -discs
			q.discs[1-owner] |= bit
			q.key ^= discKeys[1-owner][index(bit)]
		}
	}
	if q.side = p.side.Other(); q.side == games.Second {
		q.key ^= sideKey
	}
	return q
}
