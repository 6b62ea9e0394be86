// Package search finds the best move of any games.Position by alpha-beta. It
// knows no piece and no weight: rules come from the position, values from an
// Evaluator that its user supplies.
//
// One Search runs iterative deepening (root.go) over a principal variation
// search (node.go) that ends in a search of captures (quiescence.go). Moves
// are handed out best first (picker.go) by what was learnt about them
// (history.go, table.go). Every technique that is not plain alpha-beta has a
// switch in Options and a numbered step in the code.
package search

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"apprentice/games"
)

// Evaluator values positions along one line of play. A searcher keeps one per
// thread and calls it from one goroutine only.
type Evaluator interface {
	// Reset makes pos the position that is valued. The evaluator must not
	// keep it.
	Reset(pos games.Position)

	// Push follows a move, or a pass, whose difference is d. The evaluator
	// copies what it needs of *d before it returns.
	Push(d *games.Delta)

	// Pop takes back the last Push.
	Pop()

	// Value returns the value of pos, which is the position that the calls so
	// far led to, from the view of the side to move. Values beyond
	// +-MaxValue are clamped.
	Value(pos games.Position) int
}

// defaultSlots is enough for 14 kinds of piece on 90 squares.
const defaultSlots = 1280

// Searcher searches positions of one game and keeps what it learns from one
// search to the next. Its methods must not be called concurrently.
type Searcher struct {
	opts    Options
	table   *table
	workers []*worker
	timer   timer
	begun   time.Time // when the search did; a ponder hit starts the timer anew
	limits  Limits
	stop    atomic.Bool
	total   func() int64 // nodes of all threads
	dirty   bool         // searched since the last Clear
	helpers sync.WaitGroup
}

// New returns a searcher. newEvaluator is called once per thread.
func New(newEvaluator func() Evaluator, opts Options) *Searcher {
	size := opts.Hash << 20
	if opts.HashKB > 0 {
		size = opts.HashKB << 10
	}
	opts.Threads = max(opts.Threads, 1)
	opts.MultiPV = max(opts.MultiPV, 1)
	if opts.Slots <= 0 {
		opts.Slots = defaultSlots
	}
	s := &Searcher{opts: opts, table: newTable(size)}
	for i := range opts.Threads {
		s.workers = append(s.workers, newWorker(i, &s.opts, s.table, &s.stop, newEvaluator()))
	}
	s.workers[0].timer = &s.timer
	s.total = s.nodes
	return s
}

// Clear forgets everything learnt, as before a new game. Afterwards searches
// with one thread repeat those after New exactly, if limited by depth or nodes.
func (s *Searcher) Clear() {
	if !s.dirty {
		return
	}
	s.dirty = false
	s.table.clear()
	for _, w := range s.workers {
		w.h.clear()
	}
}

// Search returns the best move it finds within lim, or until ctx is done. It
// always returns a legal move unless there is none; where a rule has ended the
// game all the same, as repetition does, it is for the caller to know. With one
// thread it plays on pos itself, and leaves it as it was. report, unless nil, is
// called from the same goroutine after every iteration and line, once at least.
func (s *Searcher) Search(ctx context.Context, pos games.Position, lim Limits, report func(Info)) Result {
	s.limits = lim
	s.begun = time.Now()
	s.timer = newTimer(ctx, &s.limits)
	s.timer.nodes = s.total
	s.stop.Store(false)
	s.dirty = true
	s.table.nextAge()

	main := s.workers[0]
	if len(pos.Moves(main.moves[:0], games.AllMoves)) == 0 {
		return s.nothing(pos, report)
	}
	main.reset(pos)
	main.listRoot(lim.Moves)
	main.pollAt = 0
	main.poll()

	if len(s.workers) > 1 {
		s.startHelpers(pos)
	}
	s.iterate(main, report)
	s.timer.wait()
	s.stop.Store(true)
	if len(s.workers) > 1 {
		s.helpers.Wait()
	}
	return s.result(main)
}

// nothing is the answer where there is no legal move.
func (s *Searcher) nothing(pos games.Position, report func(Info)) Result {
	value := outcomeValue(pos.Outcome().Result, 0)
	if report != nil {
		report(Info{MultiPV: 1, Value: value, Time: time.Since(s.begun)})
	}
	s.timer.wait()
	return Result{Value: value, Time: time.Since(s.begun)}
}

// startHelpers starts the other threads on copies of pos. They search the same
// tree and meet in the table, where each finds what the others did (lazy SMP,
// Östensson 2013).
func (s *Searcher) startHelpers(pos games.Position) {
	for _, w := range s.workers[1:] {
		w.reset(pos.Clone())
		w.listRoot(s.limits.Moves)
		w.pollAt = 0
		s.helpers.Go(func() {
			for depth := 1 + w.id&1; depth <= s.maxDepth() && !w.stopped; depth++ {
				w.iteration(depth, s.opts.MultiPV, nil)
			}
		})
	}
}

// maxDepth is the last iteration.
func (s *Searcher) maxDepth() int {
	if d := s.limits.Depth; d > 0 {
		return min(d, MaxPly-1)
	}
	return MaxPly - 1
}

