package search

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"apprentice/games"
)

// searching is one call of Searcher.Search: what was asked for, and how far it
// has come. The workers see it while it runs.
type searching struct {
	*Searcher
	pos     games.Position
	limits  Limits
	report  func(Info) // nil if nobody listens
	begun   time.Time  // a ponder hit starts the timer anew, but not this
	timer   timer
	stop    atomic.Bool // the search is over
	helpers sync.WaitGroup
}

// begin starts the clock of a search.
func (s *Searcher) begin(ctx context.Context, pos games.Position, lim Limits, report func(Info)) *searching {
	return &searching{Searcher: s, pos: pos, limits: lim, report: report, begun: time.Now(), timer: newTimer(ctx, lim)}
}

// run searches.
func (s *searching) run() Result {
	s.dirty = true
	s.table.nextAge()

	main := s.workers[0]
	if len(s.pos.Moves(main.moves[:0], games.AllMoves)) == 0 {
		return s.nothing()
	}
	s.muster()
	main.poll()
	s.startHelpers()
	s.iterate(main)
	s.timer.wait()
	s.stop.Store(true)
	s.helpers.Wait()
	for _, w := range s.workers {
		w.of = nil
	}
	return s.result(main)
}

// muster puts every worker before the position: the first one before the
// caller's own, the others before copies.
func (s *searching) muster() {
	for i, w := range s.workers {
		pos := s.pos
		if i > 0 {
			pos = pos.Clone()
		}
		w.of = s
		w.reset(pos)
		w.listRoot(s.limits.Moves)
	}
}

// nothing is the answer if there is no legal move.
func (s *searching) nothing() Result {
	value := outcomeValue(s.pos.Outcome().Result, 0)
	if s.report != nil {
		s.report(Info{MultiPV: 1, Value: value, Time: time.Since(s.begun)})
	}
	s.timer.wait()
	return Result{Value: value, Time: time.Since(s.begun)}
}

// startHelpers starts the other threads. They search the same tree and meet in
// the table, where each finds what the others did (lazy SMP, Östensson 2013).
func (s *searching) startHelpers() {
	for _, w := range s.workers[1:] {
		s.helpers.Go(func() {
			if s.opts.OnStart != nil {
				s.opts.OnStart()
			}
			for depth := 1 + w.id&1; depth <= s.maxDepth() && !w.stopped; depth++ {
				w.iteration(depth, s.opts.MultiPV, nil)
			}
		})
	}
}

// maxDepth is the last iteration.
func (s *searching) maxDepth() int {
	if d := s.limits.Depth; d > 0 {
		return min(d, MaxPly-1)
	}
	return MaxPly - 1
}

// nodes is the number of nodes of all threads; exact for the first one, which
// alone may ask.
func (s *searching) nodes() int64 {
	n := s.workers[0].nodes
	for _, w := range s.workers[1:] {
		n += w.published.Load()
	}
	return n
}

// iterate deepens until a limit is reached.
func (s *searching) iterate(w *worker) {
	p := progress{onlyMove: len(w.root) == 1}
	w.best.move, w.best.depth, w.best.pv = games.NoMove, 0, w.best.pv[:0]
	w.best.value = w.value()
	for depth := s.firstDepth(w); depth <= s.maxDepth() && !w.stopped; depth++ {
		before := w.best
		w.iteration(depth, s.opts.MultiPV, s.bounded(w, depth))
		if w.stopped {
			break
		}
		w.keep(depth)
		if s.report != nil {
			for line := range min(s.opts.MultiPV, len(w.root)) {
				s.tell(w, line, depth, Exact)
			}
		}
		p.follow(&before, &w.best)
		p.nodes = s.nodes()
		p.share = float64(w.root[0].nodes) / float64(max(w.nodes, 1))
		if s.settled(depth, w.best.value) || s.timer.enough(p) {
			return
		}
	}
	s.unfinished(w)
}

// bounded returns what to call when the window of an iteration fails: nil if
// nobody listens.
func (s *searching) bounded(w *worker, depth int) func(Bound) {
	if s.report == nil {
		return nil
	}
	return func(b Bound) {
		if time.Since(s.begun) > quietTime {
			s.tell(w, w.line, depth, b)
		}
	}
}

// maxFirstDepth bounds the depth of the first iteration: deeper ones want the
// order of moves that shallower ones leave in the table.
const maxFirstDepth = 3

// firstDepth is the depth of the first iteration. What the last search of the
// game left in the table about this position orders the moves as well as
// iterations of the same depth would.
func (s *searching) firstDepth(w *worker) int {
	if !s.opts.TableStart {
		return 1
	}
	e, ok := w.tableEntry()
	if !ok {
		return 1
	}
	return min(max(e.depth, 1), maxFirstDepth, s.maxDepth())
}

// unfinished keeps what counts of an iteration that was stopped: a move that it
// found to be better than the one of the iteration before. A search that was
// stopped during its first iteration reports its first move and the static
// value.
func (s *searching) unfinished(w *worker) {
	r := &w.root[0]
	if !w.raised && w.best.depth == 0 {
		r.value, r.bound = w.best.value, Exact
	}
	if s.report != nil && (w.raised && r.move != w.best.move || w.best.depth == 0) {
		s.tell(w, 0, max(w.rootDepth, 1), r.bound)
	}
	if w.raised {
		w.keep(w.best.depth)
	}
}

// quietTime is how long a search reports finished iterations only.
const quietTime = 3 * time.Second

// settled reports whether a mate makes deeper iterations pointless: the mate
// asked for, or one that an iteration twice as deep did not shorten.
func (s *searching) settled(depth, value int) bool {
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

// tell reports one line of MultiPV.
func (s *searching) tell(w *worker, line, depth int, b Bound) {
	r := &w.root[line]
	s.report(Info{
		Depth: depth, SelDepth: w.selDepth, MultiPV: line + 1,
		Value: r.value, Bound: b,
		Nodes: s.nodes(), Time: time.Since(s.begun), Hashfull: s.table.full(),
		PV: w.toMate(r.pv, r.value),
	})
}

// result is the answer of the first worker.
func (s *searching) result(w *worker) Result {
	r := Result{Move: w.root[0].move, Value: w.best.value, Depth: w.best.depth, Nodes: s.nodes()}
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
