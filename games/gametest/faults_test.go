package gametest

import (
	"slices"
	"strings"
	"testing"

	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/tictactoe"
)

// told is tic-tac-toe that says something else about itself.
type told struct {
	tictactoe.Game
	name, inputs                     string
	features, active, slots, typical int
	tags                             games.PGNTags
}

func (g told) Name() string           { return g.name }
func (g told) InputSet() string       { return g.inputs }
func (g told) NumFeatures() int       { return g.features }
func (g told) MaxActive() int         { return g.active }
func (g told) NumSlots() int          { return g.slots }
func (g told) TypicalPlies() int      { return g.typical }
func (g told) PGNTags() games.PGNTags { return g.tags }

// Each wrong number must be found, and named in the error.
func TestWrongNumbersAreFound(t *testing.T) {
	for _, test := range []struct {
		check  string
		change func(*told)
		want   string // in the error; "" for none
	}{
		{"Constants", func(g *told) {}, ""},
		{"Constants", func(g *told) { g.name = "Tic Tac Toe" }, `Name() is "Tic Tac Toe"`},
		{"Constants", func(g *told) { g.inputs = "" }, "InputSet is empty"},
		{"Constants", func(g *told) { g.inputs = "a+b" }, `InputSet is "a+b"`},
		{"Constants", func(g *told) { g.features = 1<<16 + 1 }, "NumFeatures is 65537"},
		{"Constants", func(g *told) { g.active = 19 }, "MaxActive is 19; want 1 to NumFeatures, which is 18"},
		{"Constants", func(g *told) { g.slots = 0 }, "NumSlots is 0"},
		{"Constants", func(g *told) { g.typical = 0 }, "TypicalPlies is 0"},
		{"Sizes", func(g *told) {}, ""},
		{"Sizes", func(g *told) { g.typical = 200 }, "TypicalPlies is 200, but random games last 7 plies; want 1 to 30"},
		{"Sizes", func(g *told) { g.active = 18; g.features = 40; g.typical = 9 }, ""},
		{"Sizes", func(g *told) { g.active = 19; g.features = 40 }, "MaxActive is 19, but no position of 40 random games has more than 9"},
		{"Delta", func(g *told) { g.active = 4 }, "5 active features, more than MaxActive 4"},
		{"Delta", func(g *told) { g.features = 17 }, "feature 17, NumFeatures is 17"},
		{"PGN", func(g *told) {}, ""},
		{"PGN", func(g *told) { g.tags.Game = `"Noughts"` }, "PGNTags.Game"},
		{"PGN", func(g *told) { g.tags.First = "Cross es" }, `PGNTags.First is "Cross es"`},
		{"PGN", func(g *told) { g.tags.First = "black" }, "another meaning"},
	} {
		g := told{name: "tictactoe", inputs: "own-other", features: 18, active: 9, slots: 18, typical: 9}
		test.change(&g)
		expect(t, test.check, g, test.want)
	}
}

// expect runs one check of a game.
func expect(t *testing.T, name string, g games.Game, want string) {
	t.Helper()
	all := checks()
	i := slices.IndexFunc(all, func(c check) bool { return c.name == name })
	err := all[i].check(g, Options{Seed: 1}.withDefaults())
	if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
		t.Errorf("%s: error %v, want one with %q", name, err, want)
	}
}

// Positions with a text or a search that does not fit.
type (
	spaced   struct{ games.Position } // a FEN with two spaces
	wordy    struct{ games.Position } // a coordinate of two words
	numbered struct{ games.Position } // moves are numbers
	braced   struct{ games.Position } // moves stand in braces
	biased   struct{ games.Position } // material as First sees it
	restless struct{ games.Position } // every move is a capture that pays
	immortal struct{ games.Position } // no game ends
)

func (p spaced) FEN() string                   { return strings.Replace(p.Position.FEN(), " ", "  ", 1) }
func (p wordy) FormatMove(m games.Move) string { return "to " + p.Position.FormatMove(m) }
func (p numbered) Describe(m games.Move) string {
	return strings.Map(func(r rune) rune { return r%10 + '0' }, p.Position.Describe(m))
}
func (p braced) Describe(m games.Move) string { return "{" + p.Position.Describe(m) + "}" }
func (p biased) Material() int                { return 3 }
func (p restless) Gain(games.Move) int        { return 1 }
func (p restless) SEE(games.Move, int) bool   { return true }
func (p restless) Moves(dst []games.Move, _ games.Gen) []games.Move {
	return p.Position.Moves(dst, games.AllMoves)
}
func (p immortal) Outcome() games.Outcome  { return games.Outcome{} }
func (p immortal) Ended(int) games.Outcome { return games.Outcome{} }
func (p immortal) Moves(dst []games.Move, _ games.Gen) []games.Move {
	return append(dst, games.NoMove)
}

