package uci

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"apprentice/agent/search"
	"apprentice/games"
)

// running is a search under way.
type running struct {
	cancel    context.CancelFunc
	done      chan struct{} // closed after bestmove was printed
	ponderHit chan struct{} // closed by ponderhit; nil unless pondering
	unbounded bool          // it ends by stop or ponderhit only
}

// goCommand starts a search, or counts moves for "go perft N".
func (e *Engine) goCommand(ctx context.Context, args []string) error {
	if len(args) > 1 && args[0] == "perft" {
		return e.perft(args[1])
	}
	lim, err := e.limits(args)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	r := &running{cancel: cancel, done: make(chan struct{}), unbounded: lim.Infinite || lim.Ponder}
	if lim.Ponder {
		r.ponderHit = make(chan struct{})
		lim.PonderHit = r.ponderHit
	}
	e.running = r
	pos, a := e.pos.Clone(), e.agent
	go func() {
		defer close(r.done)
		defer cancel()
		result := a.BestMove(ctx, pos, lim, func(i search.Info) { e.out.printf("%s", formatInfo(pos, i)) })
		e.out.printf("%s", formatBest(pos, result))
	}()
	return nil
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
	if r := e.running; r != nil && !r.unbounded {
		<-r.done
	}
	e.stop()
}

// ponderHit lets a search that pondered go on under its limits.
func (e *Engine) ponderHit() {
	if r := e.running; r != nil && r.ponderHit != nil {
		close(r.ponderHit)
		r.ponderHit, r.unbounded = nil, false
	}
}

// limits reads the words behind go. Unknown ones are skipped.
func (e *Engine) limits(args []string) (search.Limits, error) {
	lim := search.Limits{Overhead: e.overhead}
	var clock search.Clock
	clocked := false
	for i := 0; i < len(args); i++ {
		switch word := args[i]; word {
		case "infinite":
			lim.Infinite = true
		case "ponder":
			lim.Ponder = true
		case "searchmoves":
			for ; i+1 < len(args); i++ {
				m, err := e.pos.ParseMove(args[i+1])
				if err != nil {
					break
				}
				lim.Moves = append(lim.Moves, m)
			}
		case "wtime", "btime", "winc", "binc", "movestogo", "depth", "nodes", "mate", "movetime":
			if i+1 == len(args) {
				return lim, fmt.Errorf("go: %s without a number", word)
			}
			i++
			n, err := strconv.ParseInt(args[i], 10, 64)
			if err != nil {
				return lim, fmt.Errorf("go: %s %q is no number", word, args[i])
			}
			e.limit(&lim, &clock, &clocked, word, n)
		}
	}
	if clocked {
		lim.Clock = &clock
	}
	return lim, nil
}

// limit takes one number. Clocks of the side that does not move do not matter.
func (e *Engine) limit(lim *search.Limits, clock *search.Clock, clocked *bool, word string, n int64) {
	ms := time.Duration(max(n, 0)) * time.Millisecond
	first := e.pos.Side() == games.First
	switch word {
	case "wtime", "btime":
		if (word == "wtime") == first {
			clock.Time, *clocked = max(ms, time.Millisecond), true
		}
	case "winc", "binc":
		if (word == "winc") == first {
			clock.Inc = ms
		}
	case "movestogo":
		clock.MovesToGo = int(max(n, 0))
	case "depth":
		lim.Depth = int(min(max(n, 1), search.MaxPly))
	case "nodes":
		lim.Nodes = max(n, 1)
	case "mate":
		lim.Mate = int(max(n, 1))
	case "movetime":
		lim.MoveTime = max(ms, time.Millisecond)
	}
}

// perft prints the count behind each move, as other engines do.
func (e *Engine) perft(text string) error {
	depth, err := strconv.Atoi(text)
	if err != nil || depth < 1 {
		return fmt.Errorf("go perft %q: want a depth of at least 1", text)
	}
	var nodes uint64
	for _, d := range games.Divide(e.pos, depth) {
		e.out.printf("%s: %d", e.pos.FormatMove(d.Move), d.Nodes)
		nodes += d.Nodes
	}
	e.out.printf("\nNodes searched: %d\n", nodes)
	return nil
}

// formatInfo returns an info line in the order of fields that is usual.
func formatInfo(pos games.Position, i search.Info) string {
	var b strings.Builder
	ms := i.Time.Milliseconds()
	fmt.Fprintf(&b, "info depth %d seldepth %d multipv %d score %s", i.Depth, i.SelDepth, max(i.MultiPV, 1), formatValue(i.Value))
	switch i.Bound {
	case search.Lower:
		b.WriteString(" lowerbound")
	case search.Upper:
		b.WriteString(" upperbound")
	}
	nps := int64(0)
	if s := i.Time.Seconds(); s > 0 {
		nps = int64(float64(i.Nodes) / s)
	}
	fmt.Fprintf(&b, " nodes %d nps %d hashfull %d tbhits 0 time %d", i.Nodes, nps, i.Hashfull, ms)
	if len(i.PV) > 0 {
		b.WriteString(" pv ")
		b.WriteString(formatMoves(pos, i.PV))
	}
	return b.String()
}

// formatValue returns "cp N" or "mate N".
func formatValue(v int) string {
	if n, ok := search.MateIn(v); ok {
		return fmt.Sprintf("mate %d", n)
	}
	return fmt.Sprintf("cp %d", v)
}

// formatMoves returns a line of moves from pos, which is left as it was.
func formatMoves(pos games.Position, moves []games.Move) string {
	texts := make([]string, len(moves))
	line := pos.Clone()
	for i, m := range moves {
		texts[i] = line.FormatMove(m)
		line.Make(m, nil)
	}
	return strings.Join(texts, " ")
}

// formatBest returns the bestmove line; 0000 where the game is over.
func formatBest(pos games.Position, r search.Result) string {
	if r.Move == games.NoMove {
		return "bestmove 0000"
	}
	if r.Ponder == games.NoMove {
		return "bestmove " + pos.FormatMove(r.Move)
	}
	words := strings.Fields(formatMoves(pos, []games.Move{r.Move, r.Ponder}))
	return fmt.Sprintf("bestmove %s ponder %s", words[0], words[1])
}
