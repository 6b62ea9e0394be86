package chess

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
		{startFEN, "e4", 0, 28},
		{startFEN, "Nf3", 0, 64 + 21},
		{"4k3/8/8/3pP3/8/8/8/4K3 w - d6 0 1", "exd6", 100, 43},
		{"3r4/4P1k1/8/8/8/8/8/K7 w - - 0 1", "exd8=Q", 500 + 850, 59},
		{"3r4/4P1k1/8/8/8/8/8/K7 w - - 0 1", "e8=N", 220, 60},
		{"4k3/8/8/8/8/8/3q4/4K3 w - - 0 1", "Kxd2", 950, 5*64 + 11},
		{"4k3/4P3/8/8/8/8/8/4K3 b - - 0 1", "Kxe7", 100, 11*64 + 52},
		{"r3k3/8/8/8/8/8/8/4K3 b q - 0 1", "O-O-O", 0, 11*64 + 58},
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
		{"4k3/8/8/8/8/8/P7/R3K3 w - - 0 1", 600, true},
		{"4k3/8/8/8/8/8/P7/R3K3 b - - 0 1", -600, false},
		{"4k3/pppp4/8/8/8/8/8/4K3 b - - 0 1", 400, false},
		{"q3k1b1/8/8/8/8/8/8/4K1N1 w - - 0 1", 320 - 950 - 330, true},
	}
	for _, test := range tests {
		p := mustParse(t, test.fen)
		if p.Material() != test.material || p.CanNull() != test.canNull {
			t.Errorf("%s: material %d, may pass %v; want %d, %v",
				test.fen, p.Material(), p.CanNull(), test.material, test.canNull)
		}
	}
}

// TestKey checks what the key must tell apart and what it must not.
func TestKey(t *testing.T) {
	tests := []struct {
		name, a, b string
		equal      bool
	}{
		{"side to move", "4k3/8/8/8/8/8/8/4K2R w - - 0 1", "4k3/8/8/8/8/8/8/4K2R b - - 0 1", false},
		{"castling rights", "4k3/8/8/8/8/8/8/4K2R w K - 0 1", "4k3/8/8/8/8/8/8/4K2R w - - 0 1", false},
		{"one right or another", "4k3/8/8/8/8/8/8/R3K2R w K - 0 1", "4k3/8/8/8/8/8/8/R3K2R w Q - 0 1", false},
		{"en passant possible", "4k3/8/8/3pP3/8/8/8/4K3 w - d6 0 1", "4k3/8/8/3pP3/8/8/8/4K3 w - - 0 1", false},
		{"en passant idle", "4k3/8/8/3p4/4P3/8/8/4K3 w - d6 0 1", "4k3/8/8/3p4/4P3/8/8/4K3 w - - 0 1", true},
		{"counters", "4k3/8/8/8/8/8/8/4K2R w - - 9 30", "4k3/8/8/8/8/8/8/4K2R w - - 0 1", true},
		{"colour of a piece", "4k3/8/8/8/7R/8/8/4K3 w - - 0 1", "4k3/8/8/8/7r/8/8/4K3 w - - 0 1", false},
	}
	for _, test := range tests {
		var a, b games.Position = mustParse(t, test.a), mustParse(t, test.b)
		if got := a.Key() == b.Key(); got != test.equal {
			t.Errorf("%s: keys of %q and %q equal: %v", test.name, test.a, test.b, got)
		}
	}
}

// TestKeyOfTransposition checks that the way to a position leaves no trace.
func TestKeyOfTransposition(t *testing.T) {
	p, q := NewPosition(), NewPosition()
	gametest.Play(t, p, "Nf3", "Nf6", "g3", "g6")
	gametest.Play(t, q, "g3", "Nf6", "Nf3", "g6")
	if p.Key() != q.Key() {
		t.Errorf("%s has keys %#x and %#x", p.FEN(), p.Key(), q.Key())
	}
}

// TestKeyAfter compares the key that is foreseen with that after the move, for
// all moves that do not need more than their squares to be made.
func TestKeyAfter(t *testing.T) {
	for p := range randomPositions(t, 21, 500) {
		for _, m := range p.Moves(nil, games.AllMoves) {
			got := p.KeyAfter(m)
			p.Make(m, nil)
			want, offered := p.Key(), p.ep != 0
			p.Unmake()
			if simple := flagOf(m) == 0 || flagOf(m) == doublePush && !offered; simple && got != want {
				t.Fatalf("%s: after %s the key is %#x, foreseen as %#x", p.FEN(), p.FormatMove(m), want, got)
			}
		}
	}
}
