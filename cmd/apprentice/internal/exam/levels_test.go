package exam

import (
	"testing"

	"apprentice/agent/career"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/eval/scale"
)

// Levels are candidates that are far enough apart; the strongest one is always
// among them, and may think for as long as it likes.
func TestChooseLevels(t *testing.T) {
	var list []career.Level
	for _, elo := range []float64{300, 100, 120, 310} {
		list = append(list, career.Level{Game: "g", Nodes: int64(elo), Elo: elo, Low: elo - 1, High: elo + 1})
	}
	levels := chooseLevels(list)
	if len(levels) != 2 {
		t.Fatalf("levels %+v, want two", levels)
	}
	if l := levels[0]; l.Number != 1 || l.Nodes != 100 || l.Elo != 100 || l.Low != 99 || l.High != 101 {
		t.Errorf("level 1 is %+v", l)
	}
	if l := levels[1]; l.Number != 2 || l.Nodes != 0 || l.Elo != 310 {
		t.Errorf("level 2 is %+v", l)
	}
	if levels := chooseLevels(nil); len(levels) != 0 {
		t.Errorf("nobody has levels %+v", levels)
	}
}

// The levels that ship were measured on the scale that ships.
func TestLevelsAreOnTheScale(t *testing.T) {
	for _, name := range catalog.Names() {
		for _, l := range career.Levels(name) {
			s, err := scale.Of(name)
			if err != nil {
				t.Fatal(err)
			}
			if want := career.LevelScale(s.Version); l.Scale != want {
				t.Errorf("%s: level %d is of %q, not %q; apprentice eval levels measures them anew", name, l.Number, l.Scale, want)
			}
		}
	}
}
