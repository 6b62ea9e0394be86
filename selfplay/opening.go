package selfplay

import (
	"math/rand/v2"

	"apprentice/games"
)

// openingTries is how many lines in a row may end the game before a shorter
// one is tried.
const openingTries = 64

// openingShare bounds random openings: they may have one ply in N of a typical
// game. In a game that a few moves decide, more of them would leave nothing to
// learn.
const openingShare = 4

// OpeningPlies returns how many random plies an opening of g has if it would
// have most in a long game.
func OpeningPlies(g games.Game, most int) int { return min(most, g.TypicalPlies()/openingShare) }

// Opening plays plies random legal moves from the start position of g and
// returns the moves and the position they lead to. A line that ends the game
// is thrown away and begun again, so the position returned is ongoing; in a
// game that is too short for so many moves the line becomes shorter.
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