// brokenChess is chess with one promise broken by wrap.
type brokenChess struct {
	chess.Game
	wrap func(games.Position) games.Position
}

func (b brokenChess) Start() games.Position { return b.wrap(b.Game.Start()) }

func TestWrongTextsAndSearchesAreFound(t *testing.T) {
	for _, test := range []struct {
		check string
		wrap  func(games.Position) games.Position
		want  string
	}{
		{"Text", func(p games.Position) games.Position { return p }, ""},
		{"Text", func(p games.Position) games.Position { return spaced{p} }, "one space between them"},
		{"Text", func(p games.Position) games.Position { return wordy{p} }, `FormatMove() gives "to a1"`},
		{"Text", func(p games.Position) games.Position { return numbered{p} }, "has no letter"},
		{"Text", func(p games.Position) games.Position { return braced{p} }, "Describe() gives \"{a1}\""},
		{"Pass", func(p games.Position) games.Position { return biased{p} }, "Material() is 3, and 3 after a pass"},
		{"Sizes", func(p games.Position) games.Position { return immortal{p} }, "the rules need a limit"},
	} {
		expect(t, test.check, broken{wrap: test.wrap}, test.want)
	}
	expect(t, "Search", chess.Game{}, "")
	expect(t, "Search", brokenChess{wrap: func(p games.Position) games.Position { return restless{p} }}, "two plies and quiescence take 250000 nodes")
}

// renumbering is tic-tac-toe with a further input set.
type renumbering struct {
	tictactoe.Game
	set *games.InputSet
}

func (g renumbering) MoreInputs() []*games.InputSet { return []*games.InputSet{g.set} }

// Faults of further input sets are found. The sound one tells the views with an own
// stone in the centre from the others.
func TestFaultyInputSetsAreFound(t *testing.T) {
	const own, centre = 18, 4
	isCentre := func(f games.Feature) int {
		if f == centre {
			return 1
		}
		return 0
	}
	apart := func(context int, f games.Feature) games.Feature { return f + games.Feature(own*context) }
	for _, test := range []struct {
		check string
		set   *games.InputSet
		want  string
	}{
		{"Constants", games.NewInputSet("centre", own, 2*own, 2, isCentre, apart), ""},
		{"InputSets", games.NewInputSet("centre", own, 2*own, 2, isCentre, apart), ""},
		{"Constants", games.NewInputSet("a+b", own, 2*own, 2, isCentre, apart), `is called "a+b"`},
		{"Constants", games.NewInputSet("small", own, 8, 2, isCentre, apart), "has 8 features"},
		{"InputSets", games.NewInputSet("one", own, 2*own, 1, isCentre, apart), "context 1 for"},
		{"InputSets", games.NewInputSet("few", own, own, 2, isCentre, apart), "of 18"},
		{"InputSets", games.NewInputSet("twice", own, own, 2, isCentre, func(int, games.Feature) games.Feature { return 0 }), "active twice"},
	} {
		expect(t, test.check, renumbering{set: test.set}, test.want)
	}
}

// mirroring is tic-tac-toe with a mirror.
type mirroring struct {
	tictactoe.Game
	mirror func(games.Feature) games.Feature
}

func (g mirroring) Mirror(f games.Feature) games.Feature { return g.mirror(f) }

// A mirror that does not turn features back, or leaves their range, is found.
func TestFaultyMirrorsAreFound(t *testing.T) {
	columns := func(f games.Feature) games.Feature { return f/3*3 + 2 - f%3 }
	for _, test := range []struct {
		mirror func(games.Feature) games.Feature
		want   string
	}{
		{columns, ""},
		{func(f games.Feature) games.Feature { return (f + 1) % 18 }, "in the mirror feature 0 is 1"},
		{func(f games.Feature) games.Feature { return f + 18 }, "feature 0 is 18, of 18"},
	} {
		expect(t, "Constants", mirroring{mirror: test.mirror}, test.want)
	}
}
