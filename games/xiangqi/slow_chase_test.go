package xiangqi

import (
	"iter"
	"math/rand/v2"
	"slices"
	"testing"

	"apprentice/games"
)

// played returns b after a move that need not be legal.
func (b slowBoard) played(from, to square) slowBoard {
	b[to], b[from] = b[from], noPiece
	return b
}

// checking returns what attacks a colour's general, the other general across an
// open file too.
func (b *slowBoard) checking(colour uint8) (found []square) {
	g := square(slices.Index(b[:], newPiece(colour, general)))
	for s := range square(numSquares) {
		if !b[s].isOf(colour ^ 1) {
			continue
		}
		if b.attacks(s, g) || b[s].kind() == general && s.file() == g.file() && b.countBetween(s, g) == 0 {
			found = append(found, s)
		}
	}
	return found
}

// mayTake reports whether a capture can be made, and made without a check that
// does not stand already; a general may not stay in any.
func (b *slowBoard) mayTake(from, to square, standing []square) bool {
	if !b.attacks(from, to) {
		return false
	}
	us := b[from].colour()
	after := b.played(from, to)
	for _, s := range after.checking(us) {
		if b[from].kind() == general || !slices.Contains(standing, s) {
			return false
		}
	}
	return true
}

// retakers returns how many pieces could answer a capture, and how many more
// only reach the square.
func (b *slowBoard) retakers(from, to square) (legal, reaching int) {
	owner := b[to].colour()
	standing := b.checking(owner)
	after := b.played(from, to)
	for s := range square(numSquares) {
		switch {
		case !after[s].isOf(owner):
		case after.mayTake(s, to, standing):
			legal++
		case after.attacks(s, to):
			reaching++
		}
	}
	return legal, reaching
}

// exposed reports whether a piece may be taken by another one for nothing, and
// whether that is so although a piece reaches to retake, or to take first.
func (b *slowBoard) exposed(from, to square) (wins, falsely bool) {
	attacker, victim := b[from].kind(), b[to].kind()
	if !b.mayTake(from, to, b.checking(b[from].colour())) {
		return false, false
	}
	legal, reaching := b.retakers(from, to)
	falsely = legal == 0 && reaching > 0
	if attacker == victim {
		if b.mayTake(to, from, b.checking(b[to].colour())) {
			return false, falsely
		}
		falsely = falsely || b.attacks(to, from)
	}
	cheap := attacker == advisor || attacker == elephant
	worthy := victim == horse || victim == cannon || victim == chariot
	if cheap && worthy || (attacker == horse || attacker == cannon) && victim == chariot {
		return true, falsely
	}
	return legal == 0, falsely
}

// chased returns the squares of what a move chased, directly and at all, where
// b is the board before it.
func (b *slowBoard) chased(from, to square) (direct, all []square) {
	after := b.played(from, to)
	us := after[to].colour()
	for victim := range square(numSquares) {
		pc := after[victim]
		if !pc.isOf(us^1) || pc.kind() == general || pc.kind() == soldier && ownSide(us^1, victim) {
			continue
		}
		isDirect, isChased := false, false
		for s := range square(numSquares) {
			if !after[s].isOf(us) || after[s].kind() == general || after[s].kind() == soldier {
				continue
			}
			wins, falsely := after.exposed(s, victim)
			if !wins {
				continue
			}
			was := s
			if s == to {
				was = from
			}
			couldTake := b.mayTake(was, victim, b.checking(us))
			if couldWin, _ := b.exposed(was, victim); couldWin {
				continue
			}
			isChased = true
			isDirect = isDirect || !couldTake || falsely
		}
		if isDirect {
			direct = append(direct, victim)
		}
		if isChased {
			all = append(all, victim)
		}
	}
	return direct, all
}

// sparsePositions returns positions after a quiet move in random games from a
// few random pieces, in which many are pinned and many protect.
func sparsePositions(t testing.TB, seed uint64, number int) iter.Seq[*Position] {
	if testing.Short() {
		number /= 5
	}
	rng := rand.New(rand.NewPCG(seed, 0))
	return func(yield func(*Position) bool) {
		for number > 0 {
			var b slowBoard
			for s := range b {
				b[s] = noPiece
			}
			for colour := range uint8(2) {
				b[squareAt(3+uint8(rng.IntN(3)), 7*colour+uint8(rng.IntN(3)))] = newPiece(colour, general)
			}
			for range 8 + rng.IntN(12) {
				s := rng.IntN(numSquares)
				if b[s] == noPiece {
					b[s] = newPiece(uint8(rng.IntN(2)), kind(rng.IntN(int(general))))
				}
			}
			p, err := ParseFEN(b.fen())
			if err != nil {
				continue // a piece where it cannot get, or the other side in check
			}
			for range 12 {
				moves := p.Moves(nil, games.QuietMoves)
				if len(moves) == 0 {
					break
				}
				p.Make(moves[rng.IntN(len(moves))], nil)
				if number--; number < 0 || !yield(p) {
					return
				}
			}
		}
	}
}

// fen returns the FEN of b with Red to move.
func (b *slowBoard) fen() string {
	var text []byte
	for rank := numRanks - 1; rank >= 0; rank-- {
		for file := range uint8(numFiles) {
			if pc := b[squareAt(file, uint8(rank))]; pc != noPiece {
				text = append(text, pc.letter())
			} else {
				text = append(text, '1')
			}
		}
		text = append(text, '/')
	}
	return string(text[:len(text)-1]) + " w - - 0 1"
}

// TestChasesAgreeWithSlowBoard compares what a move chases with the slow twin,
// which plays every capture and every answer on a board of its own.
func TestChasesAgreeWithSlowBoard(t *testing.T) {
	var directs, indirects, checks int
	check := func(p *Position) {
		from, to := fromOf(p.move), toOf(p.move)
		q := p.Clone().(*Position)
		got := q.unmakeChase(everywhere)
		b := slowBoardOf(q)
		direct, all := b.chased(from, to)
		if !slices.Equal(squaresOf(got.direct), direct) || !slices.Equal(squaresOf(got.any), all) {
			t.Fatalf("%s, last move %v%v: chased %v, directly %v; slow twin says %v, %v",
				p.FEN(), from, to, squaresOf(got.any), squaresOf(got.direct), all, direct)
		}
		directs += len(direct)
		indirects += len(all) - len(direct)
		if p.InCheck() {
			checks++
		}
	}
	for p := range sparsePositions(t, 8, 6000) {
		check(p)
	}
	for p := range randomPositions(t, 9, 2000) {
		if len(p.stack) > 0 {
			check(p)
		}
	}
	part := 1
	if testing.Short() {
		part = 5 // as the positions
	}
	if directs < 100/part || indirects < 5/part || checks < 100/part {
		t.Errorf("only %d direct and %d indirect chases, %d checks", directs, indirects, checks)
	}
}

// squaresOf returns the squares of a set in increasing order.
func squaresOf(b set) (squares []square) {
	for ; !b.empty(); b = b.rest() {
		squares = append(squares, b.first())
	}
	return squares
}
