package chess

// magic finds the attacks of a slider from one square in a table. Multiplying
// the relevant occupied squares by a well-chosen number gathers them in the
// upper bits of the product, without a collision that matters: "fancy magic
// bitboards", see chessprogramming.org/Magic_Bitboards. (An index by PEXT would
// be faster on some CPUs, but Go has no such intrinsic.)
type magic struct {
	mask    bitboard // squares whose occupation changes the attacks
	factor  uint64
	shift   uint8
	attacks []bitboard
}

var (
	rookMagics   = newMagics(rookSteps, &rookFactors)
	bishopMagics = newMagics(bishopSteps, &bishopFactors)
)

// rookAttacks returns the squares that a rook on s attacks, the first occupied
// square of each direction included.
func rookAttacks(s square, occupied bitboard) bitboard {
	m := &rookMagics[s&63]
	return m.attacks[m.index(occupied)]
}

// bishopAttacks is rookAttacks for bishops.
func bishopAttacks(s square, occupied bitboard) bitboard {
	m := &bishopMagics[s&63]
	return m.attacks[m.index(occupied)]
}

func (m *magic) index(occupied bitboard) uint64 {
	return uint64(occupied&m.mask) * m.factor >> (m.shift & 63)
}

func newMagics(steps []step, factors *[64]uint64) (magics [64]magic) {
	for s := range square(64) {
		m := magic{mask: relevant(s, steps), factor: factors[s]}
		n := m.mask.count()
		m.shift = uint8(64 - n)
		m.attacks = make([]bitboard, 1<<n)
		for subset := bitboard(0); ; {
			m.attacks[m.index(subset)] = slide(s, subset, steps)
			if subset = (subset - m.mask) & m.mask; subset == 0 {
				break
			}
		}
		magics[s] = m
	}
	return magics
}

// relevant returns the squares that can block a slider on s: a piece on the
// last square of a ray hides nothing.
func relevant(s square, steps []step) (mask bitboard) {
	for _, d := range steps {
		for t, ok := d.from(s); ok; {
			next, more := d.from(t)
			if more {
				mask |= t.bit()
			}
			t, ok = next, more
		}
	}
	return mask
}
