package gametest

import (
	"fmt"

	"apprentice/games"
)

// foreseenShare is how many of a hundred keys must be foreseen, over random
// games, for a search to gain from it.
const foreseenShare = 80

// keysAreForeseen checks that most keys are those that KeyAfter said, if the
// positions of the game have it.
func keysAreForeseen(g games.Game, o Options) error {
	moves, foreseen, wrong := 0, 0, ""
	for pos, err := range positions(g, o) {
		if err != nil {
			return err
		}
		fore, ok := pos.(games.Foreseer)
		if !ok {
			return nil
		}
		for _, m := range pos.Moves(nil, games.AllMoves) {
			key := fore.KeyAfter(m)
			pos.Make(m, nil)
			after := pos.Key()
			pos.Unmake()
			if moves++; key == after {
				foreseen++
			} else if wrong == "" {
				wrong = fmt.Sprintf("%s: KeyAfter(%s) = %#x, but the key is %#x", pos.FEN(), pos.FormatMove(m), key, after)
			}
		}
	}
	if 100*foreseen < foreseenShare*moves {
		return fmt.Errorf("%s; %d of %d keys are foreseen", wrong, foreseen, moves)
	}
	return nil
}
