package chronicle

import (
	"fmt"
)

// Names of measures in rows, beside those of winRate.
const (
	MeasureElo     = "Elo over generation 0"
	measureOutside = "external Elo"
	measureLoss    = "loss"
	measureHeldOut = "held-out loss"
	measureFirst   = "games won by first"
	measureDraws   = "games drawn"
	measureSecond  = "games won by second"
	measureCapped  = "games stopped by the ply cap"
	measureDecided = "games decided"
	measureLength  = "plies a game"
	winRateMeasure = "win rate against "
)

// winRate names the measure of wins against an opponent.
func winRate(opponent string) string { return winRateMeasure + OpponentName(opponent) }

// OpponentName is how people call a player of a run's matches.
func OpponentName(player string) string {
	var n int
	switch _, err := fmt.Sscanf(player, "gen:%d", &n); {
	case err == nil:
		return fmt.Sprintf("generation %d", n)
	case player == "random":
		return "random moves"
	}
	return player
}

// FixedOpponents are the players that every generation meets, in the order of
// curves and sentences.
var FixedOpponents = []string{GenerationName(0), "random", "material:2"}
