package career_test

import (
	"bytes"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"apprentice/agent/career"
)

// Levels that ship are in order, of stages that ship, and the strongest one is
// not held back.
func TestLevelsOfTheProgram(t *testing.T) {
	for _, game := range []string{"chess", "xiangqi"} {
		levels := career.Levels(game)
		if len(levels) < 3 {
			t.Fatalf("%s has %d levels", game, len(levels))
		}
		for i, l := range levels {
			if l.Number != i+1 || l.Game != game || l.Scale == "" || l.Low > l.Elo || l.Elo > l.High {
				t.Errorf("%s: level %d is %+v", game, i+1, l)
			}
			if i > 0 && l.Elo <= levels[i-1].Elo {
				t.Errorf("%s: level %d has %v Elo, the one before %v", game, l.Number, l.Elo, levels[i-1].Elo)
			}
			found := false
			stages := career.Stages(game)
			for _, s := range stages {
				found = found || s.Generation == l.Generation
			}
			if !found {
				t.Errorf("%s: level %d is of generation %d, which does not ship", game, l.Number, l.Generation)
			}
			last := i == len(levels)-1
			if last != (l.Nodes == 0) || last && l.Generation != stages[len(stages)-1].Generation {
				t.Errorf("%s: level %d of %d is %+v", game, l.Number, len(levels), l)
			}
			if same, err := career.NearestLevel(game, l.Elo); err != nil || same != l {
				t.Errorf("%s: nearest to %v Elo is %+v, error %v", game, l.Elo, same, err)
			}
		}
	}
	if len(career.Levels("no game")) != 0 {
		t.Error("a game that is none has levels")
	}
}

func TestUnknownLevels(t *testing.T) {
	_, err := career.FindLevel("chess", 99)
	if !errors.Is(err, career.ErrNoLevel) || !strings.Contains(err.Error(), "chess has levels 1 to ") {
		t.Errorf("level 99: %v", err)
	}
	for _, elo := range []float64{-5000, 5000, math.NaN(), math.Inf(1)} {
		if l, err := career.NearestLevel("chess", elo); !errors.Is(err, career.ErrNoLevel) {
			t.Errorf("%v Elo is %+v, error %v", elo, l, err)
		}
	}
	if _, err := career.NearestLevel("no game", 0); !errors.Is(err, career.ErrNoLevel) {
		t.Errorf("no game: %v", err)
	}
}

func TestReadAndWriteLevels(t *testing.T) {
	want := []career.Level{
		{Game: "a", Number: 1, Generation: 0, Nodes: 10, Elo: 5, Low: -1, High: 9, Scale: "s, version 1"},
		{Game: "a", Number: 2, Generation: 7, Nodes: 0, Elo: 50, Low: 40, High: 60, Scale: "s, version 1"},
	}
	var b bytes.Buffer
	if err := career.WriteLevels(&b, want); err != nil {
		t.Fatal(err)
	}
	got, err := career.ReadLevels(&b)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, error %v", got, err)
	}
	for _, text := range []string{"", "a,b\n", "game,level,generation,nodes,elo,low,high,scale\na,x,0,1,2,3,4,s\n", "game,level,generation,nodes,elo,low,high,scale\na,1\n"} {
		if levels, err := career.ReadLevels(strings.NewReader(text)); err == nil {
			t.Errorf("%q is %v", text, levels)
		}
	}
}
