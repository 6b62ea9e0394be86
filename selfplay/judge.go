package selfplay

import "apprentice/games"

// judge watches the values of a game and decides when it is over: when both
// sides have agreed for some plies that one of them is far ahead. In games that
// are played out it only remembers what it would have decided.
type judge struct {
	rules   Rules
	playOut bool

	leader  games.Side
	streak  int           // plies in a row that agree on the leader
	verdict games.Outcome // from First's view; set once
}

func newJudge(rules Rules, playOut bool) *judge {
	return &judge{rules: rules, playOut: playOut}
}

// see takes the value that the side to move gives its position and returns the
// outcome for First if the game ends here.
func (j *judge) see(stm games.Side, value int) games.Outcome {
	if j.rules.AdjudicateValue == 0 || j.verdict.Over() {
		return games.Outcome{}
	}
	leader := stm
	if value < 0 {
		leader, value = stm.Other(), -value
	}
	switch {
	case value < j.rules.AdjudicateValue:
		j.streak = 0
	case j.streak > 0 && leader == j.leader:
		j.streak++
	default:
		j.leader, j.streak = leader, 1
	}
	if j.streak < j.rules.AdjudicatePlies {
		return games.Outcome{}
	}
	j.verdict = games.Outcome{Result: games.Win, Reason: games.Adjudicated}
	if j.leader == games.Second {
		j.verdict.Result = games.Loss
	}
	if j.playOut {
		return games.Outcome{}
	}
	return j.verdict
}

// audit compares the verdict with the outcome of the game, both for First.
func (j *judge) audit(outcome games.Outcome) Audit {
	switch {
	case !j.verdict.Over():
		return Audit{}
	case !j.playOut:
		return Audit{Adjudicated: 1}
	case outcome.Result != j.verdict.Result:
		return Audit{PlayedOut: 1, Wrong: 1}
	}
	return Audit{PlayedOut: 1}
}
