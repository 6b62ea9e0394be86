package chess

import "apprentice/games"

// fiftyMoves is the length in half-moves of the fifty-move rule.
const fiftyMoves = 100

// Ended returns a draw by insufficient material, repetition or the fifty-move
// rule, and a loss if the hundredth half-move gave mate.
//
// With ply 0 a position must occur for the third time. Otherwise one earlier
// occurrence is enough if it lies within the last ply half-moves, and two are
// needed beyond. A pass cannot be taken part in: positions before one do not
// count.
//
// Rules are those of FIDE as programs apply them: threefold repetition and
// fifty moves end the game at once, without a claim. notnil/chess waits for a
// claim there and ends the game by itself only at the fivefold repetition and
// after seventy-five moves; it also compares en passant squares on which no
// capture is possible. Its insufficient material is the same.
func (p *Position) Ended(ply int) games.Outcome {
	switch {
	case p.insufficient():
		return games.Outcome{Result: games.Draw, Reason: games.InsufficientMaterial}
	case p.clock >= fiftyMoves:
		if p.checkers != 0 && !p.canMove() {
			return games.Outcome{Result: games.Loss, Reason: games.Checkmate}
		}
		return games.Outcome{Result: games.Draw, Reason: games.MoveLimit}
	case p.repeated(ply):
		return games.Outcome{Result: games.Draw, Reason: games.Repetition}
	}
	return games.Outcome{}
}

// Outcome returns the outcome by all rules: those of Ended, checkmate and
// stalemate.
func (p *Position) Outcome() games.Outcome {
	if o := p.Ended(0); o.Over() {
		return o
	}
	switch {
	case p.canMove():
		return games.Outcome{}
	case p.checkers != 0:
		return games.Outcome{Result: games.Loss, Reason: games.Checkmate}
	}
	return games.Outcome{Result: games.Draw, Reason: games.Stalemate}
}

// canMove reports whether the side to move has a legal move.
func (p *Position) canMove() bool {
	var buf buffer
	return p.generate(&buf, games.AllMoves) != 0
}

// repeated looks for the position among those two, four, six ... half-moves
// back. Captures, pawn moves and passes are never undone, so it stops there;
// fewer than four half-moves repeat nothing.
func (p *Position) repeated(ply int) bool {
	back := int(min(p.clock, p.sinceNull))
	seen := false
	for i := 4; i <= back; i += 2 {
		if p.stack[len(p.stack)-i].key != p.key {
			continue
		}
		if seen || i <= ply {
			return true
		}
		seen = true
	}
	return false
}

// insufficient reports whether no sequence of legal moves can mate: bare kings,
// one minor piece in all, or any number of bishops that all stand on squares of
// one colour.
func (p *Position) insufficient() bool {
	if p.kinds[pawn]|p.kinds[rook]|p.kinds[queen] != 0 {
		return false
	}
	bishops, knights := p.kinds[bishop], p.kinds[knight]
	if knights != 0 {
		return bishops == 0 && !knights.several()
	}
	return bishops&darkSquares == 0 || bishops&lightSquares == 0
}
