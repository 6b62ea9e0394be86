package xiangqi

import "apprentice/internal/splitmix"

// keys are the random numbers whose XOR identifies a position (Zobrist, 1970).
var keys = newZobrist()

type zobrist struct {
	pieces [16][128]uint64
	side   uint64 // Second to move
}

// newZobrist fills the table with numbers that never repeat. It is the same in
// every build: keys are compared between programs.
func newZobrist() *zobrist {
	random := splitmix.Source(90)
	var z zobrist
	for pc := range z.pieces {
		for s := range numSquares {
			z.pieces[pc][s] = random.Uint64()
		}
	}
	z.side = random.Uint64()
	return &z
}

// Key returns the Zobrist key of p: pieces and side to move.
func (p *Position) Key() uint64 { return p.key }

// fullKey computes the key from the board: the slow twin of what Make does.
func (p *Position) fullKey() uint64 {
	key := uint64(0)
	for s, pc := range p.board[:numSquares] {
		if pc != noPiece {
			key ^= keys.pieces[pc][s]
		}
	}
	if p.side == black {
		key ^= keys.side
	}
	return key
}
