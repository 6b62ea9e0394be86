package xiangqi

import "apprentice/games"

// danger is what threatens the general of the side to move, found once per
// position so that few moves need a look at the general afterwards.
//
// In chess a piece is pinned or not. Here a piece may shield the general, be
// one of two screens before a cannon, or stand on the leg of a horse, and any
// piece may become a screen. So danger holds squares instead of pins: a move of
// another piece than the general that neither leaves an exposing square nor
// enters a screening one leaves the general as safe as it was.
type danger struct {
	checks    uint8  // number of checking pieces
	screen    square // over which the last of them checks, if that is a cannon
	answers   set    // where to block or capture the last of them
	exposing  set    // leaving one of these may expose the general
	screening set    // entering one of these gives a cannon its screen
}

// check notes a check that can be answered on the given squares.
func (d *danger) check(answers set, screen square) {
	d.checks++
	d.answers, d.screen = answers, screen
}

// findDanger sets danger for the side to move.
func (p *Position) findDanger() {
	us := p.side & 1
	them := us ^ 1
	g := p.generalOf(us)
	p.danger = danger{screen: noSquare}
	inLine := crosses[g&127]
	for b := p.of(them, chariot).or(p.of(them, general)).and(inLine); !b.empty(); b = b.rest() {
		s := b.first()
		shields, n := p.shields(g, s)
		switch {
		case n == 0 && (s.file() == g.file() || p.at(s).kind() == chariot):
			p.check(shieldable(g, s), noSquare)
		case n == 1:
			p.exposing = p.exposing.or(shields)
		}
	}
	for b := p.of(them, cannon).and(inLine); !b.empty(); b = b.rest() {
		s := b.first()
		switch shields, n := p.shields(g, s); n {
		case 0:
			p.screening = p.screening.or(shieldable(g, s))
		case 1:
			p.check(shieldable(g, s), shields.first())
		case 2:
			p.exposing = p.exposing.or(shields)
		}
	}
	for b := p.of(them, horse).and(origins[newPiece(them, horse)&15][g&127]); !b.empty(); b = b.rest() {
		s := b.first()
		if leg := legs[s&127][g&127]; p.at(leg) == noPiece {
			p.check(s.bit().or(leg.bit()), noSquare)
		} else {
			p.exposing = p.exposing.or(leg.bit())
		}
	}
	for b := p.of(them, soldier).and(origins[newPiece(them, soldier)&15][g&127]); !b.empty(); b = b.rest() {
		p.check(b.first().bit(), noSquare)
	}
}

// offLine is more pieces than can stand between two squares of a line.
const offLine = numRanks

// shields returns the pieces between two squares of a common rank or file and
// their number, offLine if the squares share neither.
func (p *Position) shields(g, s square) (set, int) {
	gf, gr, sf, sr := g.file(), g.rank(), s.file(), s.rank()
	switch {
	case gr == sr:
		l := between[gf&15][sf&15] & p.rankOccupied(gr)
		return rankSet(gr, l), l.count()
	case gf == sf:
		l := between[gr&15][sr&15] & p.fileOccupied(gf)
		return fileSet(gf, l), l.count()
	}
	return set{}, offLine
}

// shieldable returns s and the squares between it and g, with which it shares
// a line.
func shieldable(g, s square) set {
	gf, gr, sf, sr := g.file(), g.rank(), s.file(), s.rank()
	if gr == sr {
		return rankSet(gr, between[gf&15][sf&15]).or(s.bit())
	}
	return fileSet(gf, between[gr&15][sr&15]).or(s.bit())
}

// rankSet returns the squares of a line on a rank.
func rankSet(rank uint8, l line) set {
	first := rank * numFiles // a rank lies on one side of the river
	return set{uint64(l) << (first + southShift), uint64(l) << (first - numSquares/2)}
}

// fileSet returns the squares of a line on a file.
func fileSet(file uint8, l line) set {
	return set{columns[l&31] << (file + southShift), columns[l>>5&31] << file}
}

// columns holds the squares on the first file of one side of the river, by their
// ranks.
var columns = func() (table [32]uint64) {
	for ranks := range table {
		for i := range 5 {
			table[ranks] |= uint64(ranks>>i&1) << (i * numFiles)
		}
	}
	return table
}()

// safe reports whether the general of the side to move, standing on g, is out
// of check once one of its side's pieces, perhaps the general itself, has moved
// between two squares.
func (p *Position) safe(g, from, to square) bool {
	us := p.side & 1
	them := us ^ 1
	gf, gr := g.file(), g.rank()
	rank, file := p.rankOccupied(gr), p.fileOccupied(gf)
	if from.rank() == gr {
		rank &^= 1 << from.file()
	}
	if from.file() == gf {
		file &^= 1 << from.rank()
	}
	if to.rank() == gr {
		rank |= 1 << to.file()
	}
	if to.file() == gf {
		file |= 1 << to.rank()
	}
	inLine := crosses[g&127].minus(to.bit())
	for b := p.of(them, chariot).and(inLine); !b.empty(); b = b.rest() {
		if s := b.first(); shieldsOn(rank, file, gf, gr, s) == 0 {
			return false
		}
	}
	for b := p.of(them, cannon).and(inLine); !b.empty(); b = b.rest() {
		if s := b.first(); shieldsOn(rank, file, gf, gr, s) == 1 {
			return false
		}
	}
	if s := p.generalOf(them); s != to && s.file() == gf && shieldsOn(rank, file, gf, gr, s) == 0 {
		return false
	}
	for b := p.of(them, horse).and(origins[newPiece(them, horse)&15][g&127]).minus(to.bit()); !b.empty(); b = b.rest() {
		if leg := legs[b.first()&127][g&127]; leg != to && (leg == from || p.at(leg) == noPiece) {
			return false
		}
	}
	return p.of(them, soldier).and(origins[newPiece(them, soldier)&15][g&127]).minus(to.bit()).empty()
}

// shieldsOn counts the pieces between a general and s on the rank and the file
// of the general as they are occupied.
func shieldsOn(rank, file line, gf, gr uint8, s square) int {
	switch sf, sr := s.file(), s.rank(); {
	case sr == gr:
		return (between[gf&15][sf&15] & rank).count()
	case sf == gf:
		return (between[gr&15][sr&15] & file).count()
	}
	return offLine
}

// keepsSafe reports whether a pseudo-legal move of another piece than the
// general leaves the general out of check.
func (p *Position) keepsSafe(m games.Move) bool {
	from, to := fromOf(m), toOf(m)
	switch {
	case p.checks == 0:
		if !p.exposing.has(from) && !p.screening.has(to) {
			return true
		}
	case p.checks == 1:
		if !p.answers.has(to) && from != p.screen {
			return false
		}
	}
	return p.safe(p.generalOf(p.side), from, to)
}
