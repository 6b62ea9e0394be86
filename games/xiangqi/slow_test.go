package xiangqi

import (
	"slices"
	"testing"

	"apprentice/games"
)

// slowBoard is the slow twin of the position: a board and rules written down a
// second time, with rays that are walked, no tables and no sets.
type slowBoard [numSquares]piece

func slowBoardOf(p *Position) (b slowBoard) {
	copy(b[:], p.board[:numSquares])
	return b
}

// attacks reports whether the piece on one square moves to another by the rules
// of its kind, or captures there if the square is occupied, when nobody minds a
// general.
func (b *slowBoard) attacks(from, to square) bool {
	pc := b[from]
	df := int(to.file()) - int(from.file())
	dr := int(to.rank()) - int(from.rank())
	us := pc.colour()
	switch pc.kind() {
	case general:
		return df*df+dr*dr == 1 && inPalace(us, to)
	case advisor:
		return df*df == 1 && dr*dr == 1 && inPalace(us, to)
	case elephant:
		eye := squareAt(uint8(int(from.file())+df/2), uint8(int(from.rank())+dr/2))
		return df*df == 4 && dr*dr == 4 && ownSide(us, to) && b[eye] == noPiece
	case horse:
		leg := squareAt(uint8(int(from.file())+df/2), uint8(int(from.rank())+dr/2))
		return df*df+dr*dr == 5 && b[leg] == noPiece
	case soldier:
		forward := 1
		if us == black {
			forward = -1
		}
		return df == 0 && dr == forward || !ownSide(us, from) && dr == 0 && df*df == 1
	case chariot:
		return b.countBetween(from, to) == 0
	case cannon:
		if b[to] == noPiece {
			return b.countBetween(from, to) == 0
		}
		return b.countBetween(from, to) == 1
	}
	return false
}

// countBetween counts the pieces strictly between two squares, -1 where they
// are the same or share no line.
func (b *slowBoard) countBetween(from, to square) int {
	df := int(to.file()) - int(from.file())
	dr := int(to.rank()) - int(from.rank())
	if (df == 0) == (dr == 0) {
		return -1
	}
	sign := func(n int) int { return min(1, max(-1, n)) }
	n := 0
	for d, s := (step{sign(df), sign(dr)}), from; ; {
		if s = d.from(s); s == to {
			return n
		}
		if b[s] != noPiece {
			n++
		}
	}
}

func inPalace(colour uint8, s square) bool {
	return s.file() >= 3 && s.file() <= 5 && (colour == red && s.rank() <= 2 || colour == black && s.rank() >= 7)
}

func ownSide(colour uint8, s square) bool {
	return colour == red && s.rank() <= 4 || colour == black && s.rank() >= 5
}

// checked reports whether a colour's general is attacked, by the other one
// across an open file too.
func (b *slowBoard) checked(colour uint8) bool {
	g := slices.Index(b[:], newPiece(colour, general))
	for s := range square(numSquares) {
		switch pc := b[s]; {
		case !pc.isOf(colour ^ 1):
		case pc.kind() == general && s.file() == square(g).file():
			if b.countBetween(s, square(g)) == 0 {
				return true
			}
		case b.attacks(s, square(g)):
			return true
		}
	}
	return false
}

// moves returns the legal moves of a side in increasing order.
func (b *slowBoard) moves(side uint8) (moves []games.Move) {
	for from := range square(numSquares) {
		for to := range square(numSquares) {
			if from == to || !b[from].isOf(side) || b[to].isOf(side) || !b.attacks(from, to) {
				continue
			}
			after := *b
			after[to], after[from] = b[from], noPiece
			if !after.checked(side) {
				moves = append(moves, newMove(from, to))
			}
		}
	}
	slices.Sort(moves)
	return moves
}

// TestMovesAgreeWithSlowBoard holds moves and checks against the slow twin in
// random games.
func TestMovesAgreeWithSlowBoard(t *testing.T) {
	for p := range randomPositions(t, 3, 20000) {
		b := slowBoardOf(p)
		got := slices.Sorted(slices.Values(p.Moves(nil, games.AllMoves)))
		if want := b.moves(p.side); !slices.Equal(got, want) {
			t.Fatalf("%s: moves %v, slow twin has %v", p.FEN(), names(got), names(want))
		}
		if got, want := p.InCheck(), b.checked(p.side); got != want {
			t.Fatalf("%s: check %v, slow twin says %v", p.FEN(), got, want)
		}
		for colour := range uint8(2) {
			if got, want := !p.checkers(colour).empty(), b.checked(colour); got != want {
				t.Fatalf("%s: checkers of %s %v, slow twin says %v", p.FEN(), colourNames[colour], got, want)
			}
		}
	}
}

// TestReachesAgreesWithSlowBoard compares every pair of squares.
func TestReachesAgreesWithSlowBoard(t *testing.T) {
	for p := range randomPositions(t, 4, 500) {
		b := slowBoardOf(p)
		for from := range square(numSquares) {
			for to := range square(numSquares) {
				if from == to || p.at(from) == noPiece {
					continue
				}
				if got, want := p.reaches(from, to), b.attacks(from, to); got != want {
					t.Fatalf("%s: %v reaches %v: %v, slow twin says %v", p.FEN(), from, to, got, want)
				}
			}
		}
	}
}

// TestTablesAgreeWithWalks holds the tables by line against rays that are
// walked, for every place and occupation.
func TestTablesAgreeWithWalks(t *testing.T) {
	walk := func(place, length int, occupied line, skip int) (found line) {
		for _, d := range []int{-1, 1} {
			met := 0
			for i := place + d; i >= 0 && i < length; i += d {
				taken := occupied>>i&1 != 0
				if met == skip && (skip == 0 || taken) {
					found |= 1 << i
				}
				if taken {
					met++
				}
			}
		}
		return found
	}
	for occupied := range line(1 << numRanks) {
		for place := range numRanks {
			if got, want := fileSlides.at(uint8(place), occupied), walk(place, numRanks, occupied, 0); got != want {
				t.Fatalf("slides of %d on a file %#x: %#x, want %#x", place, occupied, got, want)
			}
			if got, want := fileHops.at(uint8(place), occupied), walk(place, numRanks, occupied, 1); got != want {
				t.Fatalf("hops of %d on a file %#x: %#x, want %#x", place, occupied, got, want)
			}
			if place == numFiles || occupied >= 1<<numFiles {
				continue
			}
			if got, want := rankSlides.at(uint8(place), occupied), walk(place, numFiles, occupied, 0); got != want {
				t.Fatalf("slides of %d on a rank %#x: %#x, want %#x", place, occupied, got, want)
			}
			if got, want := rankHops.at(uint8(place), occupied), walk(place, numFiles, occupied, 1); got != want {
				t.Fatalf("hops of %d on a rank %#x: %#x, want %#x", place, occupied, got, want)
			}
		}
	}
}

// names returns moves in coordinates.
func names(moves []games.Move) []string {
	names := make([]string, len(moves))
	for i, m := range moves {
		names[i] = coordinates(m, 0)
	}
	slices.Sort(names)
	return names
}
