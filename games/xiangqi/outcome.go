package xiangqi

import "apprentice/games"

// moveLimit is the number of plies without a capture after which a game is
// drawn.
const moveLimit = 120

// Ended returns the outcome by repetition, by the limit of 120 plies without a
// capture, or because no piece is left that can cross the river. No legal move
// is a loss, in check or not, and comes before the last two.
//
// With ply 0 a position must occur for the third time. Otherwise one earlier
// occurrence is enough if it lies within the last ply plies, and two are
// needed beyond. A pass cannot be taken part in: positions before one do not
// count. repetition.go says who is to blame for the repetition; it looks at the
// moves since the earliest occurrence that was needed.
func (p *Position) Ended(ply int) games.Outcome {
	switch {
	case p.clock >= moveLimit:
		return p.drawUnlessStuck(games.MoveLimit)
	case p.harmless():
		return p.drawUnlessStuck(games.InsufficientMaterial)
	}
	if n := p.repeated(ply); n != 0 {
		return p.blame(n)
	}
	return games.Outcome{}
}

// Outcome returns the outcome by all rules: those of Ended, checkmate and
// stalemate, which both lose.
func (p *Position) Outcome() games.Outcome {
	if o := p.Ended(0); o.Over() {
		return o
	}
	if p.canMove() {
		return games.Outcome{}
	}
	return p.stuck()
}

// drawUnlessStuck returns a draw, or the loss that comes before it.
func (p *Position) drawUnlessStuck(why games.Reason) games.Outcome {
	if !p.canMove() {
		return p.stuck()
	}
	return games.Outcome{Result: games.Draw, Reason: why}
}

// stuck returns the outcome of a side without a legal move.
func (p *Position) stuck() games.Outcome {
	if p.checks != 0 {
		return games.Outcome{Result: games.Loss, Reason: games.Checkmate}
	}
	return games.Outcome{Result: games.Loss, Reason: games.Stalemate}
}

// canMove reports whether the side to move has a legal move.
func (p *Position) canMove() bool {
	var buf buffer
	return p.generate(&buf, games.AllMoves) != 0
}

// harmless reports whether neither side has a piece that can cross the river.
func (p *Position) harmless() bool {
	// Nearly always a chariot settles it.
	for _, k := range [...]kind{chariot, cannon, horse, soldier} {
		if !p.of(red, k).empty() || !p.of(black, k).empty() {
			return false
		}
	}
	return true
}
