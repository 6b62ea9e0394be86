package gametest

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"apprentice/games"
)

// maxSlots bounds the tables that a search indexes by slot.
const maxSlots = 1 << 20

// constants checks what a game says about itself, and that invalid text is not a
// position.
func constants(g games.Game, _ Options) error {
	outside := func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }
	switch {
	case g.Name() == "" || strings.ContainsFunc(g.Name(), outside):
		return fmt.Errorf("Name() is %q; want small letters and digits only", g.Name())
	case g.InputSet() == "":
		return errors.New("InputSet is empty; name the features and their numbering, as in \"piece-square/1\"")
	case g.NumFeatures() < 1 || g.NumFeatures() > math.MaxUint16+1:
		return fmt.Errorf("NumFeatures is %d; want 1 to %d", g.NumFeatures(), math.MaxUint16+1)
	case g.MaxActive() < 1 || g.MaxActive() > g.NumFeatures():
		return fmt.Errorf("MaxActive is %d; want 1 to NumFeatures, which is %d", g.MaxActive(), g.NumFeatures())
	case g.NumSlots() < 1 || g.NumSlots() > maxSlots:
		return fmt.Errorf("NumSlots is %d; want 1 to %d", g.NumSlots(), maxSlots)
	case g.TypicalPlies() < 1:
		return fmt.Errorf("TypicalPlies is %d; want 1 or more", g.TypicalPlies())
	}
	if err := checkInputSets(g); err != nil {
		return err
	}
	if err := checkMirror(g); err != nil {
		return err
	}
	if pos := g.Start(); pos.Side() != games.First || pos.Outcome().Over() {
		return errors.New("in the start position First is not to move, or the game is over")
	}
	for _, fen := range []string{"", " ", "/", "////////// w", "\x00", "x x x x x x", "99999999999999999999 w - - 0 1"} {
		if pos, err := g.ParseFEN(fen); err == nil {
			return fmt.Errorf("ParseFEN(%q) gives %q and no error", fen, pos.FEN())
		} else if pos != nil {
			return fmt.Errorf("ParseFEN(%q) gives a position with its error; return nil itself, not a nil *Position", fen)
		}
	}
	return nil
}

// Bounds of the typical length of a game, as factors of how long random games
// last. Random players overlook wins and wander about, so their games are often
// longer than those of anybody else; in a game of lines they are shorter.
const (
	shortestShare = 1.0 / 8
	longestShare  = 4
	sizeGames     = 40
)

// sizesFit holds TypicalPlies and MaxActive against random games.
func sizesFit(g games.Game, o Options) error {
	typical := g.TypicalPlies()
	limit := int(float64(typical)/shortestShare) + 1
	rng := o.rng()
	sum, ended, most := 0, 0, 0
	for range sizeGames {
		pos := g.Start()
		for n := 0; n < limit && !pos.Outcome().Over(); n++ {
			if len(pos.Moves(nil, games.AllMoves)) == 0 {
				return fmt.Errorf("%s: no legal move, but the game is not over", pos.FEN())
			}
			pos.Make(randomMove(pos, rng), nil)
			most = max(most, len(pos.Features(games.First, nil)))
			sum++
		}
		if pos.Outcome().Over() {
			ended++
		}
	}
	mean := float64(sum) / sizeGames
	switch {
	case ended == 0:
		return fmt.Errorf("none of %d random games ends within %d plies, %.0f times TypicalPlies: the rules need a limit, or TypicalPlies is too small",
			sizeGames, limit, 1/shortestShare)
	case float64(typical) < shortestShare*mean || float64(typical) > longestShare*mean:
		return fmt.Errorf("TypicalPlies is %d, but random games last %.0f plies; want %.0f to %.0f",
			typical, mean, math.Ceil(shortestShare*mean), longestShare*mean)
	case 2*most < g.MaxActive():
		return fmt.Errorf("MaxActive is %d, but no position of %d random games has more than %d active features: the network tells phases of the game apart by their share of MaxActive",
			g.MaxActive(), sizeGames, most)
	}
	return nil
}
