package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"apprentice/eval"
)

// ucci is a conversation in UCCI 3.0. It differs from UCI in how options are
// set, in the words of time and in that an engine may give up.
type ucci struct{ uci }

// Options of UCCI that have a meaning of their own.
const (
	millisecondOption = "usemillisec"
	newGameOption     = "newgame"
	clearOption       = "clearhash"
)

func (u *ucci) introduce(ctx context.Context) (Identity, settings, error) {
	id, declared, err := u.open(ctx, UCCI)
	if err != nil {
		return id, declared, err
	}
	// Times are sent in milliseconds. Engines that can also count in seconds must
	// be told.
	if x, ok := declared.find(millisecondOption); ok {
		err = u.setOption(Option{Name: x.name, Value: "true"})
	}
	return id, declared, err
}

func (u *ucci) setVariant(variant string, required bool) error {
	o, err := u.variant(variant, required)
	if err != nil || o.Name == "" {
		return err
	}
	return u.setOption(o)
}

func (u *ucci) setOption(o Option) error {
	if o.Button {
		return u.p.send("setoption %s", o.Name)
	}
	return u.p.send("setoption %s %s", o.Name, o.Value)
}

// newGame presses the button for a new game. Engines without one are told to clear
// their tables.
func (u *ucci) newGame(ctx context.Context) error {
	for _, name := range []string{newGameOption, clearOption, "Clear_Hash", "Clear Hash"} {
		if x, ok := u.settings.find(name); ok && x.kind == kindButton {
			if err := u.setOption(Option{Name: x.name, Button: true}); err != nil {
				return err
			}
			break
		}
	}
	return u.sync(ctx)
}

// ask always sends a FEN: "startpos" is younger than many engines.
func (u *ucci) ask(ctx context.Context, q question) error {
	return u.think(ctx, "fen "+q.fen, q, ucciLimits(q))
}

// ucciLimits returns limits in the words of UCCI, each after a blank. The time for
// a move is sent as a clock for one move.
func ucciLimits(q question) string {
	effort := effortLimits(q.limits)
	switch c := q.clocks; {
	case c != nil:
		us, them := c[q.side], c[q.side.Other()]
		pace := fmt.Sprintf("increment %d", us.Inc.Milliseconds())
		if n := movesToGo(q); n > 0 {
			pace = fmt.Sprintf("movestogo %d", n)
		}
		return fmt.Sprintf(" time %d %s opptime %d oppincrement %d", milliseconds(us.Time), pace,
			milliseconds(them.Time), them.Inc.Milliseconds()) + effort
	case q.limits.MoveTime > 0:
		return fmt.Sprintf(" time %d movestogo 1", milliseconds(q.limits.MoveTime)) + effort
	}
	return effort
}

func (u *ucci) hear(line string, c *eval.Choice) (answer, bool) {
	words := strings.Fields(line)
	if len(words) > 0 && words[0] == "nobestmove" {
		return answer{resigned: true}, true
	}
	a, ok := u.uci.hear(line, c)
	if ok && slices.Contains(words, "resign") {
		a.resigned = true
	}
	return a, ok
}
