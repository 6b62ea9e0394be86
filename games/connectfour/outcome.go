package connectfour

import "apprentice/games"

// hasLine reports whether discs hold a line of four.
func hasLine(discs uint64) bool {
	for _, step := range [...]int{1, columnBits - 1, columnBits, columnBits + 1} {
		pairs := discs & (discs >> step)
		if pairs&(pairs>>(2*step)) != 0 {
			return true
		}
	}
	return false
}

// hasEnded reports whether a line stands.
func (p *Position) hasEnded() bool {
	return hasLine(p.discs[games.First]) || hasLine(p.discs[games.Second])
}

// Ended returns the outcome. No position comes up again and there is no move
// limit, so ply does not matter. A pass may leave the side to move with a line of
// its own, which the rules never do.
func (p *Position) Ended(ply int) games.Outcome {
	us, them := p.discs[p.side], p.discs[p.side.Other()]
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

// Outcome is Ended(0), for as long as that decides nothing a column has room.
func (p *Position) Outcome() games.Outcome { return p.Ended(0) }

// InCheck reports whether the other side could complete a line if it were its
// turn. At most one move prevents that: a disc in the same column. The side to
// move may complete a line of its own instead.
func (p *Position) InCheck() bool {
	them := p.discs[p.side.Other()]
	for c := range columns {
		if bit := p.landing(c); bit != 0 && hasLine(them|bit) {
			return true
		}
	}
	return false
}
