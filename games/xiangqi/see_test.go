package xiangqi

import (
	"testing"

	"apprentice/games"
	"apprentice/games/gametest"
)

// Exchanges worked out by hand. Values are 100 for a soldier, 200 for advisor
// and elephant, 400 for a horse, 450 for a cannon, 900 for a chariot.
func TestSEE(t *testing.T) {
	tests := []struct {
		name, fen, move string
		want            int
	}{
		{"nobody recaptures", "3k5/9/9/4p4/9/9/9/4R4/9/5K3 w - - 0 1", "e2e6", 100},
		{"a horse does", "3k5/3n5/9/2p6/9/9/9/2R6/9/5K3 w - - 0 1", "c2c6", 100 - 900},
		{"its leg is blocked", "3k5/3n5/3a5/2p6/9/9/9/2R6/9/5K3 w - - 0 1", "c2c6", 100},
		{"a quiet move into an attack", "3k5/9/9/4p4/9/4p4/9/R8/9/5K3 w - - 0 1", "a2e2", 0},
		{"by a soldier", "3k5/9/9/9/9/9/4p4/R8/9/5K3 w - - 0 1", "a2e2", -900},
		{"a cannon does not cover its neighbour", "3k5/9/9/4c4/4p4/9/9/4R4/9/5K3 w - - 0 1", "e2e5", 100},
		{"a cannon covers over a screen", "3k5/4c4/4b4/4p4/9/9/9/4R4/9/5K3 w - - 0 1", "e2e6", 100 - 900},
		{"the mover was the screen", "5k3/9/9/9/9/c2R1p3/9/9/9/4K4 w - - 0 1", "d4f4", 100},
		{"the mover was one screen too many", "5k3/9/9/9/9/c1pR1p3/9/9/9/4K4 w - - 0 1", "d4f4", 100 - 900},
		{"a cannon has lost its screen", "5k3/5r3/9/9/9/C2R1p3/9/9/9/4K4 w - - 0 1", "d4f4", 100 - 900},
		{"a cannon stands behind its screen", "5k3/5r3/9/9/9/C1PR1p3/9/9/9/4K4 w - - 0 1", "d4f4", 100},
		{"the general recaptures", "4k4/4a4/9/9/9/9/9/4R4/9/5K3 w - - 0 1", "e2e8", 200 - 900},
		{"but not what is covered", "4k4/4a4/9/9/4R4/9/9/4R4/9/5K3 w - - 0 1", "e5e8", 200},
		{"the general stays in the palace", "5k3/6n2/9/9/9/9/9/6R2/9/4K4 w - - 0 1", "g2g8", 400},
		{"chariots behind one another", "3k5/5r3/5r3/9/9/5p3/9/5R3/5R3/4K4 w - - 0 1", "f2f4", 100 - 900},
		{"an elephant recaptures", "3k5/9/4b4/9/2p6/9/9/2R6/9/4K4 w - - 0 1", "c2c5", 100 - 900},
		{"not through its eye", "3k5/9/4b4/3n5/2p6/9/9/2R6/9/4K4 w - - 0 1", "c2c5", 100},
		{"an advisor recaptures", "3k5/4a4/3n5/9/9/9/9/3R5/9/5K3 w - - 0 1", "d2d7", 400 - 900},
	}
	for _, test := range tests {
		p := mustParse(t, test.fen)
		m := gametest.Move(t, p, test.move)
		checkSEE(t, p, m, test.want)
		checkSEE(t, flip(p).(*Position), flipMove(m), test.want)
	}
}

// TestSEEAgreesWithExchange holds SEE against its slow twin in random games.
func TestSEEAgreesWithExchange(t *testing.T) {
	for p := range randomPositions(t, 5, 5000) {
		b := slowBoardOf(p)
		for _, m := range p.Moves(nil, games.AllMoves) {
			checkSEE(t, p, m, b.exchange(m))
		}
	}
}

func checkSEE(t *testing.T, p *Position, m games.Move, want int) {
	t.Helper()
	for _, threshold := range []int{want - 100, want - 1, want, want + 1, want + 100, 0, 1} {
		if got := p.SEE(m, threshold); got != (want >= threshold) {
			t.Fatalf("%s: SEE(%s, %d) = %v, want a value of %d", p.FEN(), p.FormatMove(m), threshold, got, want)
		}
	}
}

// exchange is the value that SEE compares: negamax over the captures on the
// target square, the least valuable piece first, played on a board.
func (b *slowBoard) exchange(m games.Move) int {
	from, to := fromOf(m), toOf(m)
	after := *b
	after[to], after[from] = b[from], noPiece
	return values[b[to].kind()] - after.recapture(to, b[from].colour()^1)
}

// recapture is what a side gains by taking the piece on s, or by leaving it.
func (b *slowBoard) recapture(s square, side uint8) int {
	from := b.leastAttacker(s, side)
	if from == noSquare || b[from].kind() == general && b.leastAttacker(s, side^1) != noSquare {
		return 0
	}
	gain := values[b[s].kind()]
	after := *b
	after[s], after[from] = b[from], noPiece
	return max(0, gain-after.recapture(s, side^1))
}

// leastAttacker is the lowest square of a side's least valuable piece that
// attacks s; whatever stands there counts as an enemy.
func (b *slowBoard) leastAttacker(s square, side uint8) square {
	for k := soldier; k <= general; k++ {
		for from := range square(numSquares) {
			if from != s && b[from] == newPiece(side, k) && b.attacks(from, s) {
				return from
			}
		}
	}
	return noSquare
}
