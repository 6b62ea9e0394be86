package xiangqi

import "apprentice/games"

// Legal reports whether m, which may be any value at all, is a legal move. It
// asks only about the piece that moves.
func (p *Position) Legal(m games.Move) bool {
	from, to := fromOf(m), toOf(m)
	us := p.side & 1
	if m>>14 != 0 || from >= numSquares || to >= numSquares {
		return false
	}
	pc := p.at(from)
	if !pc.isOf(us) || p.at(to).isOf(us) || !p.reaches(from, to) {
		return false
	}
	if pc.kind() == general {
		return p.safe(to, from, to)
	}
	return p.keepsSafe(m)
}

// reaches reports whether the piece on from can move to another square, or
// capture there if it is occupied by whomever, when no general is minded.
func (p *Position) reaches(from, to square) bool {
	pc := p.at(from)
	switch pc.kind() {
	case soldier, advisor, general:
		return reach[pc&15][from&127].has(to)
	case elephant:
		return reach[pc&15][from&127].has(to) && p.at((from+to)/2) == noPiece
	case horse:
		leg := legs[from&127][to&127]
		return leg != noSquare && p.at(leg) == noPiece
	case cannon:
		if from == to {
			return false
		}
		_, n := p.shields(from, to)
		if p.at(to) == noPiece {
			return n == 0
		}
		return n == 1
	case chariot:
		_, n := p.shields(from, to)
		return n == 0 && from != to
	}
	return false
}
