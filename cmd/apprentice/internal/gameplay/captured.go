package gameplay

import (
	"unicode"

	"apprentice/games"
)

// Captured returns the letters of the pieces that each side has taken after a
// number of plies, in the order in which they fell. The letters are those of the
// pieces: small where First has taken them.
func (g *Game) Captured(plies int) [2][]rune {
	var taken [2][]rune
	side := g.first().Side()
	for i := 1; i <= plies; i++ {
		before, after := census(g.boards[i-1]), census(g.boards[i])
		for letter, n := range before {
			mine := unicode.IsUpper(letter) == (side == games.First)
			if !mine {
				for range n - after[letter] {
					taken[side] = append(taken[side], letter)
				}
			}
		}
		side = side.Other()
	}
	return taken
}

// census counts the pieces of a board.
func census(b games.Board) map[rune]int {
	count := map[rune]int{}
	for _, row := range b {
		for _, letter := range row {
			if letter != '.' {
				count[letter]++
			}
		}
	}
	return count
}
