package chess

// rights is the set of castlings whose king and rook have not moved: bit i for
// castlings[i] of the layout.
type rights uint8

// castling is where the pieces go and what must hold on the way.
type castling struct {
	kingFrom, kingTo square
	rookFrom, rookTo square
	empty            bitboard // must be free of pieces
	safe             bitboard // the king crosses and reaches these unattacked
	rook             bitboard // rookFrom; must not be pinned, which it cannot be in a corner
}

// newCastling returns castling i from the given squares of one rank. Wherever
// the pieces come from, they go where they go in standard chess.
func newCastling(i int, kingFrom, rookFrom square) castling {
	kingTo, rookTo := g1, f1
	if i%2 != 0 {
		kingTo, rookTo = c1, d1
	}
	if i >= 2 {
		kingTo, rookTo = kingTo^56, rookTo^56
	}
	crossed := between[kingFrom][kingTo] | kingTo.bit()
	pieces := kingFrom.bit() | rookFrom.bit()
	return castling{
		kingFrom: kingFrom, kingTo: kingTo,
		rookFrom: rookFrom, rookTo: rookTo,
		empty: (crossed | between[rookFrom][rookTo] | rookTo.bit()) &^ pieces,
		safe:  crossed &^ kingFrom.bit(),
		rook:  rookFrom.bit(),
	}
}

// layout is the squares from which kings and rooks castle, and what follows from that. It
// is shared by positions and never changed.
type layout struct {
	// castlings are White's short and long castling, then Black's, as FEN lists
	// them: those of colour c are 2c and 2c+1. One that no rights ever allow
	// may be zero.
	castlings [4]castling
	kept      [64]rights // what survives a move from or to a square
	keys      [16]uint64 // Zobrist keys by rights
	chess960  bool       // coordinates of castling name the rook's square
}

// standard is the layout of standard chess.
var standard = newLayout([4]castling{
	newCastling(0, e1, h1),
	newCastling(1, e1, a1),
	newCastling(2, e8, h8),
	newCastling(3, e8, a8),
})

// newLayout returns the layout of the given castlings, some of which may be
// zero.
func newLayout(castlings [4]castling) *layout {
	l := &layout{castlings: castlings}
	for s := range l.kept {
		l.kept[s] = 15
	}
	for i, c := range castlings {
		if c.rook != 0 {
			l.kept[c.kingFrom] &^= 1 << i
			l.kept[c.rookFrom] &^= 1 << i
		}
	}
	for r := range l.keys {
		l.keys[r] = l.key(rights(r))
	}
	return l
}

// key computes the Zobrist key of rights. Rooks in the corners, as in standard
// chess, add nothing to it.
func (l *layout) key(r rights) uint64 {
	key := keys.rights[r]
	for i, c := range l.castlings {
		if r>>i&1 != 0 {
			key ^= keys.rooks[c.rookFrom]
		}
	}
	return key
}

// castlingOf returns the castling of a colour whose king goes to the given
// square.
func (l *layout) castlingOf(colour uint8, to square) *castling {
	return &l.castlings[castlingIndex(colour, to)]
}

// castlingIndex returns the index of a colour's castling by the target of the
// king: on the half of the board where the rook stood.
func castlingIndex(colour uint8, to square) uint8 {
	long := uint8(^to >> 2 & 1) // files a to d
	return (2*colour + long) & 3
}

// canCastle reports whether castling i of the side to move is legal. The
// caller has seen that it is not in check.
//
// A rook that shields its king along the rank is pinned and stays; else no
// line of attack on the squares that the king crosses leads through king or
// rook.
func (p *Position) canCastle(i uint8) bool {
	i &= 3
	c := &p.layout.castlings[i]
	if p.rights>>i&1 == 0 || p.occupied()&c.empty|p.pinned&c.rook != 0 {
		return false
	}
	them := (p.side ^ 1) & 1
	for b := c.safe; b != 0; b &= b - 1 {
		if p.attacked(b.first(), them, p.colours[them], p.occupied()) {
			return false
		}
	}
	return true
}

// castle moves the king and the rook of a colour, from their first squares to
// their second or back. The sets of squares may overlap.
func (p *Position) castle(colour uint8, kingFrom, kingTo, rookFrom, rookTo square) {
	k, r := newPiece(colour, king), newPiece(colour, rook)
	kings, rooks := kingFrom.bit()^kingTo.bit(), rookFrom.bit()^rookTo.bit()
	p.kinds[king] ^= kings
	p.kinds[rook] ^= rooks
	p.colours[colour&1] ^= kings ^ rooks
	p.board[kingFrom&63], p.board[rookFrom&63] = noPiece, noPiece
	p.board[kingTo&63], p.board[rookTo&63] = k, r
}
