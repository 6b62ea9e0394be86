package search

import (
	"context"
	"reflect"
	"testing"

	"apprentice/games"
	"apprentice/games/chess"
)

func position(t testing.TB, fen string) games.Position {
	t.Helper()
	pos, err := chess.Game{}.ParseFEN(fen)
	if err != nil {
		t.Fatal(err)
	}
	return pos
}

// mates are chess positions with the number of moves to mate for the side to
// move, and its first move where there is only one.
var mates = []struct {
	fen   string
	moves int
	best  string
}{
	{"6k1/5ppp/8/8/8/8/8/R5K1 w - - 0 1", 1, "a1a8"},
	{"r5k1/8/8/8/8/8/5PPP/6K1 b - - 0 1", 1, "a8a1"},
	{"5K2/8/2qk4/2nPp3/3r4/6B1/B7/3R4 w - e6 0 1", 1, "d5e6"},
	{"7k/8/8/8/8/8/1R6/R5K1 w - - 0 1", 2, ""},
	{"r5k1/1r6/8/8/8/8/8/7K b - - 0 1", 2, ""},
	{"8/5R2/2K1P3/4k3/8/b1PPpp1B/5p2/8 w - - 0 1", 2, "c6d7"},
	{"r1b1kb1r/pppp1ppp/5q2/4n3/3KP3/2N3PN/PPP4P/R1BQ1B1R b kq - 0 1", 3, "f8c5"},
	{"r3k2r/ppp2Npp/1b5n/4p2b/2B1P2q/BQP2P2/P5PP/RN5K w kq - 1 1", 3, "c4b5"},
	{"2brrb2/8/p7/Q7/1p1kpPp1/1P1pN1K1/3P4/8 b - - 0 1", -1, ""},
	{"8/3p4/1p1Pn1k1/1P1KPpP1/q7/P7/8/2BRRB2 w - - 0 1", -1, ""},
}

func TestFindsMates(t *testing.T) {
	for _, m := range mates {
		pos := position(t, m.fen)
		r := New(newMaterial, DefaultOptions()).Search(context.Background(), pos, Limits{Mate: max(m.moves, -m.moves), Depth: 20}, nil)
		if moves, ok := MateIn(r.Value); !ok || moves != m.moves {
			t.Errorf("%s: value %d, want mate in %d", m.fen, r.Value, m.moves)
		}
		if got := pos.FormatMove(r.Move); m.best != "" && got != m.best {
			t.Errorf("%s: move %s, want %s", m.fen, got, m.best)
		}
	}
}

// TestMateLines checks that whoever reads of a mate can play it out: the line
// ends with it, neither sooner nor later than the value says, wherever the
// search is stopped.
func TestMateLines(t *testing.T) {
	count := 0
	check := func(fen string, lim Limits, s *Searcher) {
		pos := position(t, fen)
		s.Search(context.Background(), pos, lim, func(i Info) {
			plies := MateValue - max(i.Value, -i.Value)
			if !isMate(i.Value) || i.Bound != Exact {
				return
			}
			count++
			p := pos.Clone()
			for _, m := range i.PV {
				p.Make(m, nil)
			}
			if p.Outcome().Reason != games.Checkmate || len(i.PV) != plies {
				t.Errorf("%s: limits %+v, depth %d: value %d and a line of %d plies to %s", fen, lim, i.Depth, i.Value, len(i.PV), p.FEN())
			}
		})
	}
	for _, m := range mates {
		s := New(newMaterial, DefaultOptions())
		check(m.fen, Limits{Depth: 9}, s)
		small := DefaultOptions()
		small.Hash, small.HashKB = 0, 1
		s = New(newMaterial, small)
		for n := int64(10); n < 30000; n *= 2 {
			check(m.fen, Limits{Nodes: n}, s)
		}
	}
	if count < 100 {
		t.Errorf("only %d mates", count)
	}
}

// TestMateLine checks the search for the end of a line.
func TestMateLine(t *testing.T) {
	for _, m := range mates {
		plies := max(2*m.moves-1, -2*m.moves)
		for _, tt := range []struct {
			plies, budget int
			ok            bool
		}{{plies, 1e6, true}, {plies - 2, 1e6, false}, {plies, 3, false}} {
			if tt.plies < 0 || tt.budget == 3 && plies < 3 {
				continue
			}
			pos := position(t, m.fen)
			line, ok := mateLine(pos, tt.plies, &tt.budget)
			if ok != tt.ok || ok && len(line) != plies {
				t.Errorf("%s: mate in %d plies %v with %d moves", m.fen, tt.plies, ok, len(line))
			}
			for _, m := range line {
				pos.Make(m, nil)
			}
			if ok && pos.Outcome().Reason != games.Checkmate {
				t.Errorf("%s: the line ends in %s", m.fen, pos.FEN())
			}
		}
	}
}

// TestEverySwitchOff leaves out one technique at a time: mates in one and legal
// moves must still be found.
func TestEverySwitchOff(t *testing.T) {
	kind := reflect.TypeFor[Techniques]()
	for i := range kind.NumField() {
		opts := DefaultOptions()
		reflect.ValueOf(&opts.Techniques).Elem().Field(i).SetBool(false)
		s := New(newMaterial, opts)
		for _, m := range mates {
			pos := position(t, m.fen)
			r := s.Search(context.Background(), pos, Limits{Depth: 5}, nil)
			if !pos.Legal(r.Move) {
				t.Errorf("without %s, %s: illegal move", kind.Field(i).Name, m.fen)
			}
			if got := pos.FormatMove(r.Move); m.moves == 1 && got != m.best {
				t.Errorf("without %s, %s: move %s, want %s", kind.Field(i).Name, m.fen, got, m.best)
			}
		}
	}
}

func TestMateIn(t *testing.T) {
	tests := []struct {
		value, moves int
		ok           bool
	}{
		{0, 0, false}, {MaxValue, 0, false}, {-MaxValue, 0, false},
		{MateValue - 1, 1, true}, {MateValue - 3, 2, true}, {MateValue - 5, 3, true},
		{-MateValue, 0, true}, {2 - MateValue, -1, true}, {4 - MateValue, -2, true},
	}
	for _, tt := range tests {
		if moves, ok := MateIn(tt.value); moves != tt.moves || ok != tt.ok {
			t.Errorf("MateIn(%d) = %d, %v, want %d, %v", tt.value, moves, ok, tt.moves, tt.ok)
		}
	}
}

func TestTableKeepsMateDistance(t *testing.T) {
	for _, v := range []int{0, 100, -MaxValue, MateValue - 7, 8 - MateValue} {
		for ply := range 8 {
			if got := fromTable(toTable(v, ply), ply); got != v {
				t.Errorf("value %d at ply %d comes back as %d", v, ply, got)
			}
		}
	}
	// A mate three plies below a node at ply 4 is seven plies from the root
	// there and five from the root where the node is at ply 2.
	if got := fromTable(toTable(MateValue-7, 4), 2); got != MateValue-5 {
		t.Errorf("mate in 7 plies at ply 4 is %d at ply 2, want %d", got, MateValue-5)
	}
}
