package chess

import (
	"testing"

	"apprentice/games"
	"apprentice/games/gametest"
)

// Exchanges worked out by hand. Values are 100, 320, 330, 500, 950.
func TestSEE(t *testing.T) {
	tests := []struct {
		fen, move string
		want      int
	}{
		{"1k1r4/1pp4p/p7/4p3/8/P5P1/1PP4P/2K1R3 w - - 0 1", "Rxe5", 100},
		{"1k1r3q/1ppn3p/p4b2/4p3/8/P2N2P1/1PP1R1BP/2K1Q3 w - - 0 1", "Nxe5", 100 - 320},
		{"4k3/8/8/3p4/4P3/8/8/4K3 w - - 0 1", "exd5", 100},
		{"4k3/8/4p3/3p4/8/5B2/8/4K3 w - - 0 1", "Bxd5", 100 - 330},
		{"4k3/8/8/8/4Pp2/8/8/4K3 b - e3 0 1", "fxe3", 100},
		{"4k3/8/8/8/4Pp2/8/3P4/4K3 b - e3 0 1", "fxe3", 0},
		{"4k3/2p5/8/3pP3/8/8/8/3RK3 w - d6 0 1", "exd6", 100}, // the rook looks past the pawn taken
		{"3r4/4P1k1/8/8/8/8/8/4K3 w - - 0 1", "exd8=Q", 500 + 850},
		{"r3k3/1P6/8/8/8/8/8/4K3 w - - 0 1", "b8=Q", 850 - 950},
		{"3rk3/8/8/8/8/8/3R4/3RK3 w - - 0 1", "Rxd8+", 500}, // the king may not recapture
		{"3rk3/8/8/8/8/8/3R4/4K3 w - - 0 1", "Rxd8+", 0},
		{"4k3/8/8/3q4/8/8/3R4/3QK3 w - - 0 1", "Rxd5", 950},
		{"3rk3/3r4/8/3p4/8/3R4/3R4/3QK3 w - - 0 1", "Rxd5", 100}, // x-rays on both sides
		{"4k3/8/8/8/8/8/8/4K2R w K - 0 1", "O-O", 0},
		{"4k3/8/3p4/8/8/8/8/2N1K3 w - - 0 1", "Nb3", 0},
		{"4k3/8/8/2p5/8/8/8/N3K3 w - - 0 1", "Nb3", 0},
		{"4k3/8/8/8/2p5/8/8/N3K3 w - - 0 1", "Nb3", -320},
	}
	for _, test := range tests {
		p := mustParse(t, test.fen)
		checkSEE(t, p, gametest.Move(t, p, test.move), test.want)
		f := flip(p).(*Position)
		checkSEE(t, f, flipMove(gametest.Move(t, p, test.move)), test.want)
	}
}

// TestSEEAgreesWithExchange holds SEE against its slow twin in random games.
func TestSEEAgreesWithExchange(t *testing.T) {
	for p := range randomPositions(t, 5, 20000) {
		for _, m := range p.Moves(nil, games.AllMoves) {
			checkSEE(t, p, m, slowSEE(p, m))
		}
	}
}

func checkSEE(t *testing.T, p *Position, m games.Move, want int) {
	t.Helper()
	for _, threshold := range []int{want - 100, want - 1, want, want + 1, want + 100, 0, 1} {
		if got := p.SEE(m, threshold); got != (want >= threshold) {
			t.Fatalf("%s: SEE(%s, %d) = %v, want a value of %d", p.FEN(), p.Describe(m), threshold, got, want)
		}
	}
}

// slowSEE is the value that SEE compares: negamax over the captures on the
// target square, the least valuable piece first, the lower square among equals.
func slowSEE(p *Position, m games.Move) int {
	if flagOf(m) == castle {
		return 0
	}
	standing := p.board[fromOf(m)].kind()
	if k, ok := promotionOf(m); ok {
		standing = k
	}
	occupied := p.occupied()&^fromOf(m).bit() | toOf(m).bit()
	if flagOf(m) == enPassant {
		occupied &^= behind(toOf(m), fromOf(m)).bit()
	}
	return p.Gain(m) - recapture(p, toOf(m), p.side^1, standing, occupied)
}

// recapture is what a side gains by taking a piece of the given kind on s.
func recapture(p *Position, s square, side uint8, standing kind, occupied bitboard) int {
	own := slowAttackers(p, s, side, occupied)
	for k := pawn; k <= king; k++ {
		for from := range square(64) {
			if own&from.bit() == 0 || p.board[from].kind() != k {
				continue
			}
			if k == king && slowAttackers(p, s, side^1, occupied) != 0 {
				return 0
			}
			return max(0, values[standing]-recapture(p, s, side^1, k, occupied&^from.bit()))
		}
	}
	return 0
}

// slowAttackers asks each piece in turn where it can go.
func slowAttackers(p *Position, s square, side uint8, occupied bitboard) (found bitboard) {
	for from, pc := range p.board {
		from := square(from)
		if pc == noPiece || pc.colour() != side || occupied&from.bit() == 0 {
			continue
		}
		var reached bitboard
		switch pc.kind() {
		case pawn:
			reached = pawnAttacks[side][from]
		case knight:
			reached = knightAttacks[from]
		case bishop:
			reached = slide(from, occupied, bishopSteps)
		case rook:
			reached = slide(from, occupied, rookSteps)
		case queen:
			reached = slide(from, occupied, kingSteps)
		case king:
			reached = kingAttacks[from]
		}
		if reached&s.bit() != 0 {
			found |= from.bit()
		}
	}
	return found
}
