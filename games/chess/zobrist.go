package chess

import "apprentice/internal/splitmix"

// keys are the random numbers whose XOR identifies a position (Zobrist, 1970).
var keys = newZobrist()

type zobrist struct {
	pieces [16][64]uint64
	rights [16]uint64
	ep     [64]uint64 // by target square; 0 for none
	side   uint64     // Second to move
	rooks  [64]uint64 // by a square that a rook may castle from; 0 for the corners
}

// newZobrist fills the table with numbers that never repeat. It is the same in
// every build: keys are compared between programs.
func newZobrist() *zobrist {
	random := splitmix.Source(0)
	var z zobrist
	for p := range z.pieces {
		for s := range z.pieces[p] {
			z.pieces[p][s] = random.Uint64()
		}
	}
	for r := range z.rights {
		z.rights[r] = random.Uint64()
	}
	for s := range square(64) {
		if s.rank() == 2 || s.rank() == 5 {
			z.ep[s] = random.Uint64()
		}
	}
	z.side = random.Uint64()
	for s := range square(64) {
		corner := s.file() == 0 || s.file() == 7
		if (s.rank() == 0 || s.rank() == 7) && !corner {
			z.rooks[s] = random.Uint64()
		}
	}
	return &z
}

// Key returns the Zobrist key of p: pieces, castling rights with the squares of
// their rooks, side to move, and the en passant square if a capture on it is
// legal.
func (p *Position) Key() uint64 { return p.key }

// fullKey computes the key from the board: the slow twin of what Make does.
func (p *Position) fullKey() uint64 {
	key := p.layout.key(p.rights) ^ keys.ep[p.ep]
	for s, pc := range p.board {
		if pc != noPiece {
			key ^= keys.pieces[pc][s]
		}
	}
	if p.side == black {
		key ^= keys.side
	}
	return key
}
