package xiangqi

import "apprentice/games"

// SEE reports whether the exchange that the legal move m starts on its target
// square wins at least threshold (static exchange evaluation). Both sides
// recapture with their least valuable piece, or stop; pins and other checks are
// ignored. See chessprogramming.org/SEE_-_The_Swap_Algorithm; here in the form
// of Stockfish's see_ge, which asks only on which side of the threshold the
// exchange ends and so stops early.
//
// Every piece that leaves for the target square may have been the screen of a
// cannon, one screen too many, or a blocked leg. So attackers are not collected
// in advance: each recapture looks for its piece among those still there.
func (p *Position) SEE(m games.Move, threshold int) bool {
	swing := p.Gain(m) - threshold
	if swing < 0 {
		return false
	}
	from, to := fromOf(m), toOf(m)
	if swing = values[p.at(from).kind()] - swing; swing <= 0 {
		return true // even if the piece is lost; a general is not
	}
	x := exchange{Position: p, to: to, rank: p.rankOccupied(to.rank()), file: p.fileOccupied(to.file())}
	x.remove(from)
	x.gone = x.gone.or(to.bit()) // what stood there
	side := p.side & 1
	// holds is whether m's side reaches the threshold if the exchange stops
	// here, as 0 or 1; swing is what the side to recapture would then be ahead
	// of its own bound by, which needs to be strict for one side only.
	holds := 1
	for {
		side = (side ^ 1) & 1
		s := x.least(side)
		if s == noSquare {
			return holds != 0
		}
		holds ^= 1
		k := p.at(s).kind()
		if k == general {
			if x.least(side^1) != noSquare {
				holds ^= 1 // the square is covered: the general may not take
			}
			return holds != 0
		}
		if swing = values[k] - swing; swing < holds {
			return holds != 0
		}
		x.remove(s)
	}
}

// exchange is a position in which some pieces have left for a square.
type exchange struct {
	*Position
	to         square
	rank, file line // occupied squares in line with to
	gone       set
}

// remove takes the piece on s off its square.
func (x *exchange) remove(s square) {
	x.gone = x.gone.or(s.bit())
	if s.rank() == x.to.rank() {
		x.rank &^= 1 << s.file()
	}
	if s.file() == x.to.file() {
		x.file &^= 1 << s.rank()
	}
}

// open reports whether s is empty.
func (x *exchange) open(s square) bool { return x.at(s) == noPiece || x.gone.has(s) }

// least returns the square of a side's least valuable piece that attacks the
// target square, the lowest among equals, or noSquare.
func (x *exchange) least(side uint8) square {
	to := x.to
	if b := x.leapers(side, soldier); !b.empty() {
		return b.first()
	}
	if b := x.leapers(side, advisor); !b.empty() {
		return b.first()
	}
	for b := x.leapers(side, elephant); !b.empty(); b = b.rest() {
		if s := b.first(); x.open((s + to) / 2) {
			return s
		}
	}
	for b := x.leapers(side, horse); !b.empty(); b = b.rest() {
		s := b.first()
		if x.open(legs[s&127][to&127]) {
			return s
		}
	}
	inLine := crosses[to&127].minus(x.gone)
	for b := x.of(side, cannon).and(inLine); !b.empty(); b = b.rest() {
		if s := b.first(); shieldsOn(x.rank, x.file, to.file(), to.rank(), s) == 1 {
			return s
		}
	}
	for b := x.of(side, chariot).and(inLine); !b.empty(); b = b.rest() {
		if s := b.first(); shieldsOn(x.rank, x.file, to.file(), to.rank(), s) == 0 {
			return s
		}
	}
	if b := x.leapers(side, general); !b.empty() {
		return b.first()
	}
	return noSquare
}

// leapers returns the pieces of one kind that leap to the target square if
// nothing is in their way.
func (x *exchange) leapers(side uint8, k kind) set {
	return x.of(side, k).minus(x.gone).and(origins[newPiece(side, k)&15][x.to&127])
}
