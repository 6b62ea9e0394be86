package xiangqi

// keys are the random numbers whose XOR identifies a position (Zobrist, 1970).
var keys = newZobrist()

type zobrist struct {
	pieces [16][128]uint64
	side   uint64 // Second to move
}

// newZobrist fills the table with SplitMix64 (Steele, Lea, Flood, 2014), whose
// values never repeat. The table is the same in every build: keys are compared
// between programs.
func newZobrist() *zobrist {
	x := uint64(90)
	next := func() uint64 {
		x += 0x9e3779b97f4a7c15
		z := x
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		return z ^ z>>31
	}
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
