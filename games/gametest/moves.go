package gametest

import (
	"errors"
	"fmt"
	"slices"

	"apprentice/games"
)

// movesPartition checks that tactical and quiet moves are all moves, each
// once, and that Gain tells them apart.
func movesPartition(_ games.Game, pos games.Position) error {
	const sentinel = games.Move(0xabcd)
	all := pos.Moves([]games.Move{sentinel}, games.AllMoves)
	if all[0] != sentinel {
		return errors.New("what dst held is overwritten by Moves")
	}
	all = all[1:]
	if len(all) > games.MaxMoves {
		return fmt.Errorf("%d moves, more than games.MaxMoves", len(all))
	}
	if again := pos.Moves(nil, games.AllMoves); !slices.Equal(all, again) {
		return errors.New("two calls of Moves differ in order")
	}
	tactical := pos.Moves(nil, games.TacticalMoves)
	quiet := pos.Moves(nil, games.QuietMoves)
	for _, m := range tactical {
		if pos.Gain(m) <= 0 {
			return fmt.Errorf("tactical move %s has gain %d", pos.FormatMove(m), pos.Gain(m))
		}
	}
	for _, m := range quiet {
		if pos.Gain(m) != 0 {
			return fmt.Errorf("quiet move %s has gain %d", pos.FormatMove(m), pos.Gain(m))
		}
	}
	want := slices.Sorted(slices.Values(all))
	if len(slices.Compact(slices.Clone(want))) != len(want) {
		return errors.New("a move is returned twice by Moves")
	}
	if got := slices.Sorted(slices.Values(append(tactical, quiet...))); !slices.Equal(got, want) {
		return fmt.Errorf("tactical and quiet moves are %d, all moves %d, and not the same", len(got), len(want))
	}
	return nil
}

// legalAgrees checks Legal against Moves for every value of a move, on a
// sample of the positions.
func legalAgrees(g games.Game, o Options) error {
	const oneIn = 17 // not a divisor of the length of any cycle in a game
	n := 0
	for pos, err := range positions(g, o) {
		if err != nil {
			return err
		}
		if n++; n%oneIn != 1 {
			continue
		}
		moves := slices.Sorted(slices.Values(pos.Moves(nil, games.AllMoves)))
		for v := range 1 << 16 {
			_, want := slices.BinarySearch(moves, games.Move(v))
			if got := pos.Legal(games.Move(v)); got != want {
				return fmt.Errorf("%s: Legal(%#04x) = %v; Moves says %v", pos.FEN(), v, got, want)
			}
		}
	}
	return nil
}

// notationParsesBack checks both notations: each parses back, and no two moves
// share one.
func notationParsesBack(_ games.Game, pos games.Position) error {
	forms := []struct {
		name   string
		format func(games.Move) string
	}{{"FormatMove", pos.FormatMove}, {"Describe", pos.Describe}}
	for _, form := range forms {
		seen := make(map[string]games.Move)
		for _, m := range pos.Moves(nil, games.AllMoves) {
			text := form.format(m)
			if other, ok := seen[text]; ok {
				return fmt.Errorf("%s gives %q for both %#04x and %#04x", form.name, text, other, m)
			}
			seen[text] = m
			back, err := pos.ParseMove(text)
			if err != nil {
				return fmt.Errorf("ParseMove of what %s gives: %w", form.name, err)
			}
			if back != m {
				return fmt.Errorf("ParseMove(%q) = %#04x; %s wrote %#04x", text, back, form.name, m)
			}
		}
	}
	for _, nonsense := range []string{"", " ", "-", "@", "zz99zz", "\x00\xff", "♔♔♔♔♔♔♔♔♔♔♔♔"} {
		if m, err := pos.ParseMove(nonsense); err == nil {
			return fmt.Errorf("ParseMove(%q) = %#04x and no error", nonsense, m)
		}
	}
	return nil
}

// hintsInRange checks Slot, and SEE as far as its answer follows from Gain.
func hintsInRange(g games.Game, pos games.Position) error {
	for _, m := range pos.Moves(nil, games.AllMoves) {
		if s := pos.Slot(m); s < 0 || s >= g.NumSlots() {
			return fmt.Errorf("Slot(%s) = %d outside of [0, %d)", pos.FormatMove(m), s, g.NumSlots())
		}
		if most := pos.Gain(m); pos.SEE(m, most+1) {
			return fmt.Errorf("SEE: %s wins more than its gain %d", pos.FormatMove(m), most)
		}
		const everything = 1 << 20
		if !pos.SEE(m, -everything) {
			return fmt.Errorf("SEE: %s loses more than there is", pos.FormatMove(m))
		}
	}
	return nil
}

// sidesShareNoSlot checks that no slot is one of both sides.
func sidesShareNoSlot(g games.Game, o Options) error {
	type owner struct {
		side games.Side
		move string
	}
	owners := make(map[int]owner)
	for pos, err := range positions(g, o) {
		if err != nil {
			return err
		}
		for _, m := range pos.Moves(nil, games.AllMoves) {
			slot, now := pos.Slot(m), owner{pos.Side(), pos.FormatMove(m)}
			if first, ok := owners[slot]; ok && first.side != now.side {
				return fmt.Errorf("%s: Slot(%s) = %d is that of %s for the other side, too", pos.FEN(), now.move, slot, first.move)
			} else if !ok {
				owners[slot] = now
			}
		}
	}
	return nil
}
