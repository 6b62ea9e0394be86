package connectfour

import (
	"fmt"
	"strings"

	"apprentice/games"
)

// A move is the column it is played in plus one, which leaves 0 for games.NoMove.
func move(column int) games.Move { return games.Move(column + 1) }

func column(m games.Move) int { return int(m) - 1 }

// Moves appends the columns that are not full, from left to right. All moves are
// quiet.
func (p *Position) Moves(dst []games.Move, g games.Gen) []games.Move {
	if g == games.TacticalMoves || p.hasEnded() {
		return dst
	}
	for c := range columns {
		if p.landing(c) != 0 {
			dst = append(dst, move(c))
		}
	}
	return dst
}

// Legal reports whether m is a column with room in a game that is not over.
func (p *Position) Legal(m games.Move) bool {
	return m >= move(0) && m < move(columns) && p.landing(column(m)) != 0 && !p.hasEnded()
}

// FormatMove returns the column, "a" to "g".
func (p *Position) FormatMove(m games.Move) string { return string([]byte{'a' + byte(column(m))}) }

// Describe returns the column too: there is no other notation.
func (p *Position) Describe(m games.Move) string { return p.FormatMove(m) }

// ParseMove reads a column, a to g in either case or 1 to 7.
func (p *Position) ParseMove(s string) (games.Move, error) {
	name := strings.ToLower(strings.TrimSpace(s))
	if len(name) != 1 {
		return games.NoMove, fmt.Errorf("move %q: not a column; want a to g", s)
	}
	c := strings.Index("abcdefg", name)
	if c < 0 {
		c = strings.Index("1234567", name)
	}
	if c < 0 {
		return games.NoMove, fmt.Errorf("move %q: not a column; want a to g", s)
	}
	if m := move(c); p.Legal(m) {
		return m, nil
	}
	return games.NoMove, fmt.Errorf("move %q: illegal: the column is full or the game is over in %s", s, p.FEN())
}
