package chess

import "apprentice/games"

// CanNull reports whether the side to move has a piece besides pawns and king:
// with pawns alone, having to move is often a loss.
func (p *Position) CanNull() bool {
	return p.colours[p.side&1]&^(p.kinds[pawn]|p.kinds[king]) != 0
}

// KeyAfter is Key after the legal move m, unless that castles, promotes, takes
// en passant or offers that.
func (p *Position) KeyAfter(m games.Move) uint64 {
	from, to := fromOf(m), toOf(m)
	of := &keys.pieces[p.board[from]&15]
	key := p.key ^ keys.side ^ keys.ep[p.ep&63] ^ of[from] ^ of[to]
	if victim := p.board[to]; victim != noPiece {
		key ^= keys.pieces[victim&15][to]
	}
	l := p.layout
	return key ^ l.keys[p.rights&15] ^ l.keys[p.rights&l.kept[from]&l.kept[to]&15]
}

// Gain is the value of what the legal move m captures, and for a promotion the
// difference between the new piece and the pawn.
func (p *Position) Gain(m games.Move) int {
	switch flagOf(m) {
	case enPassant:
		return values[pawn]
	case castle:
		return 0 // the rook may stand where the king goes
	}
	gain := values[p.board[toOf(m)].kind()]
	if k, ok := promotionOf(m); ok {
		gain += values[k] - values[pawn]
	}
	return gain
}

// Slot is (colour*6 + kind)*64 + target for the piece that the legal move m
// moves.
func (p *Position) Slot(m games.Move) int {
	pc := p.board[fromOf(m)]
	return (int(pc.colour())*6+int(pc.kind()))*64 + int(toOf(m))
}

// Material is the value of the pieces of the side to move less that of its
// opponent's, in centipawns.
func (p *Position) Material() int {
	our, their := p.colours[p.side&1], p.colours[p.side&1^1]
	sum := 0
	for k := pawn; k <= queen; k++ {
		sum += values[k] * ((p.kinds[k] & our).count() - (p.kinds[k] & their).count())
	}
	return sum
}
