package search

import (
	"math"
	"sync/atomic"

	"apprentice/games"
)

// A frame holds what a worker knows at one ply of its line. Everything a node
// needs lives here, allocated once, so that a node allocates nothing.
type frame struct {
	// Set by the parent's make.
	inCheck    bool
	null       bool    // the last move was a pass
	lastSlot   int     // slot of the last move, or the number of slots for none
	beforeSlot int     // slot of the move before it
	rows       [3]int  // continuation histories after the moves one, two and four plies before
	known      [3]bool // whether those moves exist

	static   int        // corrected static value, noValue in check
	excluded games.Move // left out by a singular search
	doubles  int        // double extensions on the way here
	failures int        // children that failed high: a measure of how hard the parent's choice is
	pvLen    int
	killers  [2]games.Move

	picker       picker
	numQuiets    int
	numTacticals int
	delta        games.Delta
	quiets       [32]tried
	tacticals    [32]tried
	pv           [MaxPly + 1]games.Move
	list         [games.MaxMoves]scored
}

// tried is a move that was searched.
type tried struct {
	move     games.Move
	slotBits uint16
	gain     int16
}

func (t tried) slot() int { return int(t.slotBits) }

// try notes that a move was searched, as far as there is room.
func (f *frame) try(t tried) {
	switch {
	case t.gain == 0 && f.numQuiets < len(f.quiets):
		f.quiets[f.numQuiets] = t
		f.numQuiets++
	case t.gain != 0 && f.numTacticals < len(f.tacticals):
		f.tacticals[f.numTacticals] = t
		f.numTacticals++
	}
}

// Frames before the root stand for the moves before it, about which nothing is
// known. Frames after the last ply hold what it passes to its children.
const (
	framesBefore = 4
	framesAfter  = 4
)

// worker is one searching goroutine: a position, an evaluator, histories and the
// frames of its line. It shares only the table.
type worker struct {
	o     *Options
	table *table
	of    *searching // the search under way; nil if nothing stops the worker

	pos  games.Position
	fore games.Foreseer // pos, if it knows keys before moves; else nil
	eval Evaluator
	h    histories

	root      []rootMove
	line      int  // of MultiPV that is searched
	raised    bool // root[line] is the best move of an iteration not yet finished
	best      bestLine
	rootDepth int
	rootBeta  int // upper end of the window at the root
	selDepth  int
	nullPly   int // no null moves before this ply: a cutoff is being verified

	nodes     int64
	pollAt    int64        // node count at which to look at the clock
	stopped   bool         // unwind
	published atomic.Int64 // nodes, for the other threads
	id        int

	lmr    [64][64]int16
	moves  [games.MaxMoves]games.Move // scratch
	frames [framesBefore + MaxPly + framesAfter]frame
}

func newWorker(id int, o *Options, t *table, eval Evaluator) *worker {
	w := &worker{id: id, o: o, table: t, eval: eval, h: newHistories(o.Slots)}
	for d := 1; d < 64; d++ {
		for m := 1; m < 64; m++ {
			w.lmr[d][m] = int16(float64(o.LMRBase) + float64(o.LMRScale)*math.Log(float64(d))*math.Log(float64(m)))
		}
	}
	return w
}

// frame returns the frame of a ply.
func (w *worker) frame(ply int) *frame { return &w.frames[framesBefore+ply] }

// reset prepares the worker for a search of pos.
func (w *worker) reset(pos games.Position) {
	slots := w.h.slots
	w.pos = pos
	w.fore, _ = pos.(games.Foreseer)
	w.eval.Reset(pos)
	w.nodes, w.pollAt, w.stopped, w.nullPly, w.line, w.selDepth = 0, 0, false, 0, 0, 0
	w.published.Store(0)
	none := w.h.row(slots)
	for ply := -framesBefore; ply <= 0; ply++ {
		f := w.frame(ply)
		f.inCheck, f.null, f.static = false, false, noValue
		f.lastSlot, f.beforeSlot = slots, slots
		f.rows = [3]int{none, none, none}
		f.known = [3]bool{}
		f.doubles = 0
	}
	// Every node clears the killers of its children, so those further down need
	// no clearing here; and no search leaves a move excluded.
	root := w.frame(0)
	root.inCheck = pos.InCheck()
	root.killers = [2]games.Move{}
}

