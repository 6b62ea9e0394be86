package games_test

import (
	"testing"

	"apprentice/games"
)

// Records hold reasons as bytes: their values must stay as they are.
func TestReasonValues(t *testing.T) {
	for _, test := range []struct {
		reason games.Reason
		value  uint8
		name   string
	}{
		{games.NoReason, 0, "none"},
		{games.Checkmate, 1, "checkmate"},
		{games.Stalemate, 2, "stalemate"},
		{games.Repetition, 3, "repetition"},
		{games.MoveLimit, 4, "move limit"},
		{games.InsufficientMaterial, 5, "insufficient material"},
		{games.Line, 6, "line"},
		{games.BoardFull, 7, "board full"},
		{games.PerpetualCheck, 8, "perpetual check"},
		{games.PerpetualChase, 9, "perpetual chase"},
		{games.PlyCap, 32, "ply cap"},
		{games.Adjudicated, 33, "adjudication"},
		{games.Resigned, 34, "resignation"},
		{games.TimeForfeit, 35, "time forfeit"},
		{games.IllegalMove, 36, "illegal move"},
		{games.Disconnected, 37, "disconnection"},
		{games.Aborted, 38, "aborted"},
		{200, 200, "unknown reason"},
	} {
		if uint8(test.reason) != test.value || test.reason.String() != test.name {
			t.Errorf("%q is %d; want %q, %d", test.reason, test.reason, test.name, test.value)
		}
	}
}

func TestResultNames(t *testing.T) {
	for r, want := range []string{"ongoing", "loss", "draw", "win", "unknown result"} {
		if got := games.Result(r).String(); got != want {
			t.Errorf("result %d is %q; want %q", r, got, want)
		}
	}
	if games.First.String() != "first" || games.Second.String() != "second" {
		t.Errorf("sides are %q and %q", games.First, games.Second)
	}
}

func TestWinner(t *testing.T) {
	for _, stm := range []games.Side{games.First, games.Second} {
		for _, test := range []struct {
			result games.Result
			winner games.Side
			ok     bool
		}{
			{games.Win, stm, true},
			{games.Loss, stm.Other(), true},
			{games.Draw, games.First, false},
			{games.Ongoing, games.First, false},
		} {
			o := games.Outcome{Result: test.result}
			if winner, ok := o.Winner(stm); winner != test.winner || ok != test.ok {
				t.Errorf("%s for %s: winner %s, %v", test.result, stm, winner, ok)
			}
			if o.Over() != (test.result != games.Ongoing) {
				t.Errorf("%s: Over is %v", test.result, o.Over())
			}
		}
	}
}
