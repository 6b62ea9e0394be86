package chess

import (
	"math/rand/v2"
	"testing"
)

// TestSliders compares rooks and bishops on every square with a walk along the
// rays: for every occupation of their lines, with empty and with full squares
// elsewhere, and on random boards.
func TestSliders(t *testing.T) {
	sliders := []struct {
		name  string
		fast  func(square, bitboard) bitboard
		steps []step
	}{
		{"rook", rookAttacks, rookSteps},
		{"bishop", bishopAttacks, bishopSteps},
	}
	rng := rand.New(rand.NewPCG(3, 4))
	for _, slider := range sliders {
		for s := range square(64) {
			check := func(occupied bitboard) {
				if got, want := slider.fast(s, occupied), slide(s, occupied, slider.steps); got != want {
					t.Fatalf("%s on %v, occupied %#x: %#x, want %#x", slider.name, s, occupied, got, want)
				}
			}
			mask := slide(s, 0, slider.steps)
			for subset := bitboard(0); ; {
				check(subset)
				check(subset | ^mask)
				if subset = (subset - mask) & mask; subset == 0 {
					break
				}
			}
			for range 200 {
				check(bitboard(rng.Uint64() & rng.Uint64()))
				check(bitboard(rng.Uint64()))
			}
		}
	}
}

func TestLines(t *testing.T) {
	tests := []struct {
		from, to      square
		between, line bitboard
	}{
		{a1, d1, 1<<1 | 1<<2, rank1},
		{h8, a8, rank8 &^ (a8.bit() | h8.bit()), rank8},
		{a1, h8, 0x0040201008040200, 0x8040201008040201},
		{d1, e1, 0, rank1},
		{a1, 17, 0, 0}, // a knight's move
		{a1, a1, 0, 0},
	}
	for _, test := range tests {
		b, l := between[test.from][test.to], line[test.from][test.to]
		if b != test.between || l != test.line {
			t.Errorf("%v to %v: between %#x on line %#x, want %#x on %#x",
				test.from, test.to, b, l, test.between, test.line)
		}
		if between[test.to][test.from] != b || line[test.to][test.from] != l {
			t.Errorf("%v to %v differs from the way back", test.from, test.to)
		}
	}
}

// TestLeaps counts the moves of all knights, kings and pawns, which are well
// known: 336, 420 and 7*14 captures a colour.
func TestLeaps(t *testing.T) {
	tables := []struct {
		name  string
		table *[64]bitboard
		sum   int
	}{
		{"knight", &knightAttacks, 336},
		{"king", &kingAttacks, 420},
		{"white pawn", &pawnAttacks[white], 98},
		{"black pawn", &pawnAttacks[black], 98},
	}
	for _, test := range tables {
		sum := 0
		for _, b := range test.table {
			sum += b.count()
		}
		if sum != test.sum {
			t.Errorf("%s: %d attacks, want %d", test.name, sum, test.sum)
		}
	}
	if got := pawnAttacks[white][e1]; got != 1<<11|1<<13 {
		t.Errorf("a white pawn on e1 attacks %#x, want d2 and f2", got)
	}
}
