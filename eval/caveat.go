package eval

import (
	"fmt"
	"slices"
	"strings"

	"apprentice/games"
)

// faults are the reasons for games that were not decided on the board.
var faults = []games.Reason{games.TimeForfeit, games.IllegalMove, games.Disconnected, games.Aborted}

// faultShare is the share of games up to which faults are tolerated: one in a
// hundred. They move the expectation by at most that much, 7 Elo.
const faultShare = 0.01

// Caveat returns a sentence without a full stop if more than a few games of the
// match ended by a fault of a player, as in "2 of 2 games ended by time
// forfeit: this measures the machine, not the players". Otherwise it returns
// "".
func (r Result) Caveat() string {
	count := 0
	var kinds []games.Reason
	for _, reason := range faults {
		if n := r.Reasons[reason]; n > 0 {
			count += n
			kinds = append(kinds, reason)
		}
	}
	if float64(count) <= faultShare*float64(r.Games()) {
		return ""
	}
	slices.SortStableFunc(kinds, func(a, b games.Reason) int { return r.Reasons[b] - r.Reasons[a] })
	var words []string
	for _, reason := range kinds {
		text := reason.String()
		if len(kinds) > 1 {
			text += fmt.Sprintf(" (%d)", r.Reasons[reason])
		}
		words = append(words, text)
	}
	noun := "games"
	if r.Games() == 1 {
		noun = "game"
	}
	return fmt.Sprintf("%d of %d %s ended by %s: %s", count, r.Games(), noun, strings.Join(words, ", "), meaningOf[kinds[0]])
}

// meaningOf says what a result means that was decided by a fault.
var meaningOf = map[games.Reason]string{
	games.TimeForfeit:  "this measures the machine, not the players",
	games.IllegalMove:  "a player may not know this game, and nothing is measured",
	games.Disconnected: "a player does not work, and nothing is measured",
	games.Aborted:      "a player does not work, and nothing is measured",
}
