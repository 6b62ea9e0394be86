package search

import (
	"context"
	"math"
	"time"
)

// timer decides when a search stops. Only the first worker asks it.
type timer struct {
	done    <-chan struct{}
	hit     <-chan struct{} // closed at a ponder hit; nil if not pondering
	forever bool            // nothing but done stops the search
	start   time.Time
	soft    time.Duration // planned: no new iteration after this; 0 is none
	hard    time.Duration // stop at this; 0 is none

	softNodes int64 // no new iteration after this; 0 is none
	hardNodes int64 // stop at this; 0 is none
	adaptive  bool  // scale softNodes, as soft is in any case, by how settled the search is
}

// The share of the clock for one move. A game without a time control to come
// is assumed to last for movesAhead more moves; the hard limit lets a search in
// trouble take several times its share, never most of what is left.
const (
	movesAhead   = 25
	hardFactor   = 4
	hardShare    = 0.5  // of the clock, with more moves to come
	lastShare    = 0.92 // of the clock, before the time control
	incrementUse = 0.75
	leastTime    = time.Millisecond
)

// newTimer starts the clock of a search.
func newTimer(ctx context.Context, lim Limits) timer {
	t := timer{done: ctx.Done(), start: time.Now(), softNodes: lim.SoftNodes, hardNodes: lim.Nodes, adaptive: lim.Adaptive}
	if lim.Ponder {
		t.hit = lim.PonderHit
		t.forever = true
	}
	if lim.Infinite {
		t.forever, t.hit = true, nil
	}
	if lim.MoveTime > 0 {
		t.hard = max(lim.MoveTime-lim.Overhead, leastTime)
	}
	if c := lim.Clock; c != nil {
		soft, hard := budget(*c, lim.Overhead)
		t.soft = soft
		if t.hard == 0 || hard < t.hard {
			t.hard = hard
		}
	}
	return t
}

// budget returns the time to plan for a move and the most it may take.
func budget(c Clock, overhead time.Duration) (soft, hard time.Duration) {
	left := max(c.Time-overhead, leastTime)
	moves, share := movesAhead, hardShare
	if c.MovesToGo > 0 {
		moves = min(moves, c.MovesToGo)
		if moves == 1 {
			share = lastShare
		}
	}
	gain := max(c.Inc-overhead, 0) // an increment pays first for what is lost between moves
	soft = left/time.Duration(moves) + time.Duration(incrementUse*float64(gain))
	most := max(time.Duration(share*float64(left)), leastTime)
	soft = min(soft, most)
	return soft, min(hardFactor*soft, most)
}

// pondering reports whether the limits do not count yet.
func (t *timer) pondering() bool {
	if !t.forever {
		return false
	}
	if t.hit != nil {
		select {
		case <-t.hit:
			t.forever, t.hit = false, nil
			t.start = time.Now()
		default:
		}
	}
	return t.forever
}

// cancelled reports whether the context is done.
func (t *timer) cancelled() bool {
	if t.done == nil {
		return false
	}
	select {
	case <-t.done:
		return true
	default:
		return false
	}
}

// over reports whether the search must stop at once, after this many nodes of
// all threads.
func (t *timer) over(nodes int64) bool {
	if t.cancelled() {
		return true
	}
	if t.pondering() {
		return false
	}
	if t.hardNodes > 0 && nodes >= t.hardNodes {
		return true
	}
	return t.hard > 0 && time.Since(t.start) >= t.hard
}

// nextPoll returns the node count at which the first thread asks again, given
// its own nodes so far and those of all threads.
func (t *timer) nextPoll(own, all int64) int64 {
	next := own + pollEvery
	if t.hardNodes > 0 {
		next = min(next, own+max(t.hardNodes-all, 1))
	}
	return next
}

// progress is what the timer needs to know of a finished iteration.
type progress struct {
	nodes    int64   // of all threads
	stable   int     // iterations with the same best move
	share    float64 // of the nodes spent on the best move
	fall     int     // points the value fell since the iteration before
	onlyMove bool
	depth    int
}

// follow notes what an iteration made of the best line before it.
func (p *progress) follow(before, now *bestLine) {
	if len(before.pv) > 0 {
		p.fall = before.value - now.value
		if before.move != now.move {
			p.stable = -1
		}
	}
	p.stable++
	p.depth = now.depth
}

// enough reports whether not to start another iteration.
func (t *timer) enough(p progress) bool {
	if t.pondering() {
		return false
	}
	if t.softNodes > 0 && t.spent(p) {
		return true
	}
	if t.soft == 0 {
		return false
	}
	if p.onlyMove && p.depth >= 4 {
		return true
	}
	return time.Since(t.start) >= time.Duration(p.scale()*float64(t.soft))
}

// spent reports whether the soft nodes are spent.
func (t *timer) spent(p progress) bool {
	if !t.adaptive {
		return p.nodes >= t.softNodes
	}
	return p.onlyMove || float64(p.nodes) >= p.scale()*float64(t.softNodes)
}

// scale is by how much the planned time or nodes shrink or grow, from 0.37 to
// 4.4: they shrink while the best move stays the same and takes most of the
// nodes (the others are refuted cheaply) and grow when the value falls
// (Stockfish, Ethereal).
func (p progress) scale() float64 {
	return max(1.3-0.08*float64(p.stable), 0.75) *
		max(2.1-1.6*p.share, 0.55) *
		math.Min(math.Max(1+float64(p.fall)/100, 0.9), 1.6)
}

// wait blocks until a search that may not return yet may do so.
func (t *timer) wait() {
	if !t.pondering() {
		return
	}
	select {
	case <-t.done:
	case <-t.hit:
	}
}
