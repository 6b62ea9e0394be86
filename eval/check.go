package eval

import (
	"cmp"
	"errors"
	"fmt"

	"apprentice/games"
	"apprentice/games/record"
)

// Checker returns a function that returns an error if a game cannot have been
// played in the tournament: it has another opening or other players, a move is
// illegal, or it ended otherwise or elsewhere than the rules and the conditions
// of the tournament say. What only the players know cannot be checked: that one
// resigned or lost on time, how long a move took.
func (t Tournament) Checker() func(Finished) error {
	t.MaxPlies = cmp.Or(max(t.MaxPlies, 0), DefaultMaxPlies)
	book := newBook(t.Game, t.Options)
	return func(f Finished) error {
		if err := t.checkPlayers(f); err != nil {
			return err
		}
		_, pair := t.PairingOf(f.Game.Index)
		opening, err := book.draw(pair)
		if err != nil {
			return err
		}
		return t.checkMoves(f, opening)
	}
}

// checkPlayers checks who played.
func (t Tournament) checkPlayers(f Finished) error {
	if f.Game.Index >= uint64(t.Games()) {
		return fmt.Errorf("there is no game %d", f.Game.Index+1)
	}
	pairing, _ := t.PairingOf(f.Game.Index)
	first, second := t.Players[t.Pairings[pairing][0]].Name, t.Players[t.Pairings[pairing][1]].Name
	aFirst := f.Game.Index%2 == 0
	if !aFirst {
		first, second = second, first
	}
	result := f.Game.Outcome
	if !aFirst {
		result = record.ForFirst(result, games.Second)
	}
	switch {
	case f.Game.First != first || f.Game.Second != second:
		return fmt.Errorf("%q played %q; it was for %q and %q to play", f.Game.First, f.Game.Second, first, second)
	case f.Game.Seed != t.Seed || f.AFirst != aFirst || f.Result != result.Result:
		return errors.New("it is a game of another match")
	}
	return nil
}

// checkMoves plays the game again.
func (t Tournament) checkMoves(f Finished, o Opening) error {
	if f.Game.Start != o.Start || len(f.Game.Plies) < len(o.Moves) {
		return errors.New("it has another opening")
	}
	for i, m := range o.Moves {
		if f.Game.Plies[i].Move != m {
			return errors.New("it has another opening")
		}
	}
	pos, err := o.position(t.Game)
	if err != nil {
		return err
	}
	g := &game{match: &t, pos: pos, plies: f.Game.Plies[:len(o.Moves)]}
	for i, p := range f.Game.Plies[len(o.Moves):] {
		ply := len(o.Moves) + i + 1
		if g.outcome().Over() {
			return fmt.Errorf("it goes on after its end: ply %d in %s", ply, g.pos.FEN())
		}
		if !g.pos.Legal(p.Move) {
			return fmt.Errorf("%w: ply %d, %#04x in %s", record.ErrIllegalMove, ply, uint16(p.Move), g.pos.FEN())
		}
		g.pos.Make(p.Move, nil)
		g.plies = f.Game.Plies[:ply]
	}
	return g.checkEnd(f.Game.Outcome)
}

// checkEnd checks how the game ended after all of its moves.
func (g *game) checkEnd(got games.Outcome) error {
	want := g.outcome()
	if !want.Over() && got.Reason > games.PlyCap && got.Reason <= games.Aborted && got.Reason != games.Adjudicated {
		want = record.ForFirst(games.Outcome{Result: games.Loss, Reason: got.Reason}, g.pos.Side()) // as the player said
	}
	if got != want || !got.Over() {
		return fmt.Errorf("%w: recorded %s by %s for first, found %s by %s in %s",
			record.ErrOutcome, got.Result, got.Reason, want.Result, want.Reason, g.pos.FEN())
	}
	return nil
}
