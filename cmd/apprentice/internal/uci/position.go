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
	setup, moves := args, []string(nil)
	if i := slices.Index(args, "moves"); i >= 0 {
		setup, moves = args[:i], args[i+1:]
	}
	e.banned = nil
	pos, err := setUp(e.rules, setup)
	if err != nil {
		return e.refuse(err)
	}
	played := make([]games.Move, len(moves))
	for i, word := range moves {
		if played[i], err = e.read(pos, word); err != nil {
			return e.refuse(fmt.Errorf("position: %w", err))
		}
		pos.Make(played[i], nil)
	}
	e.setup, e.played, e.pos, e.refused = setup, played, pos, nil
	return nil
}

// refuse leaves no position, for the reason of err, which it returns.
func (e *Engine) refuse(err error) error {
	e.setup, e.played, e.pos, e.refused = nil, nil, e.rules.Start(), err
	return err
}

// setUp returns the position of rules that the words after position describe, up
// to the moves. Castling rights that cannot be are left out, as other engines do.
func setUp(rules games.Game, words []string) (games.Position, error) {
	switch {
	case len(words) > 1 && words[0] == "startpos":
		return nil, fmt.Errorf("position: want moves after startpos, not %q", words[1])
	case len(words) > 0 && words[0] == "startpos":
		return rules.Start(), nil
	case len(words) > 1 && words[0] == "fen":
		return games.ReadFEN(rules, strings.Join(words[1:], " "))
	}
	return nil, errors.New("position: want startpos or fen")
}

// read returns the move of pos that a word after moves stands for.
func (e *Engine) read(pos games.Position, word string) (games.Move, error) {
	if word != nullMove {
		return e.style.parseMove(pos, word)
	}
	if pos.InCheck() || pos.Outcome().Over() {
		return games.NoMove, fmt.Errorf("%s passes in check or after the end", nullMove)
	}
	return games.NoMove, nil
}

// playBy chooses other rules for the position that there is: the game itself or
// a variant of it, which have the same moves. Where the position cannot be one of
// theirs, there is none any more. One that was refused stays so.
func (e *Engine) playBy(rules games.Game) error {
	before := e.rules
	e.rules = rules
	if e.refused != nil {
		return nil
	}
	pos, err := carryOver(before, rules, e.setup, e.played)
	if err != nil {
		e.banned = nil
		return e.refuse(fmt.Errorf("the position is not one of %s: %w", rules.Name(), err))
	}
	e.pos = pos
	return nil
}

// carryOver returns the position of other rules that a setup and moves lead to,
// which were read by those before. What the setup allows by its text under the
// new rules counts, such as castling with a rook in the middle; what it allowed
// before must be possible.
func carryOver(before, rules games.Game, setup []string, moves []games.Move) (games.Position, error) {
	was, err := setUp(before, setup)
	if err != nil {
		return nil, err
	}
	if _, err := rules.ParseFEN(was.FEN()); err != nil {
		return nil, err
	}
	pos, err := setUp(rules, setup)
	if err != nil {
		return nil, err
	}
	for _, m := range moves {
		if m != games.NoMove && !pos.Legal(m) {
			return nil, fmt.Errorf("there is no move %s", was.FormatMove(m))
		}
		was.Make(m, nil)
		pos.Make(m, nil)
	}
	return pos, nil
}

// nullMove is a pass, and where a move is asked for that there is none.
const nullMove = "0000"

// hasPosition reports whether there is a position, and says why where the last
// one was refused.
func (e *Engine) hasPosition() bool {
	if e.refused == nil {
		return true
	}
	e.out.printf("info string there is no position: the last one was refused: %s", inOneLine(e.refused))
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
