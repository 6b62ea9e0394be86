package exam

import (
	"testing"

	"apprentice/agent/career"
	"apprentice/eval"
	"apprentice/eval/rating"
	"apprentice/eval/stat"
)

// Levels are candidates that are far enough apart; the strongest one is always
// among them, and may think for as long as it likes.
func TestChooseLevels(t *testing.T) {
	var list []candidate
	var ratings []rating.Rating
	for _, c := range []struct {
		name string
		elo  float64
	}{{"c", 300}, {"a", 100}, {"b", 120}, {"d", 310}, {"unrated", 0}} {
		list = append(list, candidate{career.Level{Game: "g", Nodes: int64(c.elo)}, eval.Entrant{Name: c.name}})
		r := rating.Rating{Name: c.name, Elo: stat.Interval{Value: c.elo, Low: c.elo - 1, High: c.elo + 1}}
		if c.name == "unrated" {
			r.Reason = rating.NoGames
		}
		ratings = append(ratings, r)
	}
	levels := chooseLevels(list, ratings)
	if len(levels) != 2 {
		t.Fatalf("levels %+v, want two", levels)
	}
	if l := levels[0]; l.Number != 1 || l.Nodes != 100 || l.Elo != 100 || l.Low != 99 || l.High != 101 {
		t.Errorf("level 1 is %+v", l)
	}
	if l := levels[1]; l.Number != 2 || l.Nodes != 0 || l.Elo != 310 {
		t.Errorf("level 2 is %+v", l)
	}
	if levels := chooseLevels(nil, nil); len(levels) != 0 {
		t.Errorf("nobody has levels %+v", levels)
	}
}
