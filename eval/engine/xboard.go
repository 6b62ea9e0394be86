package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"apprentice/agent/search"
	"apprentice/eval"
	"apprentice/games"
)

// xboard is a conversation in CECP, the protocol of xboard. The engine is kept in
// force mode, in which it only follows the game, and is told to go for each of its
// moves. So it never has to guess whose clock runs, and both sides may move in any
// order.
type xboard struct {
	p        *process
	wait     Patience
	features features
	declares bool // features were heard
	variant  string
	pings    int
	side     games.Side // for which the engine thinks
	board    board      // what the engine knows about the game
	level    string     // the last command on how long to think
}

// board is the game as an xboard engine knows it.
type board struct {
	fen   string   // of the start, "" for the usual one
	moves []string // as they were sent; ownMove for the engine's own
}

// ownMove stands for a move that the engine made, however it writes it.
const ownMove = ""

// follows reports whether moves from fen continue what the engine knows.
func (b board) follows(fen string, moves []string) bool {
	if b.fen != fen || len(b.moves) > len(moves) {
		return false
	}
	for i, m := range b.moves {
		if m != ownMove && m != moves[i] {
			return false
		}
	}
	return true
}

func newXBoard(p *process, wait Patience) *xboard {
	return &xboard{p: p, wait: wait, features: defaultFeatures()}
}

// postponedTimes is how many times longer an engine that has asked for time may
// take to introduce itself.
const postponedTimes = 6

func (x *xboard) introduce(ctx context.Context) (Identity, settings, error) {
	id := Identity{Protocol: XBoard}
	if err := x.p.send("xboard\nprotover 2"); err != nil {
		return id, nil, err
	}
	err := x.hearFeatures(ctx, x.wait.Start)
	switch {
	case !errors.Is(err, ErrSilent):
	case x.features.postponed:
		err = x.hearFeatures(ctx, postponedTimes*x.wait.Start)
	case !x.declares && x.speaksUCI(ctx):
		return id, nil, errUCI
	default:
		err = ctx.Err() // protocol 1 has no features, and some engines forget to end the list
	}
	id.Name, id.Variants = x.features.name, x.features.variants
	return id, x.features.settings(), err
}

// hearFeatures reads features until the engine has declared all of them, and
// answers which are accepted.
func (x *xboard) hearFeatures(ctx context.Context, timeout time.Duration) error {
	var replies []string
	err := x.p.until(ctx, timeout, func(line string) bool {
		rest, ok := strings.CutPrefix(line, "feature ")
		if !ok {
			return false
		}
		x.declares = true
		splitFeatures(rest, func(name, value string) {
			reply := "rejected " + clip(name)
			if x.features.set(name, value) {
				reply = "accepted " + name
			}
			if len(replies) < maxSettings && !slices.Contains(replies, reply) {
				replies = append(replies, reply)
			}
		})
		return x.features.done
	})
	if err != nil || len(replies) == 0 {
		return err
	}
	return x.p.send("%s", strings.Join(replies, "\n"))
}

// errUCI is the error of an engine of another protocol.
var errUCI = errors.New("it speaks uci, not xboard; leave out protocol=xboard")

// uciShare is the part of the time for an introduction that an engine without
// features has to show that it speaks uci.
const uciShare = 5

// speaksUCI reports whether an engine answers what only those of UCI understand.
// Others refuse the command. An engine that does not even know the protocol would
// search on command without end.
func (x *xboard) speaksUCI(ctx context.Context) (speaks bool) {
	if x.p.send("uci") != nil {
		return false
	}
	_ = x.p.until(ctx, x.wait.Start/uciShare, func(line string) bool {
		speaks = line == "uciok"
		_, refuses := refused(line)
		return speaks || refuses
	})
	return speaks
}

func (x *xboard) setVariant(variant string, required bool) error {
	switch {
	case slices.Contains(x.features.variants, variant):
		x.variant = variant
	case required && len(x.features.variants) > 0:
		return fmt.Errorf("it plays no variant %q; it has %s", variant, strings.Join(x.features.variants, ", "))
	case required:
		x.variant = variant // an engine that lists no variants may still know it
	}
	return nil
}

func (x *xboard) setOption(o Option) error {
	switch {
	case o.Name == memorySetting && x.features.memory, o.Name == coresSetting && x.features.smp:
		return x.p.send("%s %s", o.Name, o.Value)
	case o.Button:
		return x.p.send("option %s", o.Name)
	}
	if s, _ := x.features.options.find(o.Name); s.kind == kindCheck {
		o.Value = map[string]string{"true": "1", "false": "0"}[o.Value]
	}
	return x.p.send("option %s=%s", o.Name, o.Value)
}

