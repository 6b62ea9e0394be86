package xiangqi

import (
	"cmp"
	"strings"
	"testing"

	"apprentice/games"
	"apprentice/games/gametest"
)

const (
	repetitionSuite      = "../../../shared/suites/xiangqi-repetition.csv"
	repetitionBasicSuite = "../../../shared/suites/xiangqi-repetition-basic.csv"
)

// TestRepetitionSuites plays the games of the suites and compares how they
// end.
func TestRepetitionSuites(t *testing.T) {
	suites := []struct {
		path, moves string
		style       Style
	}{
		{repetitionSuite, "moves_rank1to10", CoordinatesFromOne},
		{repetitionBasicSuite, "moves_rank0to9", Coordinates},
	}
	for _, suite := range suites {
		for _, row := range readCSV(t, suite.path) {
			fen := row["fen"]
			if fen == "startpos" {
				fen = startFEN
			}
			p := mustParse(t, fen)
			for text := range strings.FieldsSeq(row[suite.moves]) {
				if p.Outcome().Over() {
					t.Errorf("%s: %s ends before %s", row["id"], p.FEN(), text)
				}
				m, err := p.ParseMoveIn(text, suite.style)
				if err != nil {
					t.Fatalf("%s: %v", row["id"], err)
				}
				p.Make(m, nil)
			}
			want := row["expected_result"]
			got := resultName(p)
			if strings.HasPrefix(want, "(undecided") {
				if got == "ongoing" {
					t.Errorf("%s (%s): goes on", row["id"], row["comment"])
				}
				continue
			}
			if got != want {
				t.Errorf("%s (%s): %s, want %s; %s", row["id"], row["comment"], got, want, p.FEN())
			}
		}
	}
}

// resultName returns how p has ended, in the words of the suites.
func resultName(p *Position) string {
	o := p.Outcome()
	if winner, ok := o.Winner(p.Side()); ok {
		return cmp.Or(colourNames[winner], "nobody") + "_wins"
	}
	if o.Result == games.Draw {
		return "draw"
	}
	return "ongoing"
}

// cycle is a line that repeats a position, with ranks 0 to 9, and what it comes
// to when it is played twice, for the side that begins.
type cycle struct {
	name, fen, moves string
	want             games.Outcome
}

var cycles = []cycle{
	{"nobody attacks anything", startFEN, "b0c2 b9c7 c2b0 c7b9", draw},

	{"perpetual check", "5k3/4R4/9/9/9/9/9/9/9/3K5 w - - 0 1", "e8f8 f9e9 f8e8 e9f9", checker},
	{"every second move is a check", "5k3/6R2/9/9/9/9/9/9/9/3K5 w - - 0 1", "g8f8 f9e9 f8g8 e9f9", draw},
	{"perpetual check on both sides", "9/4r4/5k3/4c4/6c2/9/9/9/4R4/3CKC3 w - - 0 1", "e1f1 e6f6 f1e1 f6e6", draw},
	{"perpetual check against perpetual chase", "9/3c5/3k5/3N5/9/3r5/3C5/9/3K5/9 w - - 0 1",
		"d6f5 d4a4 f5d6 a4d4", checker},

	{"chariot chases cannon", "3k5/9/9/c8/9/9/9/1R7/9/4K4 w - - 0 1", "b2a2 a6b6 a2b2 b6a6", chaser},
	{"chariot chases protected cannon", "3k5/9/9/c7r/9/9/9/1R7/9/4K4 w - - 0 1", "b2a2 a6b6 a2b2 b6a6", draw},
	{"protected on one of two squares", "3k5/1r7/9/c8/9/9/9/1R7/9/4K4 w - - 0 1", "b2a2 a6b6 a2b2 b6a6", draw},
	{"chariot offers to exchange chariots", "3k5/9/9/r8/9/9/9/1R7/9/4K4 w - - 0 1", "b2a2 a6b6 a2b2 b6a6", draw},
	{"but the other one is pinned", "3k5/9/9/3r5/1R7/9/9/9/3R5/4K4 w - - 0 1", "b5b6 d6d5 b6b5 d5d6", chaser},
	{"chariot chases two pieces by turns", "4k4/9/1n7/c8/9/9/9/R8/9/3K5 w - - 0 1", "a2b2 e9e8 b2a2 e8e9", draw},
	{"every second move is a chase", "3k5/9/9/c8/9/9/9/1R7/9/4K4 w - - 0 1", "b2a2 d9d8 a2b2 d8d9", draw},

	{"horse chases protected chariot", "5k3/9/9/9/3N5/4r3r/9/9/9/3K5 w - - 0 1", "d5c3 e4f4 c3d5 f4e4", chaser},
	{"horse chases protected cannon", "5k3/9/9/9/3N5/4c3r/9/9/9/3K5 w - - 0 1", "d5c3 e4f4 c3d5 f4e4", draw},
	{"cannon chases protected chariot", "3k5/9/9/r7r/PP7/9/9/1C7/9/4K4 w - - 0 1", "b2a2 a6b6 a2b2 b6a6", chaser},

	{"general chases cannon", "5k3/9/9/9/9/9/9/9/3c5/4K4 w - - 0 1", "e0d0 d1e1 d0e0 e1d1", draw},
	{"soldier chases cannon", "3k5/9/9/c8/1P7/9/9/9/9/4K4 w - - 0 1", "b5a5 a6b6 a5b5 b6a6", draw},
	{"soldier before the river is chased", "4k4/9/9/p7R/9/N8/9/R8/9/3K5 w - - 0 1", "a4b6 e9e8 b6a4 e8e9", draw},
	{"horse in its place is chased by discovery", "4k4/9/9/n7R/9/N8/9/R8/9/3K5 w - - 0 1",
		"a4b6 e9e8 b6a4 e8e9", chaser},
	{"soldier across the river is chased", "4k4/9/9/9/9/p8/9/1R7/9/3K5 w - - 0 1", "b2a2 a4b4 a2b2 b4a4", chaser},

	{"a pinned chariot does not chase", "4rk3/9/9/9/9/9/9/c8/4R4/4K4 w - - 0 1", "e1e2 a2a1 e2e1 a1a2", draw},
	{"one that is not does", "5k3/9/9/9/9/9/9/c8/4R4/4K4 w - - 0 1", "e1e2 a2a1 e2e1 a1a2", chaser},
	{"the attack does not change", "3k5/9/9/9/8c/9/9/9/8R/4K4 w - - 0 1", "i1i2 i5i6 i2i1 i6i5", draw},
	{"both sides chase", "9/9/5k3/9/c4cR2/9/4R4/5K3/9/9 w - - 0 1", "e3e5 f5f4 e5e3 f4f5", draw},
}

