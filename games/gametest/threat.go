package gametest

import (
	"fmt"

	"apprentice/games"
)

// ignoredCheckLoses checks that a check is a threat to win with the next move:
// a legal move that leaves its own side in check loses at once. Where the rules
// demand an answer, as in chess, no legal move does.
func ignoredCheckLoses(_ games.Game, pos games.Position) error {
	if !pos.InCheck() {
		return nil
	}
	for _, m := range pos.Moves(nil, games.AllMoves) {
		name := pos.FormatMove(m)
		pos.Make(m, nil)
		wrong := leftInCheck(pos) && !canWin(pos)
		pos.Unmake()
		if wrong {
			return fmt.Errorf("%s leaves the check standing, but no reply wins: InCheck is for threats to win with the next move", name)
		}
	}
	return nil
}

// leftInCheck reports whether the side that moved last would be in check if it
// were to move again.
func leftInCheck(pos games.Position) bool {
	if pos.Ended(0).Over() {
		return false
	}
	pos.Make(games.NoMove, nil)
	defer pos.Unmake()
	return pos.InCheck()
}

// canWin reports whether the side to move has a move that wins at once.
func canWin(pos games.Position) bool {
	for _, m := range pos.Moves(nil, games.AllMoves) {
		pos.Make(m, nil)
		result := pos.Outcome().Result
		pos.Unmake()
		if result == games.Loss {
			return true
		}
	}
	return false
}
