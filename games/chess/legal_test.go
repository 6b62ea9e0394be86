package chess

import (
	"slices"
	"strings"
	"testing"

	"apprentice/games"
)

// TestRareMoves names, for positions that generators get wrong, all moves of
// one piece.
func TestRareMoves(t *testing.T) {
	const none = ""
	tests := []struct {
		name, fen, from, want string
	}{
		{"both castlings", "4k3/8/8/8/8/8/8/R3K2R w KQ - 0 1", "e1", "c1 d1 d2 e2 f1 f2 g1"},
		{"not out of check", "4k3/4r3/8/8/8/8/8/R3K2R w KQ - 0 1", "e1", "d1 d2 f1 f2"},
		{"not through check", "4k3/5r2/8/8/8/8/8/R3K2R w KQ - 0 1", "e1", "c1 d1 d2 e2"},
		{"not into check", "4k3/6r1/8/8/8/8/8/R3K2R w KQ - 0 1", "e1", "c1 d1 d2 e2 f1 f2"},
		{"the rook may pass b1 under attack", "4k3/1r6/8/8/8/8/8/R3K3 w Q - 0 1", "e1", "c1 d1 d2 e2 f1 f2"},
		{"the rook may be attacked", "4k3/8/8/8/8/8/8/R3K2R w KQ - 0 1", "e1", "c1 d1 d2 e2 f1 f2 g1"},
		{"a knight on b1 is in the way", "4k3/8/8/8/8/8/8/RN2K3 w Q - 0 1", "e1", "d1 d2 e2 f1 f2"},
		{"rights are gone", "4k3/8/8/8/8/8/8/R3K2R w - - 0 1", "e1", "d1 d2 e2 f1 f2"},
		{"not back along the line of a check", "4k3/8/8/8/1r2K3/8/8/8 w - - 0 1", "e4", "d3 d5 e3 e5 f3 f5"},
		{"a covered piece cannot be taken", "4k3/8/8/8/8/5b2/4q3/4K3 w - - 0 1", "e1", none},
		{"a pinned knight", "4k3/4r3/8/8/8/8/4N3/4K3 w - - 0 1", "e2", none},
		{"a pinned rook slides along", "4k3/4r3/8/8/8/8/4R3/4K3 w - - 0 1", "e2", "e3 e4 e5 e6 e7"},
		{"a pinned pawn steps along", "4k3/4r3/8/8/8/3p4/4P3/4K3 w - - 0 1", "e2", "e3 e4"},
		{"a pinned pawn takes along", "4k3/8/8/8/8/6b1/5P2/4K3 w - - 0 1", "f2", "g3"},
		{"a pinned pawn promotes along", "3bk3/2P5/1K6/8/8/8/8/8 w - - 0 1", "c7", "d8b d8n d8q d8r"},
		{"a pinned piece answers no check", "4k3/4r3/8/8/1b6/8/4R3/4K3 w - - 0 1", "e2", none},
		{"in double check only the king moves", "4k3/4r3/8/8/8/5n2/3Q4/4K3 w - - 0 1", "d2", none},
		{"en passant opens the rank", "8/8/8/K2Pp2r/8/8/8/4k3 w - e6 0 1", "d5", "d6"},
		{"with another piece between", "8/8/8/KN1Pp2r/8/8/8/4k3 w - e6 0 1", "d5", "d6 e6"},
		{"en passant opens a diagonal", "b7/8/8/3Pp3/8/8/6K1/4k3 w - e6 0 1", "d5", none},
		{"en passant takes the checker", "8/8/8/3Pp3/3K4/8/8/4k3 w - e6 0 1", "d5", "e6"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := mustParse(t, test.fen)
			if got := targets(p, test.from); got != test.want {
				t.Errorf("%s: from %s to %s, want %s", test.fen, test.from, got, test.want)
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

// TestChecksAndPins holds what Make finds out about the king against its
// meaning: who attacks it, and who would if a piece were lifted.
func TestChecksAndPins(t *testing.T) {
	for p := range randomPositions(t, 9, 5000) {
		us := p.side
		k := p.kingOf(us)
		checkers := slowAttackers(p, k, us^1, p.occupied())
		if p.checkers != checkers {
			t.Fatalf("%s: checkers %#x, want %#x", p.FEN(), p.checkers, checkers)
		}
		var pinned bitboard
		for b := p.colours[us] &^ k.bit(); b != 0; b &= b - 1 {
			if s := b.first().bit(); slowAttackers(p, k, us^1, p.occupied()&^s)&^checkers != 0 {
				pinned |= s
			}
		}
		if p.pinned != pinned {
			t.Fatalf("%s: pinned %#x, want %#x", p.FEN(), p.pinned, pinned)
		}
	}
}

// FuzzLegal checks that Legal accepts what Moves generates and nothing else.
func FuzzLegal(f *testing.F) {
	for i, fen := range slices.Concat(corners, shuffled) {
		f.Add(fen, uint16(i*4097))
		for p := range parsedByAll(fen) {
			for i, m := range p.Moves(nil, games.AllMoves) {
				if i < 3 || flagOf(m) == castle {
					f.Add(fen, uint16(m))
				}
			}
		}
	}
	f.Fuzz(func(t *testing.T, fen string, m uint16) {
		for p := range parsedByAll(fen) {
			want := slices.Contains(p.Moves(nil, games.AllMoves), games.Move(m))
			if got := p.Legal(games.Move(m)); got != want {
				t.Errorf("%s: Legal(%#04x) = %v, Moves says %v", p.FEN(), m, got, want)
			}
		}
	})
}
