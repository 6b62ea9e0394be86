// Package engine lets an external engine play in a match. It speaks UCI,
// which every opponent that is measured against understands.
//
// An engine is another program and may do anything: die, fall silent, write
// garbage. Each of these is an error of the move it was asked for; the match
// counts the game as lost and starts the engine anew. External engines are
// opponents in measurement only. Nothing they say reaches the learner.
package engine

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"apprentice/agent/search"
	"apprentice/eval"
	"apprentice/games"
)

// Time that an engine gets to answer.
const (
	startTimeout = 10 * time.Second
	readyTimeout = 10 * time.Second
	moveGrace    = 5 * time.Second // beyond the time that the move may take
	nodesTimeout = 5 * time.Minute // for a move without any bound in time
)

// Engine is an external UCI engine as a player.
type Engine struct {
	spec Spec
	p    *process
}

var _ eval.Player = (*Engine)(nil)

// Entrant returns the engine of spec as a player of a match.
func Entrant(spec Spec) eval.Entrant {
	return eval.Entrant{
		Name:   spec.String(),
		New:    func() (eval.Player, error) { return Start(spec) },
		Limits: spec.Limits,
	}
}

// Start starts the engine and sets its options.
func Start(spec Spec) (*Engine, error) {
	p, err := start(spec.Path, spec.Args)
	if err != nil {
		return nil, fmt.Errorf("engine %v: %w", spec, err)
	}
	e := &Engine{spec, p}
	if err := e.handshake(); err != nil {
		p.close()
		return nil, fmt.Errorf("engine %v: %w", spec, err)
	}
	return e, nil
}

// handshake opens the conversation and checks that the options exist.
func (e *Engine) handshake() error {
	known := make(map[string]bool)
	if err := e.p.send("uci"); err != nil {
		return err
	}
	_, err := e.p.until(context.Background(), startTimeout, func(line string) bool {
		if rest, ok := strings.CutPrefix(line, "option name "); ok {
			name, _, _ := strings.Cut(rest, " type ")
			known[strings.ToLower(name)] = true
		}
		return line == "uciok"
	})
	if err != nil {
		return err
	}
	for _, o := range e.spec.Options {
		if !known[strings.ToLower(o.Name)] {
			return fmt.Errorf("it has no option %q", o.Name)
		}
		if err := e.p.send("setoption name %s value %s", o.Name, o.Value); err != nil {
			return err
		}
	}
	return e.ready(context.Background())
}

// ready waits until the engine has done all it was told.
func (e *Engine) ready(ctx context.Context) error {
	if err := e.p.send("isready"); err != nil {
		return err
	}
	_, err := e.p.until(ctx, readyTimeout, func(line string) bool { return line == "readyok" })
	return err
}

// Name returns the executable and its options.
func (e *Engine) Name() string { return e.spec.String() }

// NewGame tells the engine that another game begins. Its chance, if it has
// any, is its own.
func (e *Engine) NewGame(ctx context.Context, _ uint64) error {
	if err := e.p.send("ucinewgame"); err != nil {
		return err
	}
	return e.ready(ctx)
}

// Move asks for a move. The limits are passed on in the words of UCI.
func (e *Engine) Move(ctx context.Context, s eval.Situation, lim search.Limits) (eval.Choice, error) {
	command, timeout := goCommand(s, lim)
	if err := e.p.send("%s\n%s", positionCommand(s), command); err != nil {
		return eval.Choice{}, err
	}
	begun := time.Now()
	var choice eval.Choice
	line, err := e.p.until(ctx, timeout, func(line string) bool {
		if info, ok := strings.CutPrefix(line, "info "); ok {
			readInfo(info, &choice)
		}
		return strings.HasPrefix(line, "bestmove")
	})
	if err != nil {
		return eval.Choice{}, fmt.Errorf("%v: %w", e.spec, err)
	}
	choice.Time = time.Since(begun)
	words := strings.Fields(line)
	if len(words) < 2 {
		return eval.Choice{}, fmt.Errorf("%v: %q names no move", e.spec, line)
	}
	if choice.Move, err = s.Pos.ParseMove(words[1]); err != nil {
		return eval.Choice{}, fmt.Errorf("%v: %w", e.spec, err)
	}
	return choice, nil
}

// Close ends the engine and leaves no process behind.
func (e *Engine) Close() error { return e.p.close() }

// positionCommand returns the position with the moves that led to it.
func positionCommand(s eval.Situation) string {
	var b strings.Builder
	b.WriteString("position startpos")
	if s.Start != "" {
		b.Reset()
		b.WriteString("position fen " + s.Start)
	}
	moves := make([]string, len(s.Moves))
	pos := s.Pos.Clone()
	for i := len(s.Moves) - 1; i >= 0; i-- {
		pos.Unmake()
		moves[i] = pos.FormatMove(s.Moves[i])
	}
	if len(moves) > 0 {
		b.WriteString(" moves " + strings.Join(moves, " "))
	}
	return b.String()
}

// goCommand returns the limits in the words of UCI and how long to wait for
// the move.
func goCommand(s eval.Situation, lim search.Limits) (command string, timeout time.Duration) {
	var b strings.Builder
	b.WriteString("go")
	timeout = nodesTimeout
	if c := s.Clocks; c != nil && lim.Clock != nil {
		fmt.Fprintf(&b, " wtime %d btime %d winc %d binc %d",
			c[games.First].Time.Milliseconds(), c[games.Second].Time.Milliseconds(),
			c[games.First].Inc.Milliseconds(), c[games.Second].Inc.Milliseconds())
		if n := lim.Clock.MovesToGo; n > 0 {
			fmt.Fprintf(&b, " movestogo %d", n)
		}
		timeout = lim.Clock.Time + moveGrace
	}
	if lim.MoveTime > 0 {
		fmt.Fprintf(&b, " movetime %d", lim.MoveTime.Milliseconds())
		timeout = lim.MoveTime + moveGrace
	}
	if lim.Depth > 0 {
		fmt.Fprintf(&b, " depth %d", lim.Depth)
	}
	if n := max(lim.Nodes, lim.SoftNodes); n > 0 {
		fmt.Fprintf(&b, " nodes %d", n)
	}
	return b.String(), timeout
}

// readInfo takes depth, value and nodes from an info line, less its first
// word. What it does not understand it skips.
func readInfo(info string, c *eval.Choice) {
	words := strings.Fields(info)
	for i := 0; i+1 < len(words); i++ {
		switch words[i] {
		case "depth":
			c.Depth = number(words[i+1], c.Depth)
		case "nodes":
			c.Nodes = int64(number(words[i+1], int(c.Nodes)))
		case "score":
			readScore(words[i+1:], c)
		case "pv", "string":
			return
		}
	}
}

// readScore takes "cp N" or "mate N".
func readScore(words []string, c *eval.Choice) {
	if len(words) < 2 {
		return
	}
	n, err := strconv.Atoi(words[1])
	if err != nil {
		return
	}
	switch words[0] {
	case "cp":
		c.Value, c.HasValue = min(max(n, -search.MaxValue), search.MaxValue), true
	case "mate":
		c.Value, c.HasValue = mateValue(n), true
	}
}

// mateValue returns the value of a mate in n moves, negative when the side to
// move is mated.
func mateValue(n int) int {
	if n > 0 {
		return search.MateValue - min(2*n-1, search.MaxPly)
	}
	return -search.MateValue + min(-2*n, search.MaxPly)
}

func number(s string, otherwise int) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return otherwise
}
