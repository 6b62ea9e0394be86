package chronicle

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/eval/scale"
	"apprentice/selfplay/run"
)

// Names of measures in rows, beside those of winRate.
const (
	measureStrength = "Elo"
	MeasureElo      = "Elo over generation 0"
	measureOutside  = "external Elo"
	measureLoss     = "loss"
	measureHeldOut  = "held-out loss"
	measureFirst    = "games won by first"
	measureDraws    = "games drawn"
	measureSecond   = "games won by second"
	measureCapped   = "games stopped by the ply cap"
	measureDecided  = "games decided"
	measureLength   = "plies a game"
	winRateMeasure  = "win rate against "
)

// winRate names the measure of wins against an opponent.
func winRate(opponent string) string { return winRateMeasure + OpponentName(opponent) }

// OpponentName is how people call a player of a run's matches.
func OpponentName(player string) string {
	var n int
	if name, ok := strings.CutPrefix(player, scale.Prefix); ok {
		var nodes int64
		network, at, _ := strings.Cut(name, "@")
		if _, err := fmt.Sscan(at, &nodes); err == nil {
			return fmt.Sprintf("network %s at %s nodes", network, console.Thousands(nodes))
		}
	}
	switch _, err := fmt.Sscanf(player, "gen:%d", &n); {
	case err == nil:
		return fmt.Sprintf("generation %d", n)
	case player == "random":
		return "random moves"
	}
	return player
}

// chartName is OpponentName in a few letters, to stand beside a line.
func chartName(player string) string {
	return strings.Replace(strings.Replace(OpponentName(player), "network ", "net ", 1), " at ", ", ", 1)
}

// telling is how many games with an opponent say something by themselves. With
// fewer a measurement only looks for the right opponents.
const telling = 10

// listOpponents returns the players that generations of the run have met in
// telling numbers of games, the weakest first.
func (h *History) listOpponents() []string {
	all := slices.Clone(FixedOpponents)
	add := func(name string) {
		if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	if s, err := scale.Of(h.config.Game); err == nil && len(h.Strengths) > 0 {
		all = all[:1]
		for _, a := range s.Anchors {
			add(a.Name)
		}
	}
	for _, m := range h.matches {
		if m.Scale > 0 { // anchors of other versions
			add(m.B)
		}
	}
	return slices.DeleteFunc(all, func(name string) bool {
		return !slices.ContainsFunc(h.matches, func(m run.Match) bool { return m.B == name && m.Games >= telling })
	})
}

// evenMatch returns the anchor that a generation has met in a telling number of
// games with the most even result; "" for none.
func (h *History) evenMatch(generation int) string {
	best, distance := "", 1.0
	for _, o := range h.opponents {
		w := h.Results(generation, o)
		if d := math.Abs(w.Expectation() - 0.5); w.Games() >= telling && d < distance {
			best, distance = o, d
		}
	}
	return best
}

// Opponents returns those whose results say most about a generation: random
// moves, counted material and the anchor of about its own strength.
func (h *History) Opponents(generation int) []string {
	list := slices.Clone(FixedOpponents)
	if _, ok := h.Strengths[generation]; ok {
		if even := h.evenMatch(generation); even != "" && !slices.Contains(list, even) {
			list = append(list, even)
		}
	}
	return slices.DeleteFunc(list, func(o string) bool { return h.Results(generation, o).Games() == 0 })
}

// Rivals returns the opponents that tell the generations of the run apart: counted
// material, and the anchor of about the strength of the last generation. Where there
// is no such anchor they are those that every generation meets.
func (h *History) Rivals() []string {
	fixed := FixedOpponents[1:]
	if done := h.Done(); len(done) > 0 {
		if even := h.evenMatch(done[len(done)-1].Number); even != "" && !slices.Contains(fixed, even) {
			return []string{fixed[len(fixed)-1], even}
		}
	}
	return fixed
}

// FixedOpponents are the players that every generation meets, in the order of
// curves and sentences; the first of them only where there was no scale yet.
var FixedOpponents = []string{GenerationName(0), "random", "material:2"}
