package xiangqi

import (
	"slices"
	"strings"
	"testing"

	"apprentice/games"
)

// TestRareMoves names, for positions that generators get wrong, all moves of
// one piece, and the same with the colours exchanged.
func TestRareMoves(t *testing.T) {
	const none = ""
	tests := []struct {
		name, fen, from, want string
	}{
		{"soldier before the river", "3k5/9/9/9/9/9/4P4/9/9/4K4 w - - 0 1", "e3", "e4"},
		{"soldier at the river", "3k5/9/9/9/9/4P4/9/9/9/4K4 w - - 0 1", "e4", "e5"},
		{"soldier across the river", "3k5/9/9/9/4P4/9/9/9/9/4K4 w - - 0 1", "e5", "d5 e6 f5"},
		{"soldier on the last rank", "4P4/9/4k4/9/9/9/9/9/9/3K5 w - - 0 1", "e9", "d9 f9"},
		{"soldier on the edge", "3k5/9/9/9/P8/9/9/9/9/4K4 w - - 0 1", "a5", "a6 b5"},
		{"horse in the open", "3k5/9/9/9/4N4/9/9/9/9/4K4 w - - 0 1", "e5", "c4 c6 d3 d7 f3 f7 g4 g6"},
		{"horse with a blocked leg", "3k5/9/9/4p4/4N4/9/9/9/9/4K4 w - - 0 1", "e5", "c4 c6 d3 f3 g4 g6"},
		{"a leg is next to the horse, not the target", "3k5/9/9/3c1c3/4N4/9/9/9/9/4K4 w - - 0 1", "e5",
			"c4 c6 d3 d7 f3 f7 g4 g6"},
		{"horse in the corner", "3k5/9/9/9/9/9/9/9/9/N3K4 w - - 0 1", "a0", "b2 c1"},
		{"elephant stays at home", "3k5/9/9/9/9/2B6/9/9/9/4K4 w - - 0 1", "c4", "a2 e2"},
		{"elephant with a blocked eye", "3k5/9/9/9/9/9/9/4B4/3p5/4K4 w - - 0 1", "e2", "c4 g0 g4"},
		{"advisor in the middle", "3k5/9/9/9/9/9/9/9/4A4/4K4 w - - 0 1", "e1", "d0 d2 f0 f2"},
		{"advisor in the corner", "3k5/9/9/9/9/9/9/3A5/9/4K4 w - - 0 1", "d2", "e1"},
		{"general in the palace", "3ak4/9/9/9/9/9/9/9/9/3K5 w - - 0 1", "d0", "d1"},
		{"generals face over an open file", "3k5/9/9/9/9/9/9/9/9/4K4 w - - 0 1", "e0", "e1 f0"},
		{"but not over a piece", "3k5/9/9/9/9/3p5/9/9/9/4K4 w - - 0 1", "e0", "d0 e1 f0"},
		{"a general covers along the file", "3k5/9/9/9/9/9/9/9/3c5/4K4 w - - 0 1", "e0", "d0 e1 f0"},
		{"cannon moves and captures", "3k5/4n4/9/4p4/9/r3C2pr/9/9/9/4K4 w - - 0 1", "e4",
			"b4 c4 d4 e1 e2 e3 e5 e8 f4 g4 i4"},
		{"cannon takes over an own piece", "3k5/9/9/9/9/4CN1r1/9/9/9/4K4 w - - 0 1", "e4",
			"a4 b4 c4 d4 e1 e2 e3 e5 e6 e7 e8 e9 h4"},
		{"cannon needs exactly one screen", "3k5/9/9/9/9/4CNprr/9/9/9/4K4 w - - 0 1", "e4",
			"a4 b4 c4 d4 e1 e2 e3 e5 e6 e7 e8 e9 g4"},
		{"chariot", "3k5/9/9/4p4/9/P3R2n1/9/9/9/4K4 w - - 0 1", "e4", "b4 c4 d4 e1 e2 e3 e5 e6 f4 g4 h4"},
		{"pinned by a general", "4k4/9/9/9/9/4C4/9/9/9/4K4 w - - 0 1", "e4", "e1 e2 e3 e5 e6 e7 e8"},
		{"pinned by a chariot", "3k5/4r4/9/9/9/4N4/9/9/9/4K4 w - - 0 1", "e4", none},
		{"one of two screens is pinned", "3k5/4c4/9/4p4/9/4N4/9/9/9/4K4 w - - 0 1", "e4", none},
		{"one of three is not", "3k5/4c4/4n4/4p4/9/4N4/9/9/9/4K4 w - - 0 1", "e4", "c3 c5 d2 d6 f2 f6 g3 g5"},
		{"none may become a screen", "3k5/4c4/9/9/9/3N5/9/9/9/4K4 w - - 0 1", "d4", "b3 b5 c2 c6 f3 f5"},
		{"but may take the cannon", "3k5/9/9/4c4/9/3N5/9/9/9/4K4 w - - 0 1", "d4", "b3 b5 c2 c6 e6 f3 f5"},
		{"a pinned screen moves along", "3k5/4c4/9/4p4/9/4R4/9/9/9/4K4 w - - 0 1", "e4", "e1 e2 e3 e5"},
		{"the leg of a horse is pinned", "5k3/9/9/9/9/9/9/9/2nR5/4K4 w - - 0 1", "d1", "c1"},
		{"block a horse", "5k3/9/9/9/9/9/9/3n5/R8/4K4 w - - 0 1", "a1", "d1"},
		{"a horse gives check over its leg", "3k5/9/9/9/9/9/9/3n5/9/4K1R2 w - - 0 1", "g0", none},
		{"a blocked horse gives none", "3k5/9/9/9/9/9/9/3n5/3p5/4KR3 w - - 0 1", "f0",
			"f1 f2 f3 f4 f5 f6 f7 f8 f9 g0 h0 i0"},
		{"the screen answers a cannon's check", "3k5/4c4/9/9/9/4N4/9/9/9/4K4 w - - 0 1", "e4",
			"c3 c5 d2 d6 f2 f6 g3 g5"},
		{"a second screen answers it too", "3k5/4c4/9/9/9/4p4/9/9/9/2N1K4 w - - 0 1", "c0", "e1"},
		{"taking the screen does not", "3k5/4c4/9/9/9/4p4/9/9/9/R3K4 w - - 0 1", "a0", none},
		{"a covered piece cannot be taken", "3k5/9/9/9/9/9/9/4r4/4r4/4K4 w - - 0 1", "e0", "f0"},
		{"not back along the line of a check", "3k5/9/9/9/9/4r4/9/9/4K4/9 w - - 0 1", "e1", "f1"},
		{"in double check only the general moves", "3k5/9/9/9/4r4/9/9/3n5/R8/4K4 w - - 0 1", "a1", none},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := mustParse(t, test.fen)
			if got := targets(p, test.from); got != test.want {
				t.Errorf("%s: from %s to %s, want %s", test.fen, test.from, got, test.want)
			}
			f := flip(p).(*Position)
			if got, want := targets(f, flipNames(test.from)), flipNames(test.want); got != want {
				t.Errorf("%s: from %s to %s, want %s", f.FEN(), flipNames(test.from), got, want)
			}
		})
	}
}

