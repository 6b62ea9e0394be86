package uci

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"apprentice/agent/search"
	"apprentice/agent/value"
	"apprentice/games"
)

// running is a search under way.
type running struct {
	cancel    context.CancelFunc
	done      chan struct{} // closed after bestmove, or the count, was printed
	ponderHit chan struct{} // closed by ponderhit; nil unless pondering
	infinite  bool          // it ends by stop only
	count     bool          // it counts moves
}

// goCommand starts a search, or counts moves for "go perft N".
func (e *Engine) goCommand(ctx context.Context, args []string) error {
	perft := len(args) > 0 && args[0] == "perft"
	switch known := e.hasPosition(); {
	case perft && known:
		return e.perft(ctx, strings.Join(args[1:], " "))
	case perft:
		return nil
	case !known:
		e.out.printf("%s", e.style.noMove())
		return nil
	}
	lim, ok := e.limits(args)
	if !ok || !e.obeyBan(&lim) {
		e.out.printf("%s", e.style.noMove())
		return nil
	}
	e.weaken(&lim)
	ctx, cancel := context.WithCancel(ctx)
	r := &running{cancel: cancel, done: make(chan struct{}), infinite: lim.Infinite}
	if lim.Ponder {
		r.ponderHit = make(chan struct{})
		lim.PonderHit = r.ponderHit
	}
	e.running = r
	pos, a, s := e.pos.Clone(), e.player(), e.style
	if e.chances && e.network.Calibration != (value.Calibration{}) {
		s.wdl = e.network.Calibration.Permille
	}
	go func() {
		defer close(r.done)
		defer cancel()
		result := a.BestMove(ctx, pos, lim, func(i search.Info) { e.out.printf("%s", s.info(pos, i)) })
		e.out.printf("%s", s.best(pos, result))
	}()
	return nil
}

// obeyBan takes banned moves out of those to search. It reports false if none
// is left.
func (e *Engine) obeyBan(lim *search.Limits) bool {
	if len(e.banned) == 0 {
		return true
	}
	if len(lim.Moves) == 0 {
		lim.Moves = e.pos.Moves(nil, games.AllMoves)
	}
	lim.Moves = slices.DeleteFunc(lim.Moves, func(m games.Move) bool { return slices.Contains(e.banned, m) })
	return len(lim.Moves) > 0
}

// stop ends the search under way and waits for its bestmove.
func (e *Engine) stop() {
	if r := e.running; r != nil {
		r.cancel()
		<-r.done
		e.running = nil
	}
}

// finish waits for the search under way, or stops it where it has no end.
func (e *Engine) finish() {
	if r := e.running; r != nil && !r.infinite && r.ponderHit == nil {
		<-r.done
	}
	e.stop()
}

// ponderHit lets a search that pondered go on under its limits.
func (e *Engine) ponderHit() {
	if r := e.running; r != nil && r.ponderHit != nil {
		close(r.ponderHit)
		r.ponderHit = nil
	}
}

// perft prints the count of each move, as other engines do, on a goroutine of
// its own, as searches run.
func (e *Engine) perft(ctx context.Context, text string) error {
	depth, err := strconv.Atoi(text)
	if err != nil || depth < 1 || depth > games.MaxPerftDepth {
		return fmt.Errorf("go perft %q: want a depth of 1 to %d", text, games.MaxPerftDepth)
	}
	ctx, cancel := context.WithCancel(ctx)
	r := &running{cancel: cancel, done: make(chan struct{}), count: true}
	e.running = r
	pos, s := e.pos.Clone(), e.style
	go func() {
		defer close(r.done)
		defer cancel()
		divided, err := games.Divide(ctx, pos, depth)
		if err != nil {
			e.out.printf("info string perft was stopped")
			return
		}
		var nodes uint64
		for _, d := range divided {
			e.out.printf("%s: %d", s.formatMove(pos, d.Move), d.Nodes)
			nodes += d.Nodes
		}
		e.out.printf("\nNodes searched: %d\n", nodes)
	}()
	return nil
}
