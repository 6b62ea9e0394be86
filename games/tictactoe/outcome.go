package tictactoe

import "apprentice/games"

// board is the set of all squares.
const board uint16 = 1<<numSquares - 1

// hasLine reports whether stones hold a line of three.
func hasLine(stones uint16) bool {
	for _, line := range [...]uint16{
		0b000_000_111, 0b000_111_000, 0b111_000_000, // ranks
		0b001_001_001, 0b010_010_010, 0b100_100_100, // files
		0b100_010_001, 0b001_010_100, // diagonals
	} {
		if stones&line == line {
			return true
		}
	}
	return false
}

// Ended returns the outcome. No position comes up again and there is no move
// limit, so ply does not matter. A pass may leave the side to move with a line of
// its own, which the rules never do.
func (p *Position) Ended(ply int) games.Outcome {
	us, them := p.stones[p.side], p.stones[p.side.Other()]
	switch {
	case hasLine(them):
		return games.Outcome{Result: games.Loss, Reason: games.Line}
	case hasLine(us):
		return games.Outcome{Result: games.Win, Reason: games.Line}
	case us|them == board:
		return games.Outcome{Result: games.Draw, Reason: games.BoardFull}
	}
	return games.Outcome{}
}

// Outcome is Ended(0), for as long as that decides nothing there is an empty
// square to play on.
func (p *Position) Outcome() games.Outcome { return p.Ended(0) }

// InCheck reports whether the other side could complete a line if it were its
// turn. The side to move need not prevent that, and may complete one itself.
func (p *Position) InCheck() bool {
	them := p.stones[p.side.Other()]
	for free := p.free(); free != 0; free &= free - 1 {
		if hasLine(them | free&-free) {
			return true
		}
	}
	return false
}
