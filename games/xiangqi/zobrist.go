package xiangqi

import "apprentice/games"

// keys are the random numbers whose XOR identifies a position (Zobrist, 1970).
var keys = newZobrist()

type zobrist struct {
	pieces [16][128]uint64
	side   uint64 // Second to move
}

// newZobrist fills the table. Keys are compared between programs, so that the
// seed and the order never change.
func newZobrist() *zobrist {
	next := games.Keys(90)
	var z zobrist
	for pc := range z.pieces {
		for s := range numSquares {
			z.pieces[pc][s] = next()
		}
	}
	z.side = next()
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
