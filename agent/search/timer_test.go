package search

import (
	"context"
	"testing"
	"time"
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
	lim = Limits{Infinite: true, PonderHit: hit, MoveTime: 1, Nodes: 1}
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
	for age, want := range map[time.Duration]bool{planned - time.Minute: false, planned + time.Minute: true} {
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
