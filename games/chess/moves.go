package chess

import (
	"math/bits"

	"apprentice/games"
)

// buffer receives the moves of one position. With an index of eight bits no
// store needs a bounds check. No position that ParseFEN accepts has more than
// 218 moves.
type buffer [games.MaxMoves]games.Move

// Moves appends the legal moves of class g to dst in a fixed order. It
// allocates only if dst has less than games.MaxMoves of room left and needs
// more.
func (p *Position) Moves(dst []games.Move, g games.Gen) []games.Move {
	n := len(dst)
	if cap(dst)-n >= games.MaxMoves {
		return dst[:n+p.generate((*buffer)(dst[n:n+games.MaxMoves]), g)]
	}
	var buf buffer
	return append(dst, buf[:p.generate(&buf, g)]...)
}

// generate writes the legal moves of class g and returns their number. It
// never takes a move back: pieces move within the squares that answer a check,
// pinned ones along their pin, and the king to squares that nothing attacks.
func (p *Position) generate(buf *buffer, g games.Gen) int {
	us := p.side & 1
	our, their := p.colours[us], p.colours[us^1]
	targets := ^our
	switch g {
	case games.TacticalMoves:
		targets = their
	case games.QuietMoves:
		targets = ^(our | their)
	}
	k := p.kingOf(us)
	n := p.kingMoves(buf, 0, k, targets)

	answers := ^bitboard(0)
	if p.checkers != 0 {
		if p.checkers.several() {
			return int(n)
		}
		answers = p.checkers | between[k][p.checkers.first()]
	} else if g != games.TacticalMoves {
		n = p.castlingMoves(buf, n)
	}
	n = p.pieceMoves(buf, n, k, targets&answers)

	pawns := p.kinds[pawn] & our
	n = p.pawnMoves(buf, n, pawns&^p.pinned, answers, g)
	for b := pawns & p.pinned; b != 0; b &= b - 1 {
		s := b.first()
		n = p.pawnMoves(buf, n, s.bit(), answers&line[k][s], g)
	}
	if p.ep != 0 && g != games.QuietMoves {
		n = p.enPassantMoves(buf, n)
	}
	return int(n)
}

// put writes the moves from one square to each of a set and returns the new
// number of moves.
func put(buf *buffer, n uint8, from square, targets bitboard) uint8 {
	for ; targets != 0; targets &= targets - 1 {
		buf[n] = newMove(from, targets.first())
		n++
	}
	return n
}

func (p *Position) kingMoves(buf *buffer, n uint8, k square, targets bitboard) uint8 {
	us := p.side & 1
	their := p.colours[us^1]
	occupied := p.occupied() ^ k.bit() // the king hides no square behind it
	for b := kingAttacks[k] & targets; b != 0; b &= b - 1 {
		to := b.first()
		if !p.attacked(to, us^1, their, occupied) {
			buf[n] = newMove(k, to)
			n++
		}
	}
	return n
}

func (p *Position) castlingMoves(buf *buffer, n uint8) uint8 {
	first := 2 * p.side
	for i := first; i < first+2; i++ {
		if p.canCastle(i) {
			c := &p.layout.castlings[i&3]
			buf[n] = newMove(c.kingFrom, c.kingTo) | castle
			n++
		}
	}
	return n
}

// pieceMoves writes the moves of knights, bishops, rooks and queens.
func (p *Position) pieceMoves(buf *buffer, n uint8, k square, targets bitboard) uint8 {
	our, occupied, pinned := p.colours[p.side&1], p.occupied(), p.pinned
	for b := p.kinds[knight] & our &^ pinned; b != 0; b &= b - 1 {
		s := b.first()
		n = put(buf, n, s, knightAttacks[s]&targets)
	}
	for b := p.diagonals() & our; b != 0; b &= b - 1 {
		s := b.first()
		reached := bishopAttacks(s, occupied) & targets
		if pinned&s.bit() != 0 {
			reached &= line[k][s]
		}
		n = put(buf, n, s, reached)
	}
	for b := p.straights() & our; b != 0; b &= b - 1 {
		s := b.first()
		reached := rookAttacks(s, occupied) & targets
		if pinned&s.bit() != 0 {
			reached &= line[k][s]
		}
		n = put(buf, n, s, reached)
	}
	return n
}

// secondStep holds the squares from which a pawn that has moved one square may
// move another, by colour.
var secondStep = [2]bitboard{rank1 << 16, rank8 >> 16}

// lastRanks are where pawns promote.
const lastRanks = rank1 | rank8

// pawnMoves writes the moves of some pawns of the side to move whose targets
// lie in the given set, en passant captures aside.
func (p *Position) pawnMoves(buf *buffer, n uint8, pawns, targets bitboard, g games.Gen) uint8 {
	us := p.side & 1
	ahead := 8 - 16*int(us)
	empty := ^p.occupied()
	once := advance(pawns, ahead) & empty
	if g != games.TacticalMoves {
		twice := advance(once&secondStep[us], ahead) & empty & targets
		n = putPawns(buf, n, once&targets&^lastRanks, ahead, 0)
		n = putPawns(buf, n, twice, 2*ahead, doublePush)
	}
	if g != games.QuietMoves {
		captured := p.colours[us^1] & targets
		west := advance(pawns&^fileA, ahead-1) & captured
		east := advance(pawns&^fileH, ahead+1) & captured
		n = putPawns(buf, n, west&^lastRanks, ahead-1, 0)
		n = putPawns(buf, n, east&^lastRanks, ahead+1, 0)
		once &= targets
		if (once|west|east)&lastRanks != 0 {
			n = putPromotions(buf, n, once&lastRanks, ahead)
			n = putPromotions(buf, n, west&lastRanks, ahead-1)
			n = putPromotions(buf, n, east&lastRanks, ahead+1)
		}
	}
	return n
}

// advance moves a set of squares by a difference of square numbers. The caller
// keeps files from wrapping around; pawns cannot leave the board by rank.
func advance(b bitboard, by int) bitboard { return bitboard(bits.RotateLeft64(uint64(b), by)) }

func putPawns(buf *buffer, n uint8, targets bitboard, by int, flag games.Move) uint8 {
	for ; targets != 0; targets &= targets - 1 {
		to := targets.first()
		buf[n] = newMove(to-square(by), to) | flag
		n++
	}
	return n
}

func putPromotions(buf *buffer, n uint8, targets bitboard, by int) uint8 {
	for ; targets != 0; targets &= targets - 1 {
		to := targets.first()
		for k := queen; k >= knight; k-- {
			buf[n] = promotion(to-square(by), to, k)
			n++
		}
	}
	return n
}

func (p *Position) enPassantMoves(buf *buffer, n uint8) uint8 {
	us := p.side & 1
	for b := pawnAttacks[us^1][p.ep&63] & p.kinds[pawn] & p.colours[us]; b != 0; b &= b - 1 {
		if s := b.first(); p.enPassantLegal(s, p.ep) {
			buf[n] = newMove(s, p.ep) | enPassant
			n++
		}
	}
	return n
}
