// Package search finds the best move of any games.Position by alpha-beta. It
// knows no piece and no weight: rules come from the position, values from an
// Evaluator that its user supplies.
//
// One Search (searching.go) runs iterative deepening (root.go) over a principal
// variation search (node.go, prune.go, singular.go, moves.go) that ends in a
// search of captures (quiescence.go). Moves come best first (picker.go), by
// what was learnt about them (history.go, table.go). Every technique that is
// not plain alpha-beta has a switch in Options and a numbered step in the code.
package search

import (
	"context"

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
	dirty   bool // searched since the last Clear
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
	s := &Searcher{opts: opts, table: newTable(size, opts.Threads > 1)}
	for i := range opts.Threads {
		s.workers = append(s.workers, newWorker(i, &s.opts, s.table, newEvaluator()))
	}
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
// returns a legal move whenever there is one, even in a position where a rule
// such as repetition has ended the game: the caller must check for that. With
// one thread it plays on pos itself, and leaves it as it was. report, unless
// nil, is called from the same goroutine after every iteration and line, and at
// least once.
func (s *Searcher) Search(ctx context.Context, pos games.Position, lim Limits, report func(Info)) Result {
	return s.begin(ctx, pos, lim, report).run()
}
