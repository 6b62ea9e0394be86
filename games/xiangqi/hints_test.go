package xiangqi

import (
	"testing"

	"apprentice/games"
	"apprentice/games/gametest"
)

func TestGainAndSlot(t *testing.T) {
	tests := []struct {
		fen, move  string
		gain, slot int
	}{
		{startFEN, "h2e2", 0, 4*90 + 22},
		{startFEN, "h2h9", 400, 4*90 + 88},
		{"3k5/9/9/9/9/4CNprr/9/9/9/4K4 w - - 0 1", "e4g4", 100, 4*90 + 42},
		{"3k5/9/9/9/9/4CN1r1/9/9/9/4K4 w - - 0 1", "e4h4", 900, 4*90 + 43},
		{"3kP4/9/9/9/9/9/9/9/9/5K3 b - - 0 1", "d9e9", 100, 630 + 6*90 + 85},
	}
	for _, test := range tests {
		p := mustParse(t, test.fen)
		m := gametest.Move(t, p, test.move)
		if gain, slot := p.Gain(m), p.Slot(m); gain != test.gain || slot != test.slot {
			t.Errorf("%s %s: gain %d in slot %d, want %d in %d", test.fen, test.move, gain, slot, test.gain, test.slot)
		}
	}
}

func TestMaterialAndCanNull(t *testing.T) {
	tests := []struct {
		fen      string
		material int
		canNull  bool
	}{
		{startFEN, 0, true},
		{"3k5/9/9/9/9/9/P8/9/9/4K3R w - - 0 1", 1000, true},
		{"3k5/9/9/9/9/9/P8/9/9/4K3R b - - 0 1", -1000, false},
		{"3k5/4a4/4b4/9/9/9/P8/9/9/4K4 b - - 0 1", 300, false},
		{"3k4c/9/9/9/9/9/9/9/9/4K1N2 w - - 0 1", 400 - 450, true},
	}
	for _, test := range tests {
		p := mustParse(t, test.fen)
		if p.Material() != test.material || p.CanNull() != test.canNull {
			t.Errorf("%s: material %d, may pass %v; want %d, %v",
				test.fen, p.Material(), p.CanNull(), test.material, test.canNull)
		}
	}
}

// TestKeyOfTransposition checks that the way to a position leaves no trace, and
// that the side to move does.
func TestKeyOfTransposition(t *testing.T) {
	p, q := NewPosition(), NewPosition()
	gametest.Play(t, p, "C2=5", "H8+7", "H8+7", "H2+3")
	gametest.Play(t, q, "H8+7", "H2+3", "C2=5", "H8+7")
	if p.Key() != q.Key() {
		t.Errorf("%s has keys %#x and %#x", p.FEN(), p.Key(), q.Key())
	}
	other := mustParse(t, "rnbakabnr/9/1c5c1/p1p1p1p1p/9/9/P1P1P1P1P/1C5C1/9/RNBAKABNR b - - 0 1")
	if other.Key() == NewPosition().Key() {
		t.Error("the key does not say who is to move")
	}
}

// TestKeyAfter compares the key that is foreseen with that after the move.
func TestKeyAfter(t *testing.T) {
	for p := range randomPositions(t, 21, 500) {
		for _, m := range p.Moves(nil, games.AllMoves) {
			got := p.KeyAfter(m)
			p.Make(m, nil)
			want := p.Key()
			p.Unmake()
			if got != want {
				t.Fatalf("%s: after %s the key is %#x, foreseen as %#x", p.FEN(), p.FormatMove(m), want, got)
			}
		}
	}
}
