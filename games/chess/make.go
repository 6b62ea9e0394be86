package chess

import "apprentice/games"

// Make plays the legal move m in place; NoMove passes. Unless d is nil, *d
// becomes the difference of the features.
func (p *Position) Make(m games.Move, d *games.Delta) {
	if d != nil {
		*d = games.Delta{}
	}
	p.stack = append(p.stack, p.state)
	p.key ^= keys.side ^ keys.ep[p.ep&63]
	p.ep = 0
	p.move = m
	p.captured = noPiece
	p.clock++
	p.sinceNull++
	p.plies++
	if m == games.NoMove {
		p.sinceNull = 0
		p.side ^= 1
		p.findChecks()
		return
	}

	if flagOf(m) == castle {
		p.makeCastling(m, d)
		return
	}

	from, to := fromOf(m), toOf(m)
	moving := p.board[from]
	if victim := p.board[to]; victim != noPiece {
		p.capture(victim, to, d)
	}
	l := p.layout
	p.key ^= l.keys[p.rights&15]
	p.rights &= l.kept[from] & l.kept[to]
	p.key ^= l.keys[p.rights&15]
	if moving.kind() == pawn {
		p.clock = 0
	}

	p.shift(moving, from, to)
	p.key ^= keys.pieces[moving&15][from] ^ keys.pieces[moving&15][to]
	if d != nil {
		d.Remove(inputs(moving, from))
		d.Add(inputs(moving, to))
	}
	if flagOf(m) != 0 {
		p.makeSpecial(m, moving, d)
	}
	p.side ^= 1
	p.findChecks()
	if flagOf(m) == doublePush {
		p.offerEnPassant((from + to) / 2)
	}
}

// makeSpecial does what a flagged move does beyond moving one piece.
func (p *Position) makeSpecial(m games.Move, moving piece, d *games.Delta) {
	from, to := fromOf(m), toOf(m)
	switch flagOf(m) {
	case doublePush:
	case enPassant:
		s := behind(to, from)
		victim := p.board[s]
		p.capture(victim, s, d)
		p.board[s] = noPiece
	default:
		k, _ := promotionOf(m)
		became := newPiece(moving.colour(), k)
		p.replace(moving, became, to)
		p.key ^= keys.pieces[moving&15][to] ^ keys.pieces[became&15][to]
		if d != nil {
			d.NumAdded--
			d.Add(inputs(became, to))
		}
	}
}

// makeCastling is Make for castling. King and rook may stand in each other's
// way, and one of them may stay where it is.
func (p *Position) makeCastling(m games.Move, d *games.Delta) {
	us := p.side & 1
	c := p.layout.castlingOf(us, toOf(m))
	k, r := newPiece(us, king), newPiece(us, rook)
	p.key ^= p.layout.keys[p.rights&15]
	p.rights &= p.layout.kept[c.kingFrom]
	p.key ^= p.layout.keys[p.rights&15]
	p.key ^= keys.pieces[k][c.kingFrom] ^ keys.pieces[k][c.kingTo] ^
		keys.pieces[r][c.rookFrom] ^ keys.pieces[r][c.rookTo]
	p.castle(us, c.kingFrom, c.kingTo, c.rookFrom, c.rookTo)
	if d != nil {
		moved(d, k, c.kingFrom, c.kingTo)
		moved(d, r, c.rookFrom, c.rookTo)
	}
	p.side ^= 1
	p.findChecks()
}

// behind returns the square of the pawn that an en passant capture takes: on
// the file of its target and the rank of its origin.
func behind(to, from square) square { return to&7 | from&56 }

// capture takes victim off s; the board square is left to the caller, who puts
// another piece there in general.
func (p *Position) capture(victim piece, s square, d *games.Delta) {
	p.kinds[victim.kind()] ^= s.bit()
	p.colours[victim.colour()] ^= s.bit()
	p.key ^= keys.pieces[victim&15][s&63]
	p.captured = victim
	p.clock = 0
	if d != nil {
		d.Remove(inputs(victim, s))
	}
}

// shift moves a piece to a square that holds none, or whose piece has left the
// bitboards already.
func (p *Position) shift(pc piece, from, to square) {
	both := from.bit() | to.bit()
	p.kinds[pc.kind()] ^= both
	p.colours[pc.colour()] ^= both
	p.board[from&63] = noPiece
	p.board[to&63] = pc
}

// replace turns a piece on s into another of the same colour.
func (p *Position) replace(old, new piece, s square) {
	p.kinds[old.kind()] ^= s.bit()
	p.kinds[new.kind()] ^= s.bit()
	p.board[s&63] = new
}

// Unmake takes back the last Make.
func (p *Position) Unmake() {
	m, victim := p.move, p.captured
	last := len(p.stack) - 1
	p.state = p.stack[last]
	p.stack = p.stack[:last]
	p.plies--
	p.side ^= 1
	if m == games.NoMove {
		return
	}
	if flagOf(m) == castle {
		c := p.layout.castlingOf(p.side, toOf(m))
		p.castle(p.side, c.kingTo, c.kingFrom, c.rookTo, c.rookFrom)
		return
	}
	from, to := fromOf(m), toOf(m)
	moved := p.board[to]
	if _, ok := promotionOf(m); ok {
		p.replace(moved, newPiece(p.side, pawn), to)
		moved = p.board[to]
	}
	p.shift(moved, to, from)
	if victim != noPiece {
		s := to
		if flagOf(m) == enPassant {
			s = behind(to, from)
		}
		p.board[s] = victim
		p.kinds[victim.kind()] ^= s.bit()
		p.colours[victim.colour()] ^= s.bit()
	}
}

// offerEnPassant sets the en passant square to s, which the opponent's pawn has
// just crossed, if a capture there is legal. Two positions without such a
// capture are the same whether or not a pawn has just made a double step (FIDE
// Laws of Chess 9.2.3), and so are their keys.
func (p *Position) offerEnPassant(s square) {
	pawns := pawnAttacks[(p.side^1)&1][s&63] & p.kinds[pawn] & p.colours[p.side&1]
	for ; pawns != 0; pawns &= pawns - 1 {
		if p.enPassantLegal(pawns.first(), s) {
			p.ep = s
			p.key ^= keys.ep[s&63]
			return
		}
	}
}

// enPassantLegal reports whether the capture from one square to another leaves
// the own king safe. Two pawns leave a rank at once, which no pin foresees.
func (p *Position) enPassantLegal(from, to square) bool {
	us := p.side & 1
	victim := behind(to, from).bit()
	occupied := p.occupied() ^ from.bit() ^ victim | to.bit()
	return !p.attacked(p.kingOf(us), us^1, p.colours[us^1]&^victim, occupied)
}