// sync waits for the answer to a ping. If the engine refused a command, the error
// names it. It does not wait for engines without ping, whose refusals show when
// they are to move.
func (x *xboard) sync(ctx context.Context) error {
	if !x.features.ping {
		return nil
	}
	x.pings++
	if err := x.p.send("ping %d", x.pings); err != nil {
		return err
	}
	var refusal error
	pong := fmt.Sprintf("pong %d", x.pings)
	err := x.p.until(ctx, x.wait.Ready, func(line string) bool {
		if what, ok := refused(line); ok && refusal == nil {
			refusal = fmt.Errorf("it does not take %q", clip(what))
		}
		return line == pong
	})
	if refusal != nil && ctx.Err() == nil {
		return refusal
	}
	return err
}

// newGame sets up the pieces. The engine shows its thinking and does not think in
// the opponent's time.
func (x *xboard) newGame(ctx context.Context) error {
	if err := x.reset(); err != nil {
		return err
	}
	return x.sync(ctx)
}

func (x *xboard) reset() error {
	commands := "new\n"
	if x.variant != "" {
		commands += "variant " + x.variant + "\n"
	}
	x.board, x.level = board{}, ""
	return x.p.send("%sforce\npost\neasy", commands)
}

// refusalPatience is how long an engine without ping has to refuse a command.
const refusalPatience = 300 * time.Millisecond

// rehearse limits the depth before the first move, and returns an error if the
// engine refuses the command.
func (x *xboard) rehearse(ctx context.Context, depth int) error {
	if err := x.p.send("%s", xboardLevel(question{limits: search.Limits{Depth: depth}})); err != nil {
		return err
	}
	if x.features.ping {
		return x.sync(ctx)
	}
	var refusal error
	err := x.p.until(ctx, refusalPatience, func(line string) bool {
		what, ok := refused(line)
		if ok {
			refusal = fmt.Errorf("it does not take %q", clip(what))
		}
		return ok
	})
	if err == nil || !errors.Is(err, ErrSilent) {
		return errors.Join(refusal, err)
	}
	return nil
}

func (x *xboard) ask(ctx context.Context, q question) error {
	if err := x.setUp(q); err != nil {
		return err
	}
	if level := xboardLevel(q); x.level == "" || q.clocks == nil && x.level != level {
		x.level = level // the clocks themselves come with every move
		if err := x.p.send("%s", level); err != nil {
			return err
		}
	}
	if err := x.sync(ctx); err != nil {
		return err
	}
	x.side = q.side
	return x.p.send("%sgo", xboardClocks(q, x.features.time))
}

// setUp brings the engine to the position of q: by the moves since the last
// question if they continue it, otherwise from the start.
func (x *xboard) setUp(q question) error {
	fen := ""
	if q.custom {
		fen = q.fen
	}
	if !x.board.follows(fen, q.moves) {
		if x.board.fen != "" || len(x.board.moves) > 0 {
			if err := x.reset(); err != nil {
				return err
			}
		}
		if fen != "" {
			if !x.features.setboard {
				return errors.New("it cannot be given a position, only moves from the start")
			}
			if err := x.p.send("setboard %s", fen); err != nil {
				return err
			}
			x.board.fen = fen
		}
	}
	var b strings.Builder
	b.WriteString("force")
	for _, m := range q.moves[len(x.board.moves):] {
		b.WriteByte('\n')
		if x.features.userMove {
			b.WriteString("usermove ")
		}
		b.WriteString(m)
	}
	x.board.moves = slices.Clone(q.moves)
	return x.p.send("%s", b.String())
}

func (x *xboard) hurry() string { return "?" }

func (x *xboard) reusable() bool { return x.features.reuse }

func (x *xboard) describes() bool { return x.features.san }

// hear takes the thinking of the engine and its move, and notices if it resigns,
// claims a result or refuses.
func (x *xboard) hear(line string, c *eval.Choice) (answer, bool) {
	if readPost(line, c) {
		return answer{}, false
	}
	if move, ok := moveOf(line); ok {
		x.board.moves = append(x.board.moves, ownMove)
		return answer{move: move}, true
	}
	if over, lost := overOf(line, x.side); over {
		return answer{resigned: lost, claim: line}, true
	}
	if what, ok := refused(line); ok {
		return answer{fault: fmt.Errorf("it does not take %q", clip(what))}, true
	}
	return answer{}, false
}
