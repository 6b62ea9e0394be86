package selfplay

import (
	"math/rand/v2"

	"apprentice/games"
)

// openingTries is how many lines in a row may end the game before shorter ones
// are tried.
const openingTries = 64

// Opening plays plies random legal moves from the start position of g and
// returns the moves and the position they lead to. A line that ends the game is
// thrown away and another one begun, so the position returned is ongoing. In a
// game too short for that many moves the line becomes shorter.
//
// Every legal move is equally likely: the spread of openings is the only
// source of variety in self-play, since the search itself is deterministic.
func Opening(g games.Game, rng *rand.Rand, plies int) ([]games.Move, games.Position) {
	line := make([]games.Move, 0, plies)
	buf := make([]games.Move, 0, games.MaxMoves)
	for try := 1; ; try++ {
		if try%openingTries == 0 {
			plies--
		}
		pos := g.Start()
		line = line[:0]
		for range plies {
			moves := pos.Moves(buf, games.AllMoves)
			if len(moves) == 0 {
				break
			}
			m := moves[rng.IntN(len(moves))]
			pos.Make(m, nil)
			line = append(line, m)
		}
		if len(line) == plies && !pos.Outcome().Over() {
			return line, pos
		}
	}
}
