// Package gametest is the conformance suite that every game passes: what
// games.Position promises, checked on the positions of random games. A game's
// own tests call Run once and then need to test only its rules.
//
// The suite holds fast paths against slow ones: deltas against features
// computed anew, Unmake against the position before, keys against those of a
// parsed FEN. It cannot know the rules; perft and an arbiter do.
package gametest

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"apprentice/games"
)

// Options adapt the suite to a game. The zero value is usable.
type Options struct {
	Seed      uint64
	Games     int      // random games from each start position; 0 means 12
	MaxPlies  int      // of a random game; 0 means 160
	Positions []string // FENs of further start positions, such as those of a perft suite

	// Flip returns the same position with the colours exchanged: what First
	// had is Second's, the board turned round, the other side to move. nil
	// leaves out the check that both sides are treated alike.
	Flip func(games.Position) games.Position
}

// Run checks g, each promise in a subtest of its own. Under -short it plays a
// quarter of the games.
func Run(t *testing.T, g games.Game, opts Options) {
	t.Helper()
	if testing.Short() {
		opts.Games = max(1, opts.withDefaults().Games/4)
	}
	for _, c := range checks() {
		t.Run(c.name, func(t *testing.T) {
			if err := c.check(g, opts.withDefaults()); err != nil {
				t.Errorf("%s, seed %d: %v", g.Name(), opts.Seed, err)
			}
		})
	}
	t.Run("NoAllocation", func(t *testing.T) { noAllocation(t, g, opts.withDefaults()) })
}

func (o Options) withDefaults() Options {
	if o.Games == 0 {
		o.Games = 12
	}
	if o.MaxPlies == 0 {
		o.MaxPlies = 160
	}
	return o
}

// A check looks at the positions of a game and returns the first breach of one
// promise.
type check struct {
	name  string
	check func(games.Game, Options) error
}

func checks() []check {
	return []check{
		{"Constants", constants},
		{"Sizes", sizesFit},
		{"FEN", everyPosition(fenRoundTrip)},
		{"Moves", everyPosition(movesPartition)},
		{"Legal", legalAgrees},
		{"Notation", everyPosition(notationParsesBack)},
		{"Text", everyPosition(textsFitFiles)},
		{"PGN", tagsFitFiles},
		{"Styles", everyPosition(someOf(stylesParseBack))},
		{"Unmake", everyPosition(unmakeRestores)},
		{"Delta", everyPosition(deltaIsDifference)},
		{"InputSets", everyPosition(inputSetsFollow)},
		{"Pass", everyPosition(passChangesKey)},
		{"Check", everyPosition(ignoredCheckLoses)},
		{"Search", twoPliesAreShort},
		{"Key", keysTellApart},
		{"Hints", everyPosition(hintsInRange)},
		{"Slots", sidesShareNoSlot},
		{"Foreseer", keysAreForeseen},
		{"Outcome", everyPosition(outcomeAgrees)},
		{"Clone", clonesAreIndependent},
		{"Flip", coloursAreAlike},
	}
}

// everyPosition applies a check to all positions of the random games.
func everyPosition(check func(games.Game, games.Position) error) func(games.Game, Options) error {
	return func(g games.Game, o Options) error {
		for pos, err := range positions(g, o) {
			if err != nil {
				return err
			}
			if err := check(g, pos); err != nil {
				return fmt.Errorf("%s: %w", pos.FEN(), err)
			}
		}
		return nil
	}
}

// someOf applies a slow check to one position in eight.
func someOf(check func(games.Game, games.Position) error) func(games.Game, games.Position) error {
	return func(g games.Game, pos games.Position) error {
		if pos.Key()%8 != 0 {
			return nil
		}
		return check(g, pos)
	}
}

// rng returns the suite's source of randomness, the same for every check.
func (o Options) rng() *rand.Rand { return rand.New(rand.NewPCG(o.Seed, 0)) }
