package chess

import "apprentice/games"

// Legal reports whether m, which may be any value at all, is a legal move. It
// asks only about the piece that moves.
func (p *Position) Legal(m games.Move) bool {
	from, to := fromOf(m), toOf(m)
	us := p.side & 1
	if flagOf(m) == castle {
		return p.castlingLegal(us, from, to)
	}
	moving := p.board[from]
	if p.colours[us]&from.bit() == 0 || p.colours[us]&to.bit() != 0 {
		return false
	}
	switch moving.kind() {
	case king:
		return flagOf(m) == 0 && kingAttacks[from]&to.bit() != 0 &&
			!p.attacked(to, us^1, p.colours[us^1], p.occupied()^from.bit())
	case pawn:
		if !p.pawnReaches(m) {
			return false
		}
		if flagOf(m) == enPassant {
			return p.enPassantLegal(from, to)
		}
	default:
		if flagOf(m) != 0 || p.reach(moving, from)&to.bit() == 0 {
			return false
		}
	}
	k := p.kingOf(us)
	if p.pinned&from.bit() != 0 && line[k][from]&to.bit() == 0 {
		return false
	}
	if p.checkers == 0 {
		return true
	}
	return !p.checkers.several() && (p.checkers|between[k][p.checkers.first()])&to.bit() != 0
}

// reach returns the squares that a knight, bishop, rook or queen attacks.
func (p *Position) reach(pc piece, from square) bitboard {
	switch pc.kind() {
	case knight:
		return knightAttacks[from&63]
	case bishop:
		return bishopAttacks(from, p.occupied())
	case rook:
		return rookAttacks(from, p.occupied())
	default:
		return bishopAttacks(from, p.occupied()) | rookAttacks(from, p.occupied())
	}
}

func (p *Position) castlingLegal(us uint8, from, to square) bool {
	i := castlingIndex(us, to)
	c := &p.layout.castlings[i]
	return c.kingFrom == from && c.kingTo == to && p.checkers == 0 && p.canCastle(i)
}

// pawnReaches reports whether a pawn of the side to move moves as m says when
// no king is minded, and whether m is flagged as such a move is.
func (p *Position) pawnReaches(m games.Move) bool {
	from, to := fromOf(m), toOf(m)
	us := p.side & 1
	flag := flagOf(m)
	if k, ok := promotionOf(m); ok {
		if k < knight || k > queen || to.bit()&lastRanks == 0 {
			return false
		}
	} else if flag > enPassant || to.bit()&lastRanks != 0 {
		return false
	}

	if pawnAttacks[us][from]&to.bit() != 0 {
		if flag == enPassant {
			return p.ep != 0 && p.ep == to
		}
		return flag != doublePush && p.colours[us^1]&to.bit() != 0
	}
	empty := ^p.occupied()
	ahead := 8 - 16*int(us)
	once := advance(from.bit(), ahead) & empty
	if flag == doublePush {
		return advance(once&secondStep[us], ahead)&empty&to.bit() != 0
	}
	return flag != enPassant && once&to.bit() != 0
}