var (
	draw    = games.Outcome{Result: games.Draw, Reason: games.Repetition}
	checker = games.Outcome{Result: games.Loss, Reason: games.PerpetualCheck}
	chaser  = games.Outcome{Result: games.Loss, Reason: games.PerpetualChase}
	chasee  = games.Outcome{Result: games.Win, Reason: games.PerpetualChase}
)

// A cannon chases a chariot: the outcome needs all that is known about chases.
const chaseFEN = "3k5/9/9/r7r/PP7/9/9/1C7/9/4K4 w - - 0 1"

var chaseMoves = []string{"b2a2", "a6b6", "a2b2", "b6a6"}

// TestCycles plays every line in both colours: the third occurrence decides,
// the second one does within a search, and with the other side to move the
// verdict is the other way round.
func TestCycles(t *testing.T) { testCycles(t, cycles) }

func testCycles(t *testing.T, cycles []cycle) {
	t.Helper()
	for _, test := range cycles {
		t.Run(test.name, func(t *testing.T) {
			p := mustParse(t, test.fen)
			var moves []games.Move
			for text := range strings.FieldsSeq(test.moves) {
				moves = append(moves, gametest.Move(t, p, text))
				p.Make(moves[len(moves)-1], nil)
			}
			checkCycle(t, mustParse(t, test.fen), moves, test.want)
			for i, m := range moves {
				moves[i] = flipMove(m)
			}
			checkCycle(t, flip(mustParse(t, test.fen)).(*Position), moves, test.want)
		})
	}
}

func checkCycle(t *testing.T, p *Position, moves []games.Move, want games.Outcome) {
	t.Helper()
	for range 2 {
		if got := p.Outcome(); got.Over() {
			t.Fatalf("%s: over by %v too early", p.FEN(), got.Reason)
		}
		for _, m := range moves {
			p.Make(m, nil)
		}
		if got := p.Ended(len(moves)); got != want {
			t.Errorf("%s within a search: %v by %v, want %v by %v", p.FEN(), got.Result, got.Reason, want.Result, want.Reason)
		}
	}
	if got := p.Outcome(); got != want {
		t.Errorf("%s: %v by %v, want %v by %v", p.FEN(), got.Result, got.Reason, want.Result, want.Reason)
	}
	p.Make(moves[0], nil)
	switch want.Result {
	case games.Loss:
		want.Result = games.Win
	case games.Win:
		want.Result = games.Loss
	}
	if got := p.Ended(len(moves)); got != want {
		t.Errorf("%s a ply later: %v by %v, want %v by %v", p.FEN(), got.Result, got.Reason, want.Result, want.Reason)
	}
}

// TestRepetition covers what counts as a repetition, whoever is to blame.
func TestRepetition(t *testing.T) {
	around := "b0c2 b9c7 c2b0 c7b9 "
	tests := []struct {
		name, moves string
		ply         int
		want        bool
	}{
		{"second time in the game", around, 0, false},
		{"third time in the game", around + around, 0, true},
		{"second time within the search", around, 4, true},
		{"first time was before the root", around, 3, false},
		{"two times before the root", around + around, 1, true},
		{"other moves between", around + "h0g2 h9g7 g2h0 g7h9", 0, true},
		{"a soldier's move between", around + "a3a4 a6a5 " + around, 0, false},
		{"a pass between", "b0c2 b9c7 c2b0 c7b9 -- -- " + around, 0, false},
		{"after a pass, within the search", "-- -- " + around, 4, true},
		{"a pair of passes", "-- --", 2, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := NewPosition()
			gametest.Play(t, p, strings.Fields(test.moves)...)
			want := games.Outcome{}
			if test.want {
				want = draw
			}
			if got := p.Ended(test.ply); got != want {
				t.Errorf("%s after %s: %v by %v, want %v", p.FEN(), test.moves, got.Result, got.Reason, want.Result)
			}
		})
	}
}

// TestRepetitionAcrossClone checks that a copy remembers what the original has
// seen, and what was check in it.
func TestRepetitionAcrossClone(t *testing.T) {
	p := mustParse(t, "5k3/4R4/9/9/9/9/9/9/9/3K5 w - - 0 1")
	gametest.Play(t, p, "e8f8", "f9e9", "f8e8", "e9f9", "e8f8", "f9e9")
	c := p.Clone().(*Position)
	gametest.Play(t, c, "f8e8", "e9f9")
	if got := c.Outcome(); got != checker {
		t.Errorf("the copy ended by %v, want perpetual check", got.Reason)
	}
	if len(p.stack) != 6 || p.Outcome().Over() {
		t.Errorf("moves of the copy reached the original: %s", p.FEN())
	}
}
