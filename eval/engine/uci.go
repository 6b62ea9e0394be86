package engine

import (
	"context"
	"fmt"
	"strings"
	"time"

	"apprentice/agent/search"
	"apprentice/eval"
	"apprentice/games"
)

// variantOption is the option by which engines of several games choose one.
const variantOption = "UCI_Variant"

// uci is a conversation in UCI.
type uci struct {
	p        *process
	wait     Patience
	settings settings
}

func (u *uci) introduce(ctx context.Context) (Identity, settings, error) {
	return u.open(ctx, UCI)
}

// open sends the name of a protocol, which the engine answers with its identity,
// its options and that name with "ok".
func (u *uci) open(ctx context.Context, protocol Protocol) (Identity, settings, error) {
	id := Identity{Protocol: protocol}
	u.settings = make(settings)
	if err := u.p.send("%v", protocol); err != nil {
		return id, nil, err
	}
	err := u.p.until(ctx, u.wait.Start, func(line string) bool {
		if name, ok := strings.CutPrefix(line, "id name "); ok {
			id.Name = name
		}
		if rest, ok := strings.CutPrefix(line, "option "); ok && len(u.settings) < maxSettings {
			if x, ok := parseSetting(rest); ok {
				u.settings.add(x)
			}
		}
		return line == protocol.String()+"ok"
	})
	if x, ok := u.settings.find(variantOption); ok {
		id.Variants = x.choices
	}
	return id, u.settings, err
}

// maxSettings bounds the number of options kept per engine.
const maxSettings = 1000

func (u *uci) setVariant(variant string, required bool) error {
	o, err := u.variant(variant, required)
	if err != nil || o.Name == "" {
		return err
	}
	return u.setOption(o)
}

// variant returns the option that chooses a variant; none if the engine has no such
// choice and need not have one.
func (u *uci) variant(variant string, required bool) (Option, error) {
	if _, ok := u.settings.find(variantOption); !ok && !required {
		return Option{}, nil
	}
	return u.settings.check(Option{Name: variantOption, Value: variant})
}

func (u *uci) setOption(o Option) error {
	if o.Button {
		return u.p.send("setoption name %s", o.Name)
	}
	return u.p.send("setoption name %s value %s", o.Name, o.Value)
}

func (u *uci) sync(ctx context.Context) error {
	if err := u.p.send("isready"); err != nil {
		return err
	}
	return u.p.until(ctx, u.wait.Ready, func(line string) bool { return line == "readyok" })
}

func (u *uci) newGame(ctx context.Context) error {
	if err := u.p.send("ucinewgame"); err != nil {
		return err
	}
	return u.sync(ctx)
}

func (u *uci) ask(ctx context.Context, q question) error {
	position := "startpos"
	if q.custom {
		position = "fen " + q.fen
	}
	return u.think(ctx, position, q, uciLimits(q))
}

// think sends a position with the moves since, makes sure that no earlier
// answer is on its way, and lets the engine think within limits.
func (u *uci) think(ctx context.Context, position string, q question, limits string) error {
	if len(q.moves) > 0 {
		position += " moves " + strings.Join(q.moves, " ")
	}
	if err := u.p.send("position %s", position); err != nil {
		return err
	}
	if err := u.sync(ctx); err != nil {
		return err
	}
	return u.p.send("go%s", limits)
}

// uciLimits returns limits in the words of UCI, each after a blank.
func uciLimits(q question) string {
	var b strings.Builder
	if c := q.clocks; c != nil {
		fmt.Fprintf(&b, " wtime %d btime %d winc %d binc %d",
			milliseconds(c[games.First].Time), milliseconds(c[games.Second].Time),
			c[games.First].Inc.Milliseconds(), c[games.Second].Inc.Milliseconds())
		if n := movesToGo(q); n > 0 {
			fmt.Fprintf(&b, " movestogo %d", n)
		}
	}
	if t := q.limits.MoveTime; t > 0 {
		fmt.Fprintf(&b, " movetime %d", milliseconds(t))
	}
	b.WriteString(effortLimits(q.limits))
	return b.String()
}

// effortLimits returns the limits that UCI and UCCI have in common.
func effortLimits(lim search.Limits) string {
	var b strings.Builder
	if lim.Depth > 0 {
		fmt.Fprintf(&b, " depth %d", lim.Depth)
	}
	if n := max(lim.Nodes, lim.SoftNodes); n > 0 {
		fmt.Fprintf(&b, " nodes %d", n)
	}
	return b.String()
}

// milliseconds returns what is left, at least 1: engines take 0 for no limit.
func milliseconds(t time.Duration) int64 { return max(t.Milliseconds(), 1) }

// movesToGo returns the moves to the next time control, 0 if there is none.
func movesToGo(q question) int {
	if q.limits.Clock == nil {
		return 0
	}
	return q.limits.Clock.MovesToGo
}

func (u *uci) hear(line string, c *eval.Choice) (answer, bool) {
	words := strings.Fields(line)
	if len(words) == 0 {
		return answer{}, false
	}
	switch words[0] {
	case "info":
		readInfo(line[len("info"):], c)
	case "bestmove":
		if len(words) == 1 {
			return answer{}, true // no move is an illegal one
		}
		return answer{move: words[1]}, true
	}
	return answer{}, false
}

func (u *uci) hurry() string { return "stop" }

func (u *uci) reusable() bool { return true }

func (u *uci) describes() bool { return false }