// push plays m, whose slot is given, and fills in the next frame. Every call
// counts as a node.
func (w *worker) push(m games.Move, slot, ply int) {
	f := w.frame(ply)
	w.pos.Make(m, &f.delta)
	w.eval.Push(&f.delta)
	c := w.frame(ply + 1)
	c.null = false
	c.inCheck = w.pos.InCheck()
	c.lastSlot, c.beforeSlot = slot, f.lastSlot
	w.h.played[slot] = true
	c.rows = [3]int{w.h.row(slot), f.rows[0], w.frame(ply - 1).rows[1]}
	c.known = [3]bool{true, f.known[0], w.frame(ply - 1).known[1]}
	c.doubles = f.doubles
	w.count()
}

// foresee loads what the table has on the position after m into the cache. The
// earlier before push, the better.
func (w *worker) foresee(m games.Move) {
	if w.fore != nil {
		w.table.touch(w.fore.KeyAfter(m))
	}
}

// pushNull passes the turn.
func (w *worker) pushNull(ply int) {
	f := w.frame(ply)
	w.pos.Make(games.NoMove, &f.delta)
	w.table.touch(w.pos.Key())
	w.eval.Push(&f.delta)
	c := w.frame(ply + 1)
	c.null = true
	c.inCheck = false
	c.lastSlot, c.beforeSlot = w.h.slots, f.lastSlot
	c.rows = [3]int{w.h.row(w.h.slots), f.rows[0], w.frame(ply - 1).rows[1]}
	c.known = [3]bool{false, f.known[0], w.frame(ply - 1).known[1]}
	c.doubles = f.doubles
	w.count()
}

// pop takes back the last push.
func (w *worker) pop() {
	w.pos.Unmake()
	w.eval.Pop()
}

// count adds a node and now and then asks whether to continue.
func (w *worker) count() {
	w.nodes++
	if w.nodes >= w.pollAt {
		w.poll()
	}
}

// pollEvery is how many nodes pass between looks at the clock: about a
// millisecond.
const pollEvery = 1024

// poll stops the worker if the search is over and says when to look again. The
// first worker decides that for all.
func (w *worker) poll() {
	w.published.Store(w.nodes)
	w.pollAt = w.nodes + pollEvery
	s := w.of
	if s == nil {
		return
	}
	if w.id == 0 {
		all := s.nodes()
		if s.timer.over(all) {
			s.stop.Store(true)
		}
		w.pollAt = s.timer.nextPoll(w.nodes, all)
	}
	if s.stop.Load() {
		w.stopped = true
		w.pollAt = math.MaxInt64
	}
}

// tableEntry is what the table knows of the position, if that includes a legal
// move.
func (w *worker) tableEntry() (entry, bool) {
	if !w.o.Table {
		return entry{}, false
	}
	e, ok := w.table.probe(w.pos.Key())
	return e, ok && e.move != games.NoMove && w.pos.Legal(e.move)
}

// reply is the answer to m that the table knows, or NoMove.
func (w *worker) reply(m games.Move) games.Move {
	w.pos.Make(m, nil)
	defer w.pos.Unmake()
	if e, ok := w.tableEntry(); ok {
		return e.move
	}
	return games.NoMove
}

// slot is the slot of a legal move.
func (w *worker) slot(m games.Move) int { return min(w.pos.Slot(m), w.h.slots-1) }

// value is the static value of the position, not yet corrected.
func (w *worker) value() int { return clampValue(w.eval.Value(w.pos)) }
