package chess

// rights is the set of castlings whose king and rook have not moved: bit i for
// castlings[i].
type rights uint8

// castling is where the pieces go and what must hold on the way. Rook squares
// are data here, so that shuffled start positions need no other code.
type castling struct {
	kingFrom, kingTo square
	rookFrom, rookTo square
	empty            bitboard  // must be free of pieces
	safe             [2]square // the king crosses and reaches these unattacked
}

// castlings lists White's short and long castling, then Black's, as FEN does:
// those of colour c are 2c and 2c+1.
var castlings = [4]castling{
	{e1, g1, h1, f1, f1.bit() | g1.bit(), [2]square{f1, g1}},
	{e1, c1, a1, d1, between[a1][e1], [2]square{d1, c1}},
	{e8, g8, h8, f8, f8.bit() | g8.bit(), [2]square{f8, g8}},
	{e8, c8, a8, d8, between[a8][e8], [2]square{d8, c8}},
}

// castlingTo returns the castling whose king goes to a square of the first or
// eighth rank.
func castlingTo(to square) *castling {
	i := 0
	if to.file() < 4 {
		i = 1
	}
	if to.rank() != 0 {
		i += 2
	}
	return &castlings[i]
}

// keptRights holds the rights that survive a move from or to a square.
var keptRights = func() (kept [64]rights) {
	for s := range kept {
		kept[s] = 15
	}
	for i, c := range castlings {
		kept[c.kingFrom] &^= 1 << i
		kept[c.rookFrom] &^= 1 << i
	}
	return kept
}()
