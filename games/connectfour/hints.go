package connectfour

import "apprentice/games"

// CanNull returns false: whoever must move may have to open a square to the other
// side, and most games are decided by that.
func (p *Position) CanNull() bool { return false }

// SEE reports whether winning nothing is enough, for nothing is ever captured.
func (p *Position) SEE(m games.Move, threshold int) bool { return threshold <= 0 }

// KeyAfter is Key after m.
func (p *Position) KeyAfter(m games.Move) uint64 {
	return p.key ^ sideKey ^ discKeys[p.side][index(p.landing(column(m)))]
}

// Gain returns 0: all moves are quiet.
func (p *Position) Gain(m games.Move) int { return 0 }

// Slot returns the square on which the disc comes to rest, a slot of its own for
// each side.
func (p *Position) Slot(m games.Move) int {
	return int(p.side)*numSquares + index(p.landing(column(m)))
}

// Material returns 0: all discs are alike.
func (p *Position) Material() int { return 0 }
