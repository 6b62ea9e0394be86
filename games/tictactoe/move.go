package tictactoe

import (
	"fmt"
	"math/bits"
	"strings"

	"apprentice/games"
)

// A move is the square it is played on plus one, which leaves 0 for
// games.NoMove.
func move(sq int) games.Move { return games.Move(sq + 1) }

func square(m games.Move) int { return int(m) - 1 }

// Moves appends the empty squares in rising order. All moves are quiet.
func (p *Position) Moves(dst []games.Move, g games.Gen) []games.Move {
	if g == games.TacticalMoves {
		return dst
	}
	for free := p.free(); free != 0; free &= free - 1 {
		dst = append(dst, move(bits.TrailingZeros16(free)))
	}
	return dst
}

// Legal reports whether m is an empty square of a game that is not over.
func (p *Position) Legal(m games.Move) bool {
	return m >= move(0) && m < move(numSquares) && p.free()>>square(m)&1 != 0
}

// free returns the squares that may be played on: none once a line stands.
func (p *Position) free() uint16 {
	if hasLine(p.stones[games.First]) || hasLine(p.stones[games.Second]) {
		return 0
	}
	return board &^ (p.stones[games.First] | p.stones[games.Second])
}

// FormatMove returns the square, "a1" to "c3".
func (p *Position) FormatMove(m games.Move) string {
	sq := square(m)
	return string([]byte{'a' + byte(sq%3), '1' + byte(sq/3)})
}

// Describe returns the square too: there is no other notation.
func (p *Position) Describe(m games.Move) string { return p.FormatMove(m) }

// ParseMove reads a square in either case.
func (p *Position) ParseMove(s string) (games.Move, error) {
	name := strings.ToLower(strings.TrimSpace(s))
	if len(name) != 2 || name[0] < 'a' || name[0] > 'c' || name[1] < '1' || name[1] > '3' {
		return games.NoMove, fmt.Errorf("move %q: not a square; want a1 to c3", s)
	}
	m := move(int(name[0]-'a') + 3*int(name[1]-'1'))
	if !p.Legal(m) {
		return games.NoMove, fmt.Errorf("move %q: illegal: the square is taken or the game is over in %s", s, p.FEN())
	}
	return m, nil
}
