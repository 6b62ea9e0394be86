package eval

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"apprentice/agent/search"
	"apprentice/eval/stat"
	"apprentice/games"
)

// A player that fails loses for the reason that its error gives.
func TestFaultDecidesReason(t *testing.T) {
	broken := errors.New("its clock fell off the table")
	for _, test := range []struct {
		err    error
		reason games.Reason
		fault  string
	}{
		{broken, games.Disconnected, "a: " + broken.Error()},
		{&Fault{Reason: games.TimeForfeit, Err: broken}, games.TimeForfeit, "a: " + broken.Error()},
		{fmt.Errorf("sadly, %w", &Fault{Reason: games.IllegalMove, Err: broken}), games.IllegalMove, "a: sadly, " + broken.Error()},
		{&Fault{Reason: games.Resigned, Err: broken}, games.Resigned, ""}, // which is no fault
	} {
		m := randoms(Options{Pairs: 1, Seed: 2})
		m.A = entrant("a", func(*Random, context.Context, Situation) (Choice, error) { return Choice{}, test.err })
		r, all := played(t, m)
		if r.WDL != (stat.WDL{Losses: 2}) || r.Reasons[test.reason] != 2 {
			t.Errorf("%v: %v by %v", test.err, r.WDL, r.Reasons)
		}
		for _, f := range all {
			if f.Fault != test.fault {
				t.Errorf("%v: fault is %q, want %q", test.err, f.Fault, test.fault)
			}
		}
		if !errors.Is(test.err, broken) {
			t.Errorf("%v does not wrap what happened", test.err)
		}
	}
}

// A match with limits that a player cannot keep does not begin. The limits are
// the player's own where it has some.
func TestMatchChecksLimits(t *testing.T) {
	var lim search.Limits
	var clocked bool
	m := randoms(Options{Pairs: 1, Limits: search.Limits{Nodes: 7}, Clock: &TimeControl{Base: 1e9}})
	m.A.New = func(context.Context) (Player, error) { return nil, errors.New("the match began") }
	m.B.Check = func(l search.Limits, c bool) error {
		lim, clocked = l, c
		return errors.New("too few nodes")
	}
	for _, own := range []*search.Limits{nil, {Nodes: 9}} {
		m.B.Limits = own
		want := int64(7)
		if own != nil {
			want = own.Nodes
		}
		_, err := m.Play(t.Context())
		if err == nil || !strings.Contains(err.Error(), "player b: too few nodes") {
			t.Errorf("error is %v", err)
		}
		if lim.Nodes != want || !clocked {
			t.Errorf("checked %d nodes, clock %v; want %d nodes and a clock", lim.Nodes, clocked, want)
		}
	}
}
