package gametest

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"apprentice/games"
	"apprentice/games/tictactoe"
)

// broken is tic-tac-toe with one promise broken by wrap.
type broken struct {
	tictactoe.Game
	wrap func(games.Position) games.Position
}

func (b broken) Start() games.Position { return b.wrap(b.Game.Start()) }

func (b broken) ParseFEN(fen string) (games.Position, error) {
	p, err := b.Game.ParseFEN(fen)
	if err != nil {
		return nil, err
	}
	return b.wrap(p), nil
}

// Positions with a fault each.
type (
	keepsSide    struct{ games.Position } // key without the side to move
	wrongDelta   struct{ games.Position } // delta without a feature
	oneView      struct{ games.Position } // both views see the board as First does
	greedy       struct{ games.Position } // every value is legal
	mute         struct{ games.Position } // all moves have one name
	deaf         struct{ games.Position } // accepts any text
	gains        struct{ games.Position } // quiet moves have a gain
	wideSlot     struct{ games.Position }
	sharedSlot   struct{ games.Position } // one slot for both sides
	blind        struct{ games.Position } // foresees that nothing changes
	endless      struct{ games.Position } // no outcome ever
	unreasonable struct{ games.Position } // outcome without a reason
	shared       struct{ games.Position } // the clone is the position
	sticky       struct{ games.Position } // Unmake forgets to give the turn back
	forgetful    struct{ games.Position } // FEN without the stones
	barred       struct{ games.Position } // does not pass in check
	alarmed      struct{ games.Position } // a check where nothing threatens
)

func (p keepsSide) Key() uint64 {
	if p.Side() == games.First {
		return p.Position.Key()
	}
	p.Make(games.NoMove, nil)
	defer p.Unmake()
	return p.Position.Key()
}

func (p wrongDelta) Make(m games.Move, d *games.Delta) {
	p.Position.Make(m, d)
	if d != nil {
		d.NumAdded = 0
	}
}

func (p oneView) Features(_ games.Side, dst []games.Feature) []games.Feature {
	return p.Position.Features(games.First, dst)
}
func (p greedy) Legal(games.Move) bool     { return true }
func (p mute) Describe(games.Move) string  { return "a1" }
func (p gains) Gain(games.Move) int        { return 1 }
func (p wideSlot) Slot(games.Move) int     { return 18 }
func (p sharedSlot) Slot(games.Move) int   { return 17 }
func (p blind) KeyAfter(games.Move) uint64 { return p.Key() }
func (p endless) Outcome() games.Outcome   { return games.Outcome{} }
func (p endless) Ended(int) games.Outcome  { return games.Outcome{} }
func (p shared) Clone() games.Position     { return p }
func (p forgetful) FEN() string            { return tictactoe.Game{}.Start().FEN() }
func (p unreasonable) Outcome() games.Outcome {
	return games.Outcome{Result: p.Position.Outcome().Result}
}

func (p deaf) ParseMove(s string) (games.Move, error) {
	if m, err := p.Position.ParseMove(s); err == nil {
		return m, nil
	}
	return 1, nil
}

func (p alarmed) InCheck() bool { return !p.Outcome().Over() }

func (p barred) Make(m games.Move, d *games.Delta) {
	if m != games.NoMove || !p.InCheck() {
		p.Position.Make(m, d)
	}
}

func (p sticky) Unmake() {
	p.Position.Unmake()
	p.Position.Make(games.NoMove, nil)
}

// Each fault must be found by the check whose business it is.
func TestFaultsAreFound(t *testing.T) {
	for _, test := range []struct {
		check string
		wrap  func(games.Position) games.Position
	}{
		{"Pass", func(p games.Position) games.Position { return keepsSide{p} }},
		{"Pass", func(p games.Position) games.Position { return barred{p} }},
		{"Check", func(p games.Position) games.Position { return alarmed{p} }},
		{"Delta", func(p games.Position) games.Position { return wrongDelta{p} }},
		{"Delta", func(p games.Position) games.Position { return oneView{p} }},
		{"Flip", func(p games.Position) games.Position { return oneView{p} }},
		{"Legal", func(p games.Position) games.Position { return greedy{p} }},
		{"Notation", func(p games.Position) games.Position { return mute{p} }},
		{"Notation", func(p games.Position) games.Position { return deaf{p} }},
		{"Moves", func(p games.Position) games.Position { return gains{p} }},
		{"Hints", func(p games.Position) games.Position { return wideSlot{p} }},
		{"Slots", func(p games.Position) games.Position { return sharedSlot{p} }},
		{"Foreseer", func(p games.Position) games.Position { return blind{p} }},
		{"Outcome", func(p games.Position) games.Position { return endless{p} }},
		{"Outcome", func(p games.Position) games.Position { return unreasonable{p} }},
		{"Clone", func(p games.Position) games.Position { return shared{p} }},
		{"Unmake", func(p games.Position) games.Position { return sticky{p} }},
		{"FEN", func(p games.Position) games.Position { return forgetful{p} }},
	} {
		g := broken{wrap: test.wrap}
		opts := Options{Seed: 1, Flip: func(p games.Position) games.Position {
			return test.wrap(flipped(p))
		}}.withDefaults()
		all := checks()
		i := slices.IndexFunc(all, func(c check) bool { return c.name == test.check })
		if err := all[i].check(g, opts); err == nil {
			t.Errorf("%s finds no fault in %T", test.check, g.Start())
		}
	}
}

// flipped returns the position with the colours exchanged: stones and the
// letter of the side to move alike, whose case does not matter.
func flipped(p games.Position) games.Position {
	swap := strings.NewReplacer("X", "o", "o", "X", "x", "o")
	q, err := tictactoe.Game{}.ParseFEN(swap.Replace(p.FEN()))
	if err != nil {
		panic(err)
	}
	return q
}

func TestRandomGames(t *testing.T) {
	g := tictactoe.Game{}
	a := RandomGame(g, rand.New(rand.NewPCG(1, 2)), 9)
	b := RandomGame(g, rand.New(rand.NewPCG(1, 2)), 9)
	if !slices.Equal(a, b) {
		t.Errorf("the same seed gives %v and %v", a, b)
	}
	if short := RandomGame(g, rand.New(rand.NewPCG(1, 2)), 3); !slices.Equal(short, a[:3]) {
		t.Errorf("three plies are %v; the game begins %v", short, a[:3])
	}
	pos := RandomPosition(g, rand.New(rand.NewPCG(1, 2)), 3)
	for range 3 {
		pos.Unmake()
	}
	if pos.FEN() != g.Start().FEN() {
		t.Errorf("three plies taken back lead to %s", pos.FEN())
	}
}
