// Package opening draws random openings: lines of legal moves to a position in
// which the game continues. Self-play begins every game with one, a match every
// pair of games; bench and tune take their positions from them.
package opening

import (
	"math/rand/v2"

	"apprentice/games"
)

// share bounds random openings: they may have one ply in N of a typical game. In
// a game that a few moves decide, more of them would leave nothing to learn.
const share = 4

// Plies returns how many random plies an opening of g has if it would have most
// in a long game.
func Plies(g games.Game, most int) int { return min(most, g.TypicalPlies()/share) }

// Random plays plies random legal moves from the start position of g and
// returns the moves and the position they lead to. A line that ends the game
// is thrown away and drawn again, so the game is not over in the position
// returned. In a game too short for that many moves the line becomes shorter.
//
// Every legal move is equally likely: the spread of openings is the only
// source of variety in self-play, since the search itself is deterministic.
func Random(g games.Game, rng *rand.Rand, plies int) ([]games.Move, games.Position) {
	const tries = 64 // lines drawn before shorter ones are; one less of the first length
	for n := tries - 1; ; n = tries {
		if line, pos, ok := draw(g.Start(), rng, plies, n); ok {
			return line, pos
		}
		plies--
	}
}

// From plays plies random legal moves from pos, which it leaves as it is, and
// returns them. It reports false if a thousand lines in a row ended the game.
func From(pos games.Position, rng *rand.Rand, plies int) ([]games.Move, bool) {
	const tries = 1000
	line, _, ok := draw(pos, rng, plies, tries)
	return line, ok
}

// draw returns the first of a number of random lines from start that does not
// end the game, and the position after it.
func draw(start games.Position, rng *rand.Rand, plies, tries int) ([]games.Move, games.Position, bool) {
	line := make([]games.Move, 0, max(plies, 0))
	buf := make([]games.Move, 0, games.MaxMoves)
	for range tries {
		pos := start.Clone()
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
			return line, pos, true
		}
	}
	return nil, nil, false
}
