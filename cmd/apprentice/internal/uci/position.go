package uci

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"apprentice/games"
)

// position sets up a position and plays the moves that led on from it. On an
// error the position stays as it was.
func (e *Engine) position(args []string) error {
	setup, moves := args, []string(nil)
	if i := slices.Index(args, "moves"); i >= 0 {
		setup, moves = args[:i], args[i+1:]
	}
	var pos games.Position
	var err error
	switch {
	case len(setup) > 0 && setup[0] == "startpos":
		pos = e.rules.Start()
	case len(setup) > 1 && setup[0] == "fen":
		if pos, err = e.rules.ParseFEN(strings.Join(setup[1:], " ")); err != nil {
			return err
		}
	default:
		return errors.New("position: want startpos or fen")
	}
	for _, word := range moves {
		m, err := e.style.parseMove(pos, word)
		if err != nil {
			return fmt.Errorf("position: %w", err)
		}
		pos.Make(m, nil)
	}
	e.pos, e.banned = pos, nil
	return nil
}

// ban takes the moves that must not be played in the position, as UCCI has it
// where the rules of a tournament forbid a repetition. They are forgotten with
// the position.
func (e *Engine) ban(args []string) error {
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
	for _, row := range e.pos.Board() {
		e.out.printf("%s", row)
	}
	e.out.printf("Fen: %s\nKey: %016X", e.pos.FEN(), e.pos.Key())
}

// eval prints the value of the position without any search.
func (e *Engine) eval() {
	v := e.network.NewEvaluator()
	v.Reset(e.pos)
	e.out.printf("Value: %d for the side to move, before any search", v.Value(e.pos))
}
