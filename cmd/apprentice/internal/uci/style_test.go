package uci

import (
	"slices"
	"testing"

	"apprentice/agent/search"
	"apprentice/games"
	"apprentice/games/chess"
)

// TestLine checks that a line, and the move to ponder on, end with the game.
func TestLine(t *testing.T) {
	words := []string{"g1f3", "g8f6", "f3g1", "f6g8", "g1f3", "g8f6", "f3g1", "f6g8", "e2e4", "e7e5"}
	pos := chess.Game{}.Start()
	var moves []games.Move
	for _, word := range words {
		m, err := pos.ParseMove(word)
		if err != nil {
			t.Fatal(err)
		}
		moves = append(moves, m)
		pos.Make(m, nil)
	}
	start := chess.Game{}.Start()
	if got := (style{}).line(start, moves); !slices.Equal(got, words[:8]) {
		t.Errorf("line %q", got)
	}
	if got := start.FEN(); got != (chess.Game{}).Start().FEN() {
		t.Errorf("the position is now %s", got)
	}
	for _, m := range moves[:7] {
		start.Make(m, nil)
	}
	if got := (style{}).best(start, search.Result{Move: moves[7], Ponder: moves[8]}); got != "bestmove f6g8" {
		t.Errorf("%q before a draw", got)
	}
	start.Unmake()
	if got := (style{}).best(start, search.Result{Move: moves[6], Ponder: moves[7]}); got != "bestmove f3g1 ponder f6g8" {
		t.Errorf("%q", got)
	}
}
