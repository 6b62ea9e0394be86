package gametest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"unicode/utf8"

	"apprentice/games"
)

// fenRoundTrip checks that a parsed FEN is the same position, less its
// history, and the same key, though that was kept move by move.
func fenRoundTrip(g games.Game, pos games.Position) error {
	parsed, err := g.ParseFEN(pos.FEN())
	if err != nil {
		return err
	}
	want, got := snap(pos), snap(parsed)
	if byHistory(want.outcome.Reason) {
		got.outcome = want.outcome // a FEN has none
	}
	if err := want.differs(got); err != nil {
		return fmt.Errorf("parsed back: %w", err)
	}
	return boardIsBoard(pos)
}

// byHistory reports whether a game that ends for this reason ends by moves that
// its last position does not show.
func byHistory(r games.Reason) bool {
	return r == games.Repetition || r == games.PerpetualCheck || r == games.PerpetualChase
}

// boardIsBoard checks that the picture has squares, all rows the same number.
func boardIsBoard(pos games.Position) error {
	board := pos.Board()
	if len(board) == 0 {
		return errors.New("the board has no rows")
	}
	for _, row := range board {
		if n, want := utf8.RuneCountInString(row), utf8.RuneCountInString(board[0]); n != want || n == 0 {
			return fmt.Errorf("a row of Board has %d squares, the first one %d", n, want)
		}
	}
	return nil
}

// outcomeAgrees checks Outcome against Ended and the moves.
func outcomeAgrees(_ games.Game, pos games.Position) error {
	o, ended := pos.Outcome(), pos.Ended(0)
	switch {
	case ended.Over() && o != ended:
		return fmt.Errorf("the outcome is %v, but Ended(0) %v", o, ended)
	case o.Over() && (o.Reason == games.NoReason || o.Reason >= games.RuleReasons):
		return fmt.Errorf("the outcome is %s for reason %q", o.Result, o.Reason)
	case !o.Over() && o.Reason != games.NoReason:
		return fmt.Errorf("the game continues, but has reason %q", o.Reason)
	case !o.Over() && len(pos.Moves(nil, games.AllMoves)) == 0:
		return errors.New("the game is not over, but there is no legal move")
	case o.Over() && !ended.Over() && len(pos.Moves(nil, games.AllMoves)) != 0:
		return fmt.Errorf("the game has ended by %s with legal moves left, and Ended does not say so", o.Reason)
	}
	return nil
}

// keysTellApart checks that positions which share a key look alike.
func keysTellApart(g games.Game, o Options) error {
	type look struct {
		side     games.Side
		features string
		fen      string
	}
	seen := make(map[uint64]look)
	for pos, err := range positions(g, o) {
		if err != nil {
			return err
		}
		now := look{pos.Side(), fmt.Sprint(features(pos)), pos.FEN()}
		was, ok := seen[pos.Key()]
		if ok && (was.side != now.side || was.features != now.features) {
			return fmt.Errorf("%q and %q share the key %#x", was.fen, now.fen, pos.Key())
		}
		seen[pos.Key()] = now
	}
	return nil
}

// clonesAreIndependent checks that a clone has the history too and that
// neither of the two sees what the other plays.
func clonesAreIndependent(g games.Game, o Options) error {
	rng := o.rng()
	for range o.Games {
		pos := g.Start()
		start := snap(pos)
		line := randomMoves(pos, rng, o.MaxPlies/2)
		before := snap(pos)
		clone := pos.Clone()
		if err := before.differs(snap(clone)); err != nil {
			return fmt.Errorf("clone of %s: %w", before.fen, err)
		}
		more := randomMoves(clone, rng, 8)
		if err := before.differs(snap(pos)); err != nil {
			return fmt.Errorf("moves of a clone of %s reach it: %w", before.fen, err)
		}
		there := snap(clone)
		for range line {
			pos.Unmake()
		}
		randomMoves(pos, rng, 8)
		if err := there.differs(snap(clone)); err != nil {
			return fmt.Errorf("a clone of %s sees its moves: %w", before.fen, err)
		}
		for range len(line) + len(more) {
			clone.Unmake()
		}
		if err := start.differs(snap(clone)); err != nil {
			return fmt.Errorf("clone of %s, all taken back: %w", before.fen, err)
		}
	}
	return nil
}

// coloursAreAlike checks a position against its colour flip: features of
// swapped views, moves, outcome and material for the side to move.
func coloursAreAlike(g games.Game, o Options) error {
	if o.Flip == nil {
		return nil
	}
	return everyPosition(func(_ games.Game, pos games.Position) error {
		flipped := o.Flip(pos)
		if flipped == nil {
			return errors.New("cannot be flipped")
		}
		a, b := snap(pos), snap(flipped)
		switch {
		case a.side == b.side:
			return fmt.Errorf("flipped to %s: the same side is to move", b.fen)
		case !slices.Equal(a.features[0], b.features[1]) || !slices.Equal(a.features[1], b.features[0]):
			return fmt.Errorf("flipped to %s: features %v became %v", b.fen, a.features, b.features)
		case len(a.moves) != len(b.moves):
			return fmt.Errorf("flipped to %s: %d moves became %d", b.fen, len(a.moves), len(b.moves))
		case a.outcome != b.outcome && !byHistory(a.outcome.Reason):
			return fmt.Errorf("flipped to %s: outcome %v became %v", b.fen, a.outcome, b.outcome)
		case a.material != b.material || a.inCheck != b.inCheck:
			return fmt.Errorf("flipped to %s: material %d and check %v became %d and %v",
				b.fen, a.material, a.inCheck, b.material, b.inCheck)
		}
		return nil
	})(g, o)
}

// noAllocation checks that what a search calls at every node allocates
// nothing.
func noAllocation(t *testing.T, g games.Game, o Options) {
	pos := RandomPosition(g, o.rng(), 6)
	buf := make([]games.Move, 0, games.MaxMoves)
	active := make([]games.Feature, 0, g.MaxActive())
	var d games.Delta
	allocs := testing.AllocsPerRun(100, func() {
		pos.Ended(1)
		for _, m := range pos.Moves(buf[:0], games.AllMoves) {
			pos.Legal(m)
			pos.Gain(m)
			pos.SEE(m, 0)
			pos.Slot(m)
			pos.Make(m, &d)
			pos.InCheck()
			pos.Key()
			pos.Features(games.Second, active[:0])
			pos.Unmake()
		}
	})
	if allocs != 0 {
		t.Errorf("%s, seed %d, %s: a node allocates %v times", g.Name(), o.Seed, pos.FEN(), allocs)
	}
}
