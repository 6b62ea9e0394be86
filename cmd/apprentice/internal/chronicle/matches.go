package chronicle

import (
	"encoding/json"
	"fmt"
	"slices"

	"apprentice/eval"
	"apprentice/eval/rating"
	"apprentice/eval/stat"
	"apprentice/selfplay/run"
)

// OwnLadder is the name of a ladder that has only players of the user.
const OwnLadder = "own"

// MatchSettings is what the run file keeps of the conditions of a match.
type MatchSettings struct {
	Nodes       int    `json:"nodes"`
	RandomPlies int    `json:"random_plies"`
	Ladder      string `json:"ladder,omitempty"`     // of a match with an external player: the ladder it stands on
	Conditions  string `json:"conditions,omitempty"` // of such a match, for people
	By          string `json:"by,omitempty"`         // who added the match; "" for the run itself
}

// ByMatch marks the matches that the match command added to a run.
const ByMatch = "match"

// settingsOf returns the conditions of a match of a run, as far as they can be
// read.
func settingsOf(m run.Match) MatchSettings {
	var s MatchSettings
	_ = json.Unmarshal([]byte(m.Settings), &s) // a run of another program may say what it likes
	return s
}

// OwnScale returns the matches of the scale of a run: those of a ladder have
// one of their own.
func OwnScale(matches []run.Match) []run.Match {
	return slices.DeleteFunc(slices.Clone(matches), func(m run.Match) bool { return settingsOf(m).Ladder != "" })
}

// Measured returns the matches that a run measured itself with. Others, under
// whatever conditions, enter the ratings but not the curves.
func Measured(matches []run.Match) []run.Match {
	return slices.DeleteFunc(OwnScale(matches), func(m run.Match) bool { return settingsOf(m).By != "" })
}

// GenerationName is how matches and ratings of a run call a generation.
func GenerationName(n int) string { return fmt.Sprintf("gen:%d", n) }

// MatchRow returns the counts of a result as a run file keeps them.
func MatchRow(r eval.Result) run.Match {
	return run.Match{
		A: r.A, B: r.B,
		Games: r.Games(), Wins: r.WDL.Wins, Draws: r.WDL.Draws, Losses: r.WDL.Losses,
		Penta: r.Pairs,
		First: [3]int{r.AsFirst.Wins, r.AsFirst.Draws, r.AsFirst.Losses},
	}
}

// Encounters returns stored matches as the ratings take them.
func Encounters(matches []run.Match) []rating.Encounter {
	all := make([]rating.Encounter, len(matches))
	for i, m := range matches {
		all[i] = rating.Encounter{
			A: m.A, B: m.B, Pairs: m.Penta,
			First:  stat.WDL{Wins: m.First[0], Draws: m.First[1], Losses: m.First[2]},
			Second: stat.WDL{Wins: m.Wins - m.First[0], Draws: m.Draws - m.First[1], Losses: m.Losses - m.First[2]},
		}
	}
	return all
}

// wdlOf returns the counts of a stored match.
func wdlOf(m run.Match) stat.WDL { return stat.WDL{Wins: m.Wins, Draws: m.Draws, Losses: m.Losses} }
