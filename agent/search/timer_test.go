package search

import (
	"context"
	"testing"
	"time"

	"apprentice/games"
)

// begun moves the start of a search into the past, or into the future with a
// negative age, so that no verdict depends on how fast the machine is.
func (t *timer) begun(age time.Duration) { t.start = time.Now().Add(-age) }

// The hard limit is the move time, or what the clock allows where that is less,
// less what is lost between moves.
func TestTimerHard(t *testing.T) {
	const overhead = 10 * time.Millisecond
	clock := Clock{Time: time.Minute}
	_, most := budget(clock, overhead)
	for _, test := range []struct {
		why  string
		lim  Limits
		want time.Duration
	}{
		{"nothing", Limits{Overhead: overhead}, 0},
		{"move time", Limits{MoveTime: time.Second, Overhead: overhead}, time.Second - overhead},
		{"move time below the overhead", Limits{MoveTime: time.Millisecond, Overhead: overhead}, leastTime},
		{"clock", Limits{Clock: &clock, Overhead: overhead}, most},
		{"short move time and clock", Limits{MoveTime: time.Second, Clock: &clock, Overhead: overhead}, time.Second - overhead},
		{"long move time and clock", Limits{MoveTime: time.Hour, Clock: &clock, Overhead: overhead}, most},
	} {
		timer := newTimer(context.Background(), test.lim)
		if timer.hard != test.want {
			t.Errorf("%s: %v, want %v", test.why, timer.hard, test.want)
		}
		for _, age := range []time.Duration{-time.Hour, 24 * time.Hour} {
			timer.begun(age)
			if over := timer.over(0); over != (age > 0 && test.want > 0) {
				t.Errorf("%s: begun %v ago, over is %t", test.why, age, over)
			}
		}
	}
}

// Nodes stop a search exactly, and it asks in time.
func TestTimerNodes(t *testing.T) {
	timer := newTimer(context.Background(), Limits{Nodes: 5000})
	for _, test := range []struct {
		nodes, next int64
		over        bool
	}{
		{0, pollEvery, false},
		{4999 - pollEvery, 4999, false},
		{4999, 5000, false},
		{5000, 5001, true},
		{6000, 6001, true},
	} {
		if next := timer.nextPoll(test.nodes, test.nodes); next != test.next || timer.over(test.nodes) != test.over {
			t.Errorf("%d nodes: asks again at %d, want %d; over is %t", test.nodes, next, test.next, !test.over)
		}
	}
	// Half of the nodes are those of other threads.
	if next := timer.nextPoll(2000, 4000); next != 3000 {
		t.Errorf("2000 of 4000 nodes: asks again at %d, want 3000", next)
	}
}

// A ponder search has no limits until the move is played; then its time begins.
// An infinite one has none at all.
func TestTimerPonders(t *testing.T) {
	hit := make(chan struct{})
	lim := Limits{Ponder: true, PonderHit: hit, MoveTime: time.Hour, Nodes: 1}
	timer := newTimer(context.Background(), lim)
	timer.begun(24 * time.Hour)
	if timer.over(0) || timer.enough(progress{onlyMove: true, depth: 90}) {
		t.Error("over while it ponders")
	}
	close(hit)
	if timer.over(0) {
		t.Error("over at the ponder hit: the time before it was counted")
	}
	timer.begun(24 * time.Hour)
	if !timer.over(0) {
		t.Error("not over long after the ponder hit")
	}

	ctx, cancel := context.WithCancel(context.Background())
	lim = Limits{Infinite: true, Ponder: true, PonderHit: hit, MoveTime: 1, Nodes: 1}
	timer = newTimer(ctx, lim)
	timer.begun(24 * time.Hour)
	if timer.over(9) {
		t.Error("an infinite search is over")
	}
	cancel()
	if !timer.over(9) {
		t.Error("not over though it was cancelled")
	}
}

// A clock is shared out: no new iteration after the planned time, sooner where
// only one move is legal.
func TestTimerSoft(t *testing.T) {
	lim := Limits{Clock: &Clock{Time: time.Hour}}
	timer := newTimer(context.Background(), lim)
	p := progress{stable: 1, share: 0.7, depth: 9}
	planned := time.Duration(p.scale() * float64(timer.soft))
	for age, want := range map[time.Duration]bool{planned - 10*time.Second: false, planned + 10*time.Second: true} {
		timer.begun(age)
		if timer.enough(p) != want {
			t.Errorf("%v of %v: enough is %t", age, planned, !want)
		}
	}
	timer.begun(0)
	for depth, want := range map[int]bool{3: false, 4: true} {
		if timer.enough(progress{onlyMove: true, depth: depth}) != want {
			t.Errorf("one legal move, depth %d: enough is %t", depth, !want)
		}
	}
}