// targets lists where the piece on a square may go.
func targets(p *Position, from string) string {
	var found []string
	for _, name := range names(p.Moves(nil, games.AllMoves)) {
		if target, ok := strings.CutPrefix(name, from); ok {
			found = append(found, target)
		}
	}
	return strings.Join(found, " ")
}

// flipNames returns the names of squares as they are called with the colours
// exchanged, sorted.
func flipNames(squares string) string {
	names := strings.Fields(squares)
	for i, name := range names {
		s, _, _ := cutSquare(name, 0)
		names[i] = flipSquare(s).String()
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

// FuzzLegal checks that Legal accepts what Moves generates and nothing else,
// and that both agree with the slow twin.
func FuzzLegal(f *testing.F) {
	for i, fen := range corners {
		f.Add(fen, uint16(i*4097))
		for _, m := range mustParse(f, fen).Moves(nil, games.AllMoves)[:2] {
			f.Add(fen, uint16(m))
		}
	}
	f.Fuzz(func(t *testing.T, fen string, m uint16) {
		p, err := ParseFEN(fen)
		if err != nil {
			return
		}
		moves := p.Moves(nil, games.AllMoves)
		want := slices.Contains(moves, games.Move(m))
		if got := p.Legal(games.Move(m)); got != want {
			t.Errorf("%s: Legal(%#04x) = %v, Moves says %v", p.FEN(), m, got, want)
		}
		b := slowBoardOf(p)
		slices.Sort(moves)
		if slow := b.moves(p.side); !slices.Equal(moves, slow) {
			t.Errorf("%s: moves %v, slow twin has %v", p.FEN(), names(moves), names(slow))
		}
	})
}
