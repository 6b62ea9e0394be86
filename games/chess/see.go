package chess

import "apprentice/games"

// SEE reports whether the exchange that the legal move m starts on its target
// square wins at least threshold centipawns (static exchange evaluation). Both
// sides recapture with their least valuable piece, or stop; pieces uncovered on
// the way join in; pins, other checks and promotions by recapture are ignored.
// See chessprogramming.org/SEE_-_The_Swap_Algorithm; here in the form of
// Stockfish's see_ge, which asks only on which side of the threshold the
// exchange ends and so stops early.
func (p *Position) SEE(m games.Move, threshold int) bool {
	if flagOf(m) == castle {
		return threshold <= 0
	}
	swing := p.Gain(m) - threshold
	if swing < 0 {
		return false
	}
	from, to := fromOf(m), toOf(m)
	standing := p.board[from].kind()
	if k, ok := promotionOf(m); ok {
		standing = k
	}
	if swing = values[standing] - swing; swing <= 0 {
		return true // even if the piece is lost; a king is not
	}

	occupied := p.occupied()&^from.bit() | to.bit()
	if flagOf(m) == enPassant {
		occupied &^= behind(to, from).bit()
	}
	attackers := p.attackers(to, occupied)
	side := p.side & 1
	// holds is whether m's side reaches the threshold if the exchange stops
	// here, as 0 or 1; swing is what the side to recapture would then be ahead
	// of its own bound by, which needs to be strict for one side only.
	holds := 1
	for {
		side = (side ^ 1) & 1
		attackers &= occupied
		own := attackers & p.colours[side]
		if own == 0 {
			return holds != 0
		}
		holds ^= 1
		k := pawn
		for k < king && own&p.kinds[k] == 0 {
			k++
		}
		if k == king {
			if attackers&p.colours[side^1] != 0 {
				holds ^= 1 // the square is covered: the king may not take
			}
			return holds != 0
		}
		if swing = values[k] - swing; swing < holds {
			return holds != 0
		}
		occupied &^= (own & p.kinds[k]).first().bit()
		if k == pawn || k == bishop || k == queen {
			attackers |= bishopAttacks(to, occupied) & p.diagonals()
		}
		if k == rook || k == queen {
			attackers |= rookAttacks(to, occupied) & p.straights()
		}
	}
}
