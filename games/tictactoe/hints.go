package tictactoe

import "apprentice/games"

// CanNull returns false: an extra stone never hurts, but in so short a game a
// pass proves nothing.
func (p *Position) CanNull() bool { return false }

// SEE reports whether winning nothing is enough, for nothing is ever captured.
func (p *Position) SEE(m games.Move, threshold int) bool { return threshold <= 0 }

// Gain returns 0: all moves are quiet.
func (p *Position) Gain(m games.Move) int { return 0 }

// Slot returns the square of m, a slot of its own for each side.
func (p *Position) Slot(m games.Move) int { return int(p.side)*numSquares + square(m) }

// Material returns 0: all stones are alike.
func (p *Position) Material() int { return 0 }
