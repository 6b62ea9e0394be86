package eval

import (
	"testing"

	"apprentice/eval/stat"
	"apprentice/games"
)

// More than one game in a hundred that a fault ended is worth a sentence.
func TestCaveat(t *testing.T) {
	for _, c := range []struct {
		wdl     stat.WDL
		reasons map[games.Reason]int
		want    string
	}{
		{stat.WDL{}, nil, ""},
		{stat.WDL{Wins: 2}, map[games.Reason]int{games.Checkmate: 1, games.Resigned: 1}, ""},
		{stat.WDL{Draws: 3}, map[games.Reason]int{games.PlyCap: 2, games.Adjudicated: 1}, ""},
		{stat.WDL{Wins: 100}, map[games.Reason]int{games.Checkmate: 99, games.TimeForfeit: 1}, ""},
		{stat.WDL{Wins: 99}, map[games.Reason]int{games.Checkmate: 98, games.TimeForfeit: 1},
			"1 of 99 games ended by time forfeit: this measures the machine, not the players"},
		{stat.WDL{Wins: 1, Losses: 1}, map[games.Reason]int{games.TimeForfeit: 2},
			"2 of 2 games ended by time forfeit: this measures the machine, not the players"},
		{stat.WDL{Losses: 1}, map[games.Reason]int{games.Disconnected: 1},
			"1 of 1 game ended by disconnection: a player does not work, and nothing is measured"},
		{stat.WDL{Wins: 5, Losses: 5}, map[games.Reason]int{games.IllegalMove: 1, games.TimeForfeit: 2, games.Disconnected: 4, games.Checkmate: 3},
			"7 of 10 games ended by disconnection (4), time forfeit (2), illegal move (1): a player does not work, and nothing is measured"},
		{stat.WDL{Losses: 2}, map[games.Reason]int{games.IllegalMove: 2},
			"2 of 2 games ended by illegal move: a player may not know this game, and nothing is measured"},
	} {
		r := Result{WDL: c.wdl, Reasons: c.reasons}
		if got := r.Caveat(); got != c.want {
			t.Errorf("%v %v: %q, want %q", c.wdl, c.reasons, got, c.want)
		}
		if got := r.Reverse().Caveat(); got != c.want {
			t.Errorf("%v %v from the other side: %q, want %q", c.wdl, c.reasons, got, c.want)
		}
	}
}
