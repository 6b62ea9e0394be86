package catalog

import (
	"math/rand/v2"

	"apprentice/games"
)

// CountsMaterial reports whether pieces of a game count, so that one side can
// have more of them than the other: whether Material is ever anything but 0. It
// looks at the positions of some random games.
func CountsMaterial(g games.Game) bool {
	const seed, tries = 1, 4
	rng := rand.New(rand.NewPCG(seed, 0))
	for range tries {
		pos := g.Start()
		for range g.TypicalPlies() {
			moves := pos.Moves(nil, games.AllMoves)
			if len(moves) == 0 {
				break
			}
			pos.Make(moves[rng.IntN(len(moves))], nil)
			if pos.Material() != 0 {
				return true
			}
		}
	}
	return false
}
