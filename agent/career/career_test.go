package career

import (
	"bytes"
	"errors"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"apprentice/agent/value"
)

// TestShipped holds stages.csv and the network files together.
func TestShipped(t *testing.T) {
	all, err := read(embedded)
	if err != nil {
		t.Fatal(err)
	}
	entries, err := embedded.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	if lists := 2; len(entries) != len(all)+lists { // of stages and of levels
		t.Errorf("%d files beside the lists, %d stages in them", len(entries)-lists, len(all))
	}
	for _, s := range all {
		blob, err := Open(s)
		if err != nil {
			t.Errorf("%s: %v", s.Name, err)
			continue
		}
		w, meta, _, err := value.Read(bytes.NewReader(blob))
		if err != nil {
			t.Errorf("%s: %v", s.Name, err)
			continue
		}
		got := Stage{s.Name, meta.Game, meta.Generation, meta.Games, meta.Positions, s.Minutes, s.Elo, s.Low, s.High, s.Calibration}
		if diff := cmp.Diff(got, s); diff != "" {
			t.Errorf("%s: the list (+) is not what the file says (-):\n%s", s.Name, diff)
		}
		if !(s.Low <= s.Elo && s.Elo <= s.High) {
			t.Errorf("%s: Elo %g is not in [%g, %g]", s.Name, s.Elo, s.Low, s.High)
		}
		if c := s.Calibration; (s.Generation > 0) != (c.Spread > 0) || c.Shift < 0 {
			t.Errorf("%s: calibration %+v", s.Name, c)
		}
		if _, err := value.Quantize(w); err != nil {
			t.Errorf("%s: %v", s.Name, err)
		}
	}
}

// listOf returns a file system with the given list.
func listOf(text string) fstest.MapFS {
	return fstest.MapFS{"stages/stages.csv": {Data: []byte(text)}}
}

const columns = "name,game,generation,games,positions,minutes,elo,low,high,shift,spread\n"

func TestRead(t *testing.T) {
	stages, err := read(listOf(columns +
		"chess-06,chess,6,27000,2000000,3.5,900.5,850,950,120.5,210\n" +
		"chess-00,chess,0,0,0,0,0,0,0,0,0\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []Stage{
		{Name: "chess-00", Game: "chess"},
		{"chess-06", "chess", 6, 27000, 2000000, 3.5, 900.5, 850, 950, value.Calibration{Shift: 120.5, Spread: 210}},
	}
	if diff := cmp.Diff(want, stages); diff != "" {
		t.Error(diff)
	}
	for _, tt := range []struct {
		name       string
		generation int
		ok         bool
	}{
		{"last", 6, true}, {"chess-00", 0, true}, {"6", 6, true}, {"0", 0, true}, {"5", 0, false}, {"", 0, false},
	} {
		s, err := find(stages, "chess", tt.name)
		if tt.ok != (err == nil) || s.Generation != tt.generation {
			t.Errorf("find %q: generation %d, %v", tt.name, s.Generation, err)
		}
		if err != nil && !errors.Is(err, ErrNoStage) {
			t.Errorf("find %q: %v does not wrap ErrNoStage", tt.name, err)
		}
	}
	if _, err := find(nil, "go", "last"); !errors.Is(err, ErrNoStage) {
		t.Errorf("find in nothing: %v", err)
	}
}

func TestReadBad(t *testing.T) {
	for _, text := range []string{
		"",
		"name,game\n",
		columns + "chess-00,chess,zero,0,0,0,0,0,0,0,0\n",
		columns + "chess-00,chess,0,0,0,0,much,0,0,0,0\n",
		columns + "chess-00,chess,0\n",
	} {
		if stages, err := read(listOf(text)); err == nil {
			t.Errorf("%q: read as %v", text, stages)
		}
	}
	if _, err := read(fstest.MapFS{}); err == nil {
		t.Error("no list: no error")
	}
}
