package calibration

import (
	"fmt"

	"apprentice/games"
	"apprentice/games/record"
)

// Judged is a position of a finished game from the view of the side to move:
// its value, and how the game ended for that side.
type Judged struct {
	Value  int
	Result games.Result
}

// Judge returns the positions of a game that were searched, each with the value
// that the search recorded and the result for its side to move. A game without
// a result has none.
func Judge(g games.Game, game *record.Game) ([]Judged, error) {
	if !game.Outcome.Over() {
		return nil, nil
	}
	side := g.Start().Side()
	if game.Start != "" {
		pos, err := g.ParseFEN(game.Start)
		if err != nil {
			return nil, fmt.Errorf("start position: %w", err)
		}
		side = pos.Side()
	}
	var judged []Judged
	for _, ply := range game.Plies {
		if ply.Flags&record.HasValue != 0 {
			result := record.ForFirst(game.Outcome, side).Result // for First and back is the same swap
			judged = append(judged, Judged{int(ply.Value), result})
		}
		side = side.Other()
	}
	return judged, nil
}
