package eval

import (
	"context"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"apprentice/agent/search"
	"apprentice/games/tictactoe"
)

func TestTimeControlPress(t *testing.T) {
	tc := TimeControl{Base: 10 * time.Second, Inc: time.Second, Moves: 2}
	c := tc.start()
	for i, want := range []search.Clock{
		{Time: 10 * time.Second, MovesToGo: 2}, // as it begins
		{Time: 8 * time.Second, MovesToGo: 1},
		{Time: 16 * time.Second, MovesToGo: 2}, // the second move reached the time control
		{Time: 14 * time.Second, MovesToGo: 1},
		{Time: 22 * time.Second, MovesToGo: 2},
	} {
		if i > 0 {
			tc.press(&c, 3*time.Second)
		}
		want.Inc = tc.Inc
		if c != want {
			t.Fatalf("after %d moves %+v, want %+v", i, c, want)
		}
	}
	tc = TimeControl{Base: time.Second}
	c = tc.start()
	if tc.press(&c, 2*time.Second); c != (search.Clock{}) {
		t.Errorf("an overrun clock shows %+v", c)
	}
}

func TestTimeControlString(t *testing.T) {
	for want, tc := range map[string]TimeControl{
		"8+0.08":                           {Base: 8 * time.Second, Inc: 80 * time.Millisecond},
		"60":                               {Base: time.Minute},
		"40/90.5+1":                        {Base: 90500 * time.Millisecond, Inc: time.Second, Moves: 40},
		"1888816":                          {Base: 1888816 * time.Second},
		"9223372036.854775807+0.000000001": {Base: math.MaxInt64, Inc: 1},
	} {
		if got := tc.String(); got != want {
			t.Errorf("%+v is %s, want %s", tc, got, want)
		}
	}
}

// A player with a clock of its own sees it on its side, and its opponent the
// other one; a player without one sees none.
func TestMatchOwnClock(t *testing.T) {
	seen := map[string][]*[2]search.Clock{}
	see := func(name string, tc *TimeControl) Entrant {
		e := entrant(name, func(r *Random, ctx context.Context, s Situation) (Choice, error) {
			var own *[2]search.Clock
			if c := s.Clocks; c != nil {
				side := s.Pos.Side()
				own = &[2]search.Clock{c[side], c[side.Other()]}
			}
			seen[name] = append(seen[name], own)
			return r.Move(ctx, s, search.Limits{})
		})
		e.Clock = tc
		return e
	}
	long, short := &TimeControl{Base: 3 * time.Hour, Moves: 40}, &TimeControl{Base: time.Hour}
	played(t, Match{Game: tictactoe.Game{}, A: see("long", long), B: see("short", nil), Options: Options{Pairs: 1, Clock: short}})
	for name, want := range map[string][2]time.Duration{"long": {3, 1}, "short": {1, 3}} {
		for _, c := range seen[name] {
			if got := [2]time.Duration{c[0].Time.Round(time.Hour) / time.Hour, c[1].Time.Round(time.Hour) / time.Hour}; got != want {
				t.Errorf("%s sees %v hours, want %v", name, got, want)
			}
		}
	}
	if first := seen["long"][0]; first[0].MovesToGo != 40 || first[1].MovesToGo != 0 {
		t.Errorf("the first clocks are %+v", first)
	}
	clear(seen)
	played(t, Match{Game: tictactoe.Game{}, A: see("long", long), B: see("none", nil), Options: Options{Pairs: 1}})
	for _, c := range seen["none"] {
		if c != nil {
			t.Errorf("a player without a clock sees %+v", c)
		}
	}
	if c := seen["long"][0]; !cmp.Equal(c[0], c[1]) || c[0].Time != long.Base {
		t.Errorf("against a player without a clock the clocks are %+v", c)
	}
}
