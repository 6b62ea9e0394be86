package xiangqi

import "apprentice/games"

// CanNull reports whether the side to move has a chariot, a cannon or a horse:
// with less, having to move is often a loss, since stalemate is one.
func (p *Position) CanNull() bool {
	us := p.side & 1
	return !p.of(us, chariot).or(p.of(us, cannon)).or(p.of(us, horse)).empty()
}

// KeyAfter is Key after the legal move m.
func (p *Position) KeyAfter(m games.Move) uint64 {
	from, to := fromOf(m)&127, toOf(m)&127
	of := &keys.pieces[p.at(from)&15]
	key := p.key ^ keys.side ^ of[from] ^ of[to]
	if victim := p.at(to); victim != noPiece {
		key ^= keys.pieces[victim&15][to]
	}
	return key
}

// Gain is the value of what the legal move m captures.
func (p *Position) Gain(m games.Move) int { return values[p.at(toOf(m)).kind()] }

// Slot is (colour*7 + kind)*90 + target for the piece that the legal move m
// moves.
func (p *Position) Slot(m games.Move) int {
	pc := p.at(fromOf(m))
	return (int(pc.colour())*numKinds+int(pc.kind()))*numSquares + int(toOf(m))
}

// Material is the value of the pieces of the side to move less that of its
// opponent's, in hundredths of a soldier.
func (p *Position) Material() int {
	us := p.side & 1
	sum := 0
	for k := range kind(numKinds) {
		sum += values[k] * (p.of(us, k).count() - p.of(us^1, k).count())
	}
	return sum
}
