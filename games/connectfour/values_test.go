package connectfour

import (
	"math/bits"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"apprentice/games"
)

// bitboards returns the discs of the side to move and all discs.
func (p *Position) bitboards() (own, mask uint64) {
	return p.discs[p.side], p.discs[games.First] | p.discs[games.Second]
}

// minimax returns the score of a position by the rules of the package alone.
func minimax(p *Position) int {
	switch o := p.Outcome(); o.Result {
	case games.Loss:
		return -(numSquares/2 + 1 - bits.OnesCount64(p.discs[p.side.Other()]))
	case games.Draw:
		return 0
	}
	best := -numSquares
	for _, m := range p.Moves(nil, games.AllMoves) {
		p.Make(m, nil)
		best = max(best, -minimax(p))
		p.Unmake()
	}
	return best
}

// resultOf returns who wins a position of a score.
func resultOf(score int) games.Result {
	switch {
	case score < 0:
		return games.Loss
	case score > 0:
		return games.Win
	}
	return games.Draw
}

// The solver finds what minimax finds in endings, move by move.
func TestSolverAgreesWithMinimax(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 4))
	s := newSolver(16)
	var seen [3]int
	for range 300 {
		p := random(t, r, 30+r.IntN(8))
		own, mask := p.bitboards()
		want := minimax(p)
		if got := s.score(own, mask); got != want {
			t.Errorf("%s: score %d; minimax says %d", p.FEN(), got, want)
		}
		result := resultOf(want)
		if got := s.value(own, mask); got != result {
			t.Errorf("%s: value %s; minimax says %s", p.FEN(), got, result)
		}
		seen[result-games.Loss]++
	}
	for i, n := range seen {
		if n == 0 {
			t.Errorf("no position is a %s", games.Loss+games.Result(i))
		}
	}
}

// Scores of positions that Pascal Pons publishes with his solver, columns by
// number.
func TestPublishedScores(t *testing.T) {
	s := newSolver(20)
	for _, test := range []struct {
		moves string
		want  int
	}{
		{"2252576253462244111563365343671351441", -1},
		{"7422341735647741166133573473242566", 1},
		{"23163416124767223154467471272416755633", 0},
		{"32164625", 11},
		{"243335424257", 12},
		{"5512243243536", 13},
		{"7343363417254", 14},
	} {
		own, mask := play(t, test.moves).bitboards()
		if got := s.score(own, mask); got != test.want {
			t.Errorf("%s: score %d; want %d", test.moves, got, test.want)
		}
	}
}

// Values of positions with eight discs, for First, from John Tromp's data set
// Connect-4 (UCI Machine Learning Repository, 1995), which has all 67,557 in which
// neither side can win at once, one of each pair of mirror images. A position is
// written as its columns from the bottom up; First's discs are x.
type eightDisc struct {
	columns string
	want    games.Result
	quick   bool // solved in up to some million nodes
}

var eightDiscs = []eightDisc{
	{"//xo/xoxoxo///", games.Win, true},
	{"//x/xoxoxo/o//", games.Win, true},
	{"/o/x/xoxoxo///", games.Win, false},
	{"//x/xoxoxo//o/", games.Win, false},
	{"o//x/xoxoxo///", games.Win, false},
	{"//x/xoxoxo///o", games.Win, false},
	{"/x/o/xoxoxo///", games.Draw, true},
	{"/x//xoxoxo/o//", games.Win, false},
	{"/xo//xoxoxo///", games.Win, false},
	{"x/o//xoxoxo///", games.Loss, false},
	{"//oo/xoxoxx///", games.Loss, false},
	{"//o/xoxoxx///o", games.Draw, false},
	{"//oo/xoxox/x//", games.Loss, false},
	{"//o/xoxox/xo//", games.Draw, false},
	{"//o/xoxox/x/o/", games.Loss, false},
	{"/x/oo/xoxox///", games.Loss, false},
	{"/xo/o/xoxox///", games.Loss, true},
	{"/x/o/xoxox//o/", games.Draw, false},
	{"//xox/xoxoo///", games.Win, false},
	{"//xo/xoxo/o/x/", games.Loss, false},
	{"x/o/xo/xoxo///", games.Loss, false},
	{"//xxo/xoxo/o//", games.Loss, false},
	{"//xx/xoxo/oo//", games.Win, true},
	{"//x/xoxo/oxo//", games.Loss, false},
	{"//x/xoxo/ox/o/", games.Win, true},
	{"o/x/x/xoxo/o//", games.Loss, true},
	{"//x/xoxo/oo/x/", games.Loss, false},
	{"o//x/xoxo/o/x/", games.Win, false},
}

func parseColumns(t *testing.T, s string) (own, mask uint64) {
	t.Helper()
	list := strings.Split(s, "/")
	if len(list) != columns {
		t.Fatalf("%q has %d columns", s, len(list))
	}
	for c, discs := range list {
		for row, r := range discs {
			bit := uint64(1) << (columnBits*c + row)
			if mask |= bit; r == 'x' {
				own |= bit
			}
		}
	}
	return own, mask
}

func TestPublishedValues(t *testing.T) {
	quick := make([]eightDisc, 0, len(eightDiscs))
	for _, test := range eightDiscs {
		if test.quick {
			quick = append(quick, test)
		}
	}
	testValues(t, newSolver(20), quick)
}

// With best play First wins if it begins in the middle, draws in the columns next to
// it, and loses in the others.
func TestSoakPublishedValues(t *testing.T) {
	if os.Getenv("APPRENTICE_SOAK") == "" {
		t.Skip("a soak: takes minutes; set APPRENTICE_SOAK")
	}
	s := newSolver(25)
	testValues(t, s, eightDiscs)
	for _, test := range []struct {
		moves string
		want  games.Result
	}{
		{"", games.Win},
		{"a", games.Win}, {"b", games.Win}, {"c", games.Draw}, {"d", games.Loss},
		{"e", games.Draw}, {"f", games.Win}, {"g", games.Win},
	} {
		own, mask := play(t, test.moves).bitboards()
		before := s.nodes
		if got := s.value(own, mask); got != test.want {
			t.Errorf("after %q: a %s for the side to move; want %s", test.moves, got, test.want)
		}
		t.Logf("after %q: %d nodes", test.moves, s.nodes-before)
	}
}

func testValues(t *testing.T, s *solver, list []eightDisc) {
	for _, test := range list {
		own, mask := parseColumns(t, test.columns)
		if got := s.value(own, mask); got != test.want {
			t.Errorf("%s: a %s for the side to move; want %s", test.columns, got, test.want)
		}
	}
}
