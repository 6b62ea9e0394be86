package uci

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"apprentice/games"
)

// position sets up a position and plays the moves that led on from it. After an
// error there is no position at all: who asked for one must not get a move of
// another. A pass among the moves is 0000.
func (e *Engine) position(args []string) error {
	e.pos, e.banned, e.refused = e.rules.Start(), nil, nil
	pos, err := e.setUp(args)
	if err != nil {
		e.refused = err
		return err
	}
	e.pos = pos
	return nil
}

// setUp returns the position that the words after position describe. Castling
// rights that cannot be are left out, as other engines do.
func (e *Engine) setUp(args []string) (pos games.Position, err error) {
	setup, moves := args, []string(nil)
	if i := slices.Index(args, "moves"); i >= 0 {
		setup, moves = args[:i], args[i+1:]
	}
	switch {
	case len(setup) > 1 && setup[0] == "startpos":
		return nil, fmt.Errorf("position: want moves after startpos, not %q", setup[1])
	case len(setup) > 0 && setup[0] == "startpos":
		pos = e.rules.Start()
	case len(setup) > 1 && setup[0] == "fen":
		if pos, err = games.ReadFEN(e.rules, strings.Join(setup[1:], " ")); err != nil {
			return nil, err
		}
	default:
		return nil, errors.New("position: want startpos or fen")
	}
	for _, word := range moves {
		if word == nullMove {
			if pos.InCheck() || pos.Outcome().Over() {
				return nil, fmt.Errorf("position: %s passes in check or after the end", nullMove)
			}
			pos.Make(games.NoMove, nil)
			continue
		}
		m, err := e.style.parseMove(pos, word)
		if err != nil {
			return nil, fmt.Errorf("position: %w", err)
		}
		pos.Make(m, nil)
	}
	return pos, nil
}

// nullMove is a pass, and where a move is asked for that there is none.
const nullMove = "0000"

// hasPosition reports whether there is a position, and complains where the last
// one was refused.
func (e *Engine) hasPosition() bool {
	if e.refused == nil {
		return true
	}
	e.out.printf("info string there is no position: the last one was refused")
	return false
}

// ban takes the moves that must not be played in the position, as UCCI has it
// where the rules of a tournament forbid a repetition. They are forgotten with
// the position.
func (e *Engine) ban(args []string) error {
	if !e.hasPosition() {
		return nil
	}
	for _, word := range args {
		m, err := e.style.parseMove(e.pos, word)
		if err != nil {
			return fmt.Errorf("banmoves: %w", err)
		}
		e.banned = append(e.banned, m)
	}
	return nil
}

// display prints the position for a person.
func (e *Engine) display() {
	if !e.hasPosition() {
		return
	}
	for _, row := range e.pos.Board() {
		e.out.printf("%s", row)
	}
	e.out.printf("Fen: %s\nKey: %016X", e.pos.FEN(), e.pos.Key())
}

// eval prints the value of the position without any search.
func (e *Engine) eval() {
	if !e.hasPosition() {
		return
	}
	v := e.network.NewEvaluator(e.rules)
	v.Reset(e.pos)
	e.out.printf("Value: %d for the side to move, before any search", v.Value(e.pos))
}