// nodes is the number of nodes of all threads; exact for the first one.
func (s *Searcher) nodes() int64 {
	n := s.workers[0].nodes
	for _, w := range s.workers[1:] {
		n += w.published.Load()
	}
	return n
}

// iterate deepens until a limit is reached.
func (s *Searcher) iterate(w *worker, report func(Info)) {
	p := progress{onlyMove: len(w.root) == 1}
	w.best.move, w.best.depth, w.best.pv = games.NoMove, 0, w.best.pv[:0]
	w.best.value = w.value()
	for depth := s.firstDepth(w); depth <= s.maxDepth() && !w.stopped; depth++ {
		var bounded func(Bound)
		if report != nil {
			bounded = func(b Bound) {
				if time.Since(s.begun) > quietTime {
					s.report(w, report, w.line, depth, b)
				}
			}
		}
		before := w.best
		w.iteration(depth, s.opts.MultiPV, bounded)
		if w.stopped {
			break
		}
		w.keep(depth)
		if report != nil {
			for line := range min(s.opts.MultiPV, len(w.root)) {
				s.report(w, report, line, depth, Exact)
			}
		}
		if len(before.pv) > 0 {
			p.fall = before.value - w.best.value
			if before.move != w.best.move {
				p.stable = -1
			}
		}
		p.stable++
		p.depth = depth
		p.nodes = s.nodes()
		p.share = float64(w.root[0].nodes) / float64(max(w.nodes, 1))
		if s.settled(depth, w.best.value) || s.timer.enough(p) {
			return
		}
	}
	s.unfinished(w, report)
}

// maxFirstDepth bounds the depth of the first iteration: deeper ones want the
// order of moves that shallower ones leave behind.
const maxFirstDepth = 3

// firstDepth is the depth of the first iteration. What the last search of the
// game left in the table about this position orders the moves as well as
// iterations of the same depth would.
func (s *Searcher) firstDepth(w *worker) int {
	if !s.opts.Table || !s.opts.TableStart {
		return 1
	}
	e, ok := w.table.probe(w.pos.Key())
	if !ok || e.move == games.NoMove || !w.pos.Legal(e.move) {
		return 1
	}
	return min(max(e.depth, 1), maxFirstDepth, s.maxDepth())
}

// unfinished takes from an iteration that was stopped what counts all the same:
// a move that it found to be better than the one of the iteration before. A
// search that was stopped before the end of its first iteration has only its
// first move and the static value to tell of.
func (s *Searcher) unfinished(w *worker, report func(Info)) {
	r := &w.root[0]
	if !w.raised && w.best.depth == 0 {
		r.value, r.bound = w.best.value, Exact
	}
	if report != nil && (w.raised && r.move != w.best.move || w.best.depth == 0) {
		s.report(w, report, 0, max(w.rootDepth, 1), r.bound)
	}
	if w.raised {
		w.keep(w.best.depth)
	}
}

// quietTime is how long a search reports finished iterations only.
const quietTime = 3 * time.Second

// settled reports whether a mate makes deeper iterations pointless: the mate
// asked for, or one that an iteration twice as deep did not shorten.
func (s *Searcher) settled(depth, value int) bool {
	moves, ok := MateIn(value)
	if !ok {
		return false
	}
	if s.limits.Mate > 0 {
		return moves > 0 && moves <= s.limits.Mate
	}
	if s.timer.pondering() || s.limits.Depth > 0 {
		return false
	}
	return depth > 2*(MateValue-max(value, -value))+1
}

// report tells the user about one line.
func (s *Searcher) report(w *worker, report func(Info), line, depth int, b Bound) {
	r := &w.root[line]
	report(Info{
		Depth: depth, SelDepth: w.selDepth, MultiPV: line + 1,
		Value: r.value, Bound: b,
		Nodes: s.nodes(), Time: time.Since(s.begun), Hashfull: s.table.full(),
		PV: w.toMate(r.pv, r.value),
	})
}

// result is the answer of the first worker.
func (s *Searcher) result(w *worker) Result {
	r := Result{
		Move: w.root[0].move, Value: w.best.value, Depth: w.best.depth,
		Nodes: s.nodes(),
	}
	if len(w.best.pv) > 0 {
		r.Move = w.best.move
		r.PV = make([]games.Move, len(w.best.pv))
		copy(r.PV, w.best.pv)
	} else {
		r.PV = []games.Move{r.Move}
	}
	if len(r.PV) > 1 {
		r.Ponder = r.PV[1]
	} else {
		r.Ponder = w.reply(r.Move)
	}
	r.Time = time.Since(s.begun)
	return r
}

// reply is the answer to m that the table knows, or NoMove.
func (w *worker) reply(m games.Move) games.Move {
	if !w.o.Table {
		return games.NoMove
	}
	w.pos.Make(m, nil)
	defer w.pos.Unmake()
	if e, ok := w.table.probe(w.pos.Key()); ok && e.move != games.NoMove && w.pos.Legal(e.move) {
		return e.move
	}
	return games.NoMove
}
