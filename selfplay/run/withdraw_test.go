package run

import (
	"errors"
	"slices"
	"testing"
)

// What was withdrawn leaves no trace in the counts and can be added again.
func TestWithdraw(t *testing.T) {
	f := newRun(t)
	add := func(unit int, player string) Shard {
		s := Shard{Generation: 1, Unit: unit, Player: player, Games: 10 + unit, Plies: 100, Positions: 50, Nodes: 7, FirstWins: 3, Draws: 2, SecondWins: 1, Capped: 1, Seconds: 2, Blob: []byte{byte(unit)}}
		must(t, f.AddShard(s))
		return s
	}
	add(0, "")
	before, err := f.Generation(1)
	must(t, err)
	add(1, "b")
	add(2, "b")
	w, err := f.Withdraw(1, "b")
	must(t, err)
	if !slices.Equal(w.Units, []int{1, 2}) || w.Games != 23 || w.Positions != 100 {
		t.Errorf("withdrew %+v", w)
	}
	after, err := f.Generation(1)
	must(t, err)
	if after != before {
		t.Errorf("counts\n%+v\nafter a withdrawal, want\n%+v", after, before)
	}
	if w, err := f.Withdraw(1, "nobody"); err != nil || len(w.Units) > 0 {
		t.Errorf("withdrew %+v of nobody: %v", w, err)
	}
	add(2, "c")
	if n, of, err := f.Suspect("c", 2, "its games differ"); err != nil || n != 1 || !slices.Equal(of, []int{1}) {
		t.Errorf("%d shards of %v marked, want unit 2 of generation 1: %v", n, of, err)
	}
	s, err := f.Unit(1, 2)
	must(t, err)
	if s.Suspect != "its games differ" {
		t.Errorf("suspect %q", s.Suspect)
	}
	before.State = Learning
	must(t, f.Update(before))
	if _, err := f.Withdraw(1, "c"); !errors.Is(err, ErrState) {
		t.Errorf("withdrew from a generation that is learning: %v", err)
	}
	if _, err := f.Withdraw(9, "c"); !errors.Is(err, ErrUnknownGeneration) {
		t.Errorf("withdrew from a generation that does not exist: %v", err)
	}
}