// The clock is shared out over the moves to come: those to the time control, or
// 25 where there is none or it is further away, and three quarters of what an
// increment gives beyond the overhead.
func TestBudgetShares(t *testing.T) {
	const s = time.Second
	for _, test := range []struct {
		why        string
		clock      Clock
		overhead   time.Duration
		soft, hard time.Duration
	}{
		{"sudden death", Clock{Time: 50 * s}, 0, 2 * s, 8 * s},
		{"overhead", Clock{Time: 51 * s}, s, 2 * s, 8 * s},
		{"increment", Clock{Time: 50 * s, Inc: 4 * s}, 0, 5 * s, 20 * s},
		{"increment less overhead", Clock{Time: 51 * s, Inc: 5 * s}, s, 5 * s, 20 * s},
		{"control far away", Clock{Time: 50 * s, MovesToGo: 40}, 0, 2 * s, 8 * s},
		{"control near", Clock{Time: 50 * s, MovesToGo: 10}, 0, 5 * s, 20 * s},
		{"half at most", Clock{Time: 50 * s, MovesToGo: 3}, 0, 50 * s / 3, 25 * s},
		{"last move", Clock{Time: 50 * s, MovesToGo: 1}, 0, 46 * s, 46 * s},
		{"nothing left", Clock{}, s, leastTime / 25, 4 * leastTime / 25},
	} {
		soft, hard := budget(test.clock, test.overhead)
		if (soft-test.soft).Abs() > time.Microsecond || (hard-test.hard).Abs() > time.Microsecond {
			t.Errorf("%s: planned %v, at most %v; want %v and %v", test.why, soft, hard, test.soft, test.hard)
		}
	}
}

// A search that may not return waits: for the ponder hit, or for its end. Any
// other does not.
func TestTimerWaits(t *testing.T) {
	hit := make(chan struct{})
	for why, lim := range map[string]Limits{
		"pondering": {Ponder: true, PonderHit: hit}, "infinite": {Infinite: true, PonderHit: hit}, "neither": {Depth: 1},
	} {
		ctx, cancel := context.WithCancel(context.Background())
		timer := newTimer(ctx, lim)
		returned := make(chan struct{})
		go func() {
			timer.wait()
			close(returned)
		}()
		if why != "neither" {
			select {
			case <-returned:
				t.Errorf("%s: does not wait", why)
			case <-time.After(20 * time.Millisecond):
			}
			cancel()
		}
		select {
		case <-returned:
		case <-time.After(time.Minute):
			t.Errorf("%s: waits for ever", why)
		}
		cancel()
	}
	timer := newTimer(context.Background(), Limits{Ponder: true, PonderHit: hit})
	time.AfterFunc(20*time.Millisecond, func() { close(hit) })
	timer.wait() // or the test never ends
}

// A search is stable while its best move stays, and falls by what the value
// lost in the last iteration.
func TestProgressFollows(t *testing.T) {
	var p progress
	before := bestLine{value: 70} // the static value
	for i, test := range []struct {
		now          bestLine
		stable, fall int
	}{
		{bestLine{move: 5, value: 50, depth: 1}, 1, 0},
		{bestLine{move: 5, value: 45, depth: 2}, 2, 5},
		{bestLine{move: 7, value: 60, depth: 3}, 0, -15},
		{bestLine{move: 7, value: 40, depth: 4}, 1, 20},
	} {
		test.now.pv = []games.Move{test.now.move}
		p.follow(&before, &test.now)
		if p.stable != test.stable || p.fall != test.fall || p.depth != i+1 {
			t.Errorf("depth %d: %+v, want stable %d and a fall of %d", i+1, p, test.stable, test.fall)
		}
		before = test.now
	}
}

// A mate that was asked for ends a search, as does one that an iteration twice
// as deep did not shorten, unless the depth was asked for.
func TestSettled(t *testing.T) {
	never := make(chan struct{})
	for _, test := range []struct {
		why          string
		lim          Limits
		depth, value int
		want         bool
	}{
		{"no mate", Limits{}, 99, 500, false},
		{"mate in two, seen long ago", Limits{}, 8, MateValue - 3, true},
		{"mate in two, seen lately", Limits{}, 7, MateValue - 3, false},
		{"mated, seen long ago", Limits{}, 6, 2 - MateValue, true},
		{"depth asked for", Limits{Depth: 60}, 50, MateValue - 3, false},
		{"pondering", Limits{Ponder: true, PonderHit: never}, 50, MateValue - 3, false},
		{"mate in two asked for", Limits{Mate: 2}, 1, MateValue - 3, true},
		{"mate in one asked for", Limits{Mate: 1}, 50, MateValue - 3, false},
		{"mate asked for, mated", Limits{Mate: 2}, 50, 4 - MateValue, false},
		{"mate and depth asked for", Limits{Mate: 2, Depth: 60}, 1, MateValue - 3, true},
	} {
		s := New(newMaterial, Options{HashKB: 1}).begin(context.Background(), nil, test.lim, nil)
		if got := s.settled(test.depth, test.value); got != test.want {
			t.Errorf("%s: %t", test.why, got)
		}
	}
}
